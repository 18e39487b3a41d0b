import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadEntry, EntryReader, EntryWriter } from "../../../src/runtime/recording/bytes.ts";
import { type Entry, RECORDED_CALLS, readEntry, writeEntry } from "../../../src/runtime/recording/entry.ts";

const pointer = fc.nat(2 ** 32 - 1);
const entries: fc.Arbitrary<Entry> = fc.record({
  call: fc.constantFrom(...RECORDED_CALLS),
  fuel: fc.bigInt({ min: 0n, max: 2n ** 52n }),
  result: fc.nat(76),
  writes: fc.array(fc.record({ pointer, bytes: fc.uint8Array({ maxLength: 600 }) }), { maxLength: 4 }),
  denied: fc.array(fc.tuple(fc.string(), fc.string({ unit: "grapheme" })), { maxLength: 3 }),
  readings: fc.array(fc.double({ noNaN: true }), { maxLength: 3 }),
  output: fc.option(
    fc.record({
      stream: fc.constantFrom(1 as const, 2 as const),
      playbackNs: fc.bigInt({ min: 0n, max: 2n ** 52n }),
    }),
    { nil: undefined },
  ),
});

function written(entry: Entry): Uint8Array {
  const writer = new EntryWriter();
  writeEntry(writer, entry, 0n);
  return writer.take().slice();
}

describe("an entry of a recording", () => {
  test("is read back as it was written", () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const reader = new EntryReader(written(entry));
        expect(readEntry(reader, 0n)).toEqual(entry);
        expect(reader.isAtEnd).toBe(true);
      }),
    );
  });

  test("that is cut off anywhere is refused", () => {
    fc.assert(
      fc.property(entries, fc.nat(), (entry, cut) => {
        const bytes = written(entry);
        const part = bytes.subarray(0, cut % bytes.length);
        expect(() => readEntry(new EntryReader(part), 0n)).toThrow(BadEntry);
      }),
    );
  });

  test("of random bytes is an entry or refused, and nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readEntry(new EntryReader(bytes), 0n);
        } catch (error) {
          expect(error).toBeInstanceOf(BadEntry);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["a number of more than 53 bits", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ["a call that does not exist", [0x7f]],
    ["a text that is not UTF-8", [0, 0, 0, 0, 1, 1, 1, 0xff, 0]],
    ["a stream that does not exist", [0, 0, 0, 0, 4, 3, 0]],
    ["a count beyond the bytes", [0, 0, 0, 0xff, 0xff, 0xff, 0x0f]],
  ])("with %s is refused", (_, bytes) => {
    expect(() => readEntry(new EntryReader(Uint8Array.from(bytes)), 0n)).toThrow(BadEntry);
  });
});
