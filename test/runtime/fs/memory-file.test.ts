import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryFile } from "../../../src/runtime/fs/memory-file.ts";
import { MemoryVolume } from "../../../src/runtime/fs/memory-volume.ts";
import { Fault } from "../../../src/runtime/wasi/errno.ts";

const MAX_BYTES = 3_000;

function newFile() {
  const volume = new MemoryVolume({ device: 1n, maxBytes: MAX_BYTES, maxEntries: 10, clockNs: () => 1n });
  return { volume, file: new MemoryFile(volume) };
}

function attempt<T>(run: () => T): T | "ENOSPC" {
  try {
    return run();
  } catch (error) {
    if (error instanceof Fault && error.errno === 51) return "ENOSPC";
    throw error;
  }
}

describe("MemoryFile", () => {
  it("holds what an array of bytes would, and counts it exactly", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("write" as const), at: fc.nat(4_000), length: fc.nat(700) }),
      fc.record({ kind: fc.constant("resize" as const), at: fc.nat(4_000), length: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { volume, file } = newFile();
        let model = new Uint8Array(0);
        for (const [index, { kind, at, length }] of steps.entries()) {
          if (kind === "resize") {
            const done = attempt(() => file.resize(at));
            expect(done === "ENOSPC").toBe(at > MAX_BYTES);
            if (at <= MAX_BYTES) model = resized(model, at);
            continue;
          }
          const source = new Uint8Array(length).fill(index + 1);
          const done = attempt(() => file.write(source, at));
          const fits = Math.max(0, Math.min(length, MAX_BYTES - at));
          expect(done).toBe(length === 0 ? 0 : fits === 0 ? "ENOSPC" : fits);
          if (done === "ENOSPC" || done === 0) continue;
          if (at + done > model.length) model = resized(model, at + done);
          model.set(source.subarray(0, done), at);
        }
        const read = new Uint8Array(MAX_BYTES + 10);
        expect(file.read(read, 0)).toBe(model.length);
        expect(Buffer.compare(read.subarray(0, model.length), model)).toBe(0);
        expect(volume.bytes).toBe(model.length);
      }),
    );
  });

  it("frees its bytes only when it has neither name nor descriptor", () => {
    const { volume, file } = newFile();
    file.addLinks(1);
    file.open({ read: true, write: true, truncate: false }).write(new Uint8Array(100), 0);
    file.addLinks(-1);
    expect(volume.bytes).toBe(100);
    file.close();
    expect(volume.bytes).toBe(0);
  });
});

function resized(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length);
  result.set(bytes.subarray(0, length));
  return result;
}
