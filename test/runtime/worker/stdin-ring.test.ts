import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sharedBuffers, Word } from "../../../src/runtime/worker/control.ts";
import { stdinReader, stdinWriter } from "../../../src/runtime/worker/stdin-ring.ts";

function ends(capacity = 64) {
  const words = new Int32Array(sharedBuffers().control);
  const ring = new Uint8Array(new SharedArrayBuffer(capacity));
  let asked = 0;
  const reader = stdinReader(words, ring, () => {
    asked += 1;
  });
  return { words, writer: stdinWriter(words, ring), reader, asked: () => asked };
}

describe("the input ring", () => {
  test("delivers every byte in order, however both sides cut", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_000 }), fc.integer({ min: 1, max: 100 }), (bytes, size) => {
        const { writer, reader } = ends();
        const got: number[] = [];
        const target = new Uint8Array(size);
        for (let at = 0; at < bytes.length; ) {
          at += writer.put(bytes.subarray(at));
          got.push(...target.subarray(0, reader.take(target)));
        }
        writer.end();
        while (!reader.hasEnded()) got.push(...target.subarray(0, reader.take(target)));
        expect(got).toEqual(Array.from(bytes));
      }),
    );
  });

  test("asks for more when the host waited for room, once", () => {
    const { writer, reader, asked } = ends();
    writer.put(new Uint8Array(64));
    expect(writer.put(Uint8Array.of(1))).toBe(0);
    reader.take(new Uint8Array(10));
    reader.take(new Uint8Array(10));
    expect(asked()).toBe(1);
  });

  test("is ready with input and at its end, and a wait ends with its time", () => {
    const { words, writer, reader } = ends();
    expect(reader.isReady()).toBe(false);
    reader.wait(1);
    expect(Atomics.load(words, Word.waiting)).toBe(0);
    writer.end();
    expect(reader.isReady()).toBe(true);
    expect(reader.hasEnded()).toBe(true);
    reader.wait(undefined);
  });
});
