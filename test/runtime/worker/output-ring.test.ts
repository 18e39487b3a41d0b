import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sharedBuffers, Word } from "../../../src/runtime/worker/control.ts";
import { outputReader, outputWriter, type StreamNumber } from "../../../src/runtime/worker/output-ring.ts";

function ends(capacity = 1 << 10, position = 0) {
  const { control } = sharedBuffers();
  const words = new Int32Array(control);
  words[Word.outputHead] = position;
  words[Word.outputTail] = position;
  const ring = new Uint8Array(new SharedArrayBuffer(capacity));
  return { words, writer: outputWriter(words, ring), reader: outputReader(words, ring) };
}

const write = fc.tuple(fc.constantFrom<StreamNumber>(1, 2), fc.uint8Array({ maxLength: 3_000 }));

describe("the output ring", () => {
  test("delivers every byte of both streams in order, whatever is written and however often it is read", () => {
    fc.assert(
      fc.property(
        fc.array(write, { maxLength: 30 }),
        fc.constantFrom(0, -4, -1024, 2 ** 31 - 8),
        (writes, position) => {
          const { writer, reader } = ends(1 << 10, position);
          const got: number[] = [];
          const read = (): void => {
            const run = reader.next();
            if (run !== undefined) got.push(...Array.from(run.bytes, (byte) => run.stream * 256 + byte));
            reader.release();
          };
          for (const [stream, bytes] of writes) {
            for (let at = 0; at < bytes.length; ) {
              const taken = writer.put(stream, bytes.subarray(at));
              at += taken;
              if (taken === 0) read();
            }
          }
          while (reader.pendingBytes() > 0) read();
          expect(got).toEqual(
            writes.flatMap(([stream, bytes]) => Array.from(bytes, (b) => stream * 256 + b)),
          );
        },
      ),
    );
  });

  test("joins adjacent writes of a stream and keeps streams apart", () => {
    const { writer, reader } = ends();
    writer.put(1, Uint8Array.of(1));
    writer.put(1, Uint8Array.of(2, 3));
    writer.put(2, Uint8Array.of(4));
    expect(reader.next()).toEqual({ stream: 1, bytes: Uint8Array.of(1, 2, 3), ringBytes: 16 });
    expect(reader.next()).toEqual({ stream: 2, bytes: Uint8Array.of(4), ringBytes: 8 });
    expect(reader.next()).toBeUndefined();
  });

  test("takes nothing when it is full, and again after the reader gave room back", () => {
    const { writer, reader } = ends(64);
    expect(writer.put(1, new Uint8Array(100))).toBe(60);
    expect(writer.put(1, Uint8Array.of(1))).toBe(0);
    reader.next();
    expect(writer.put(1, Uint8Array.of(1))).toBe(0);
    reader.release();
    expect(writer.pendingBytes()).toBe(0);
    expect(writer.put(1, Uint8Array.of(1))).toBe(1);
  });
});
