import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newReadAheadPool, type ReadAt, readAhead } from "../../../src/runtime/fs/read-ahead.ts";

const CHUNK_BYTES = 64 << 10;

/** A file in memory that notes how it was read. */
function fileOf(data: Uint8Array): { readonly reads: number[]; readonly readAt: ReadAt } {
  const reads: number[] = [];
  const readAt: ReadAt = (target, offsetBytes) => {
    reads.push(target.length);
    const part = data.subarray(offsetBytes, offsetBytes + target.length);
    target.set(part);
    return part.length;
  };
  return { reads, readAt };
}

function numbered(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) & 0xff);
}

describe("reading ahead", () => {
  test("serves small sequential reads from chunks", () => {
    const { reads, readAt } = fileOf(numbered(1 << 20));
    const { read } = readAhead(readAt, newReadAheadPool());
    for (let offset = 0; offset < 1 << 20; offset += 4096)
      expect(read(new Uint8Array(4096), offset)).toBe(4096);
    expect(reads.filter((length) => length === 4096)).toHaveLength(1);
    // A slow machine may let a chunk become stale, and it is fetched anew.
    expect(reads.length).toBeLessThan(200);
  });

  test("leaves large, scattered and single reads alone", () => {
    const { reads, readAt } = fileOf(numbered(1 << 20));
    const { read } = readAhead(readAt, newReadAheadPool());
    for (const [length, offset] of [
      [512, 0],
      [1 << 16, 512],
      [100, 5_000],
      [100, 4_000],
      [1 << 16, 4_100],
    ] as const)
      read(new Uint8Array(length), offset);
    expect(reads).toEqual([512, 1 << 16, 100, 100, 1 << 16]);
  });

  test("shows at once what the guest itself wrote, by any descriptor", () => {
    const data = numbered(CHUNK_BYTES);
    const { readAt } = fileOf(data);
    const pool = newReadAheadPool();
    const { read } = readAhead(readAt, pool);
    const target = new Uint8Array(10);
    for (let offset = 0; offset < 100; offset += 10) read(target, offset);
    data.fill(255, 100, 110);
    pool.changes += 1;
    read(target, 100);
    expect([...target]).toEqual(new Array(10).fill(255));
  });

  test("uses no more chunks than the pool allows and takes those given back", () => {
    const { readAt } = fileOf(numbered(1000));
    const pool = newReadAheadPool();
    const readers = Array.from({ length: 40 }, () => readAhead(readAt, pool));
    const readAll = (): void => {
      for (const { read } of readers)
        for (let offset = 0; offset < 1000; offset += 100) read(new Uint8Array(100), offset);
    };
    readAll();
    expect(pool.made).toBe(16);
    for (const { close } of readers) close();
    expect(pool.spare).toHaveLength(16);
    readAll();
    expect(pool.made).toBe(16);
  });

  test("gives the bytes that the file has, for any sequence of reads and writes", () => {
    const step = fc.record({
      offset: fc.option(fc.nat(200_000), { nil: undefined }),
      length: fc.oneof(fc.nat(300), fc.nat(40_000)),
      writes: fc.boolean(),
    });
    const original = numbered(150_000);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const data = original.slice();
        const { readAt } = fileOf(data);
        const pool = newReadAheadPool();
        const { read } = readAhead(readAt, pool);
        let position = 0;
        for (const { offset, length, writes } of steps) {
          if (writes) {
            data.fill(length, position, position + 50);
            pool.changes += 1;
          }
          position = offset ?? position;
          const target = new Uint8Array(length);
          const bytes = read(target, position);
          expect(Buffer.compare(target.subarray(0, bytes), data.subarray(position, position + length))).toBe(
            0,
          );
          position += bytes;
        }
      }),
    );
  });
});
