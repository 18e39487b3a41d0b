import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseParts } from "../../../src/instrument/engines/choose-parts.ts";
import type { WasmModule } from "../../../src/wasm/module.ts";

const LIMIT = 8_500_000;
const PART = 3_000_000;

/** A module of bodies without locals, of these lengths. Only the bodies are looked at. */
function moduleOf(lengths: readonly number[]): WasmModule {
  let end = 0;
  const code = lengths.map((length) => {
    const start = end;
    end += length;
    return { start, end };
  });
  return { bytes: new Uint8Array(end), code } as unknown as WasmModule;
}

const bytesOf = (lengths: readonly number[], part: readonly number[]): number =>
  part.reduce((sum, position) => sum + lengths[position]!, 0);

describe("the functions that Binaryen gets", () => {
  it("are all of a small module but the shortest and the longest, in one part", () => {
    const lengths = [23, 24, 1000, 32_768, 32_769];
    expect(chooseParts(moduleOf(lengths), 5, new Uint8Array(5))).toEqual([[1, 2, 3]]);
  });

  it("are not those that hardening added", () => {
    expect(chooseParts(moduleOf([100, 100, 100]), 2, new Uint8Array(2))).toEqual([[0, 1]]);
  });

  it("are none of an empty module", () => {
    expect(chooseParts(moduleOf([]), 0, new Uint8Array(0))).toEqual([]);
  });

  it("are those that run often where there is no room for all", () => {
    const lengths = new Array(1000).fill(20_000);
    const runsOften = Uint8Array.from(lengths, (_, i) => (i >= 700 ? 1 : 0));
    const chosen = chooseParts(moduleOf(lengths), 1000, runsOften).flat();
    expect(chosen.slice(-300)).toEqual(Array.from({ length: 300 }, (_, i) => 700 + i));
    expect(chosen.slice(0, -300)).toEqual(Array.from({ length: 125 }, (_, i) => i));
  });

  it("stay within the limits, rise, and are the same each time", () => {
    const bodies = fc.array(fc.tuple(fc.integer({ min: 1, max: 33_000 }), fc.boolean()), {
      maxLength: 900,
      size: "max",
    });
    fc.assert(
      fc.property(bodies, (list) => {
        const lengths = list.map(([length]) => length);
        const runsOften = Uint8Array.from(list, ([, often]) => Number(often));
        const parts = chooseParts(moduleOf(lengths), lengths.length, runsOften);
        expect(bytesOf(lengths, parts.flat())).toBeLessThanOrEqual(LIMIT);
        for (const part of parts) expect(bytesOf(lengths, part)).toBeLessThanOrEqual(PART);
        expect(parts.flat()).toEqual([...parts.flat()].sort((a, b) => a - b));
        expect(chooseParts(moduleOf(lengths), lengths.length, runsOften)).toEqual(parts);
      }),
      { numRuns: 25 },
    );
  });
});
