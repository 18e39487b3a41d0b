import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { symbolStarts } from "../../../src/size/go/symbol-starts.ts";

/** Lays symbols out as the linker does: smallest first, each aligned to its size, up to 32. */
function layOut(sizes: readonly number[], alignment: 1 | 32): { starts: number[]; end: number } {
  let at = 4096;
  const starts = [...sizes]
    .sort((a, b) => a - b)
    .map((size) => {
      const unit = alignment === 1 ? 1 : Math.min(32, 2 ** Math.floor(Math.log2(size)));
      at = Math.ceil(at / unit) * unit;
      const start = at;
      at += size;
      return start;
    });
  return { starts, end: at };
}

function found(starts: readonly number[], end: number, alignment: 1 | 32): number[] {
  return [...symbolStarts({ start: 4096, end, alignment }, Float64Array.from(starts))];
}

describe("the starts of symbols", () => {
  test("are all kept when each is referred to", () => {
    const sizes = fc.array(fc.integer({ min: 8, max: 4000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sizes, fc.constantFrom<1 | 32>(1, 32), (some, alignment) => {
        const { starts, end } = layOut(some, alignment);
        expect(found(starts, end, alignment)).toEqual(starts);
      }),
    );
  });

  test("do not include numbers that point into a large table", () => {
    const { starts, end } = layOut([...Array(40).fill(64), 4096, 8000, 16_000, 500_000], 32);
    const inside = Array.from({ length: 200 }, (_, i) => starts.at(-1)! + 64 + i * 1313);
    expect(found([...starts, ...inside], end, 32)).toEqual(starts);
  });

  test("do not include a number that would make a string shorter than those before it", () => {
    const { starts, end } = layOut([1, 1, 2, 3, 5, 8, 9, 9, 9, 40, 41, 60, 900], 1);
    for (const inside of [end - 1, end - 20, end - 39]) {
      expect(found([...starts, inside], end, 1)).toEqual(starts);
    }
  });

  test("survive a symbol that nothing refers to", () => {
    const { starts, end } = layOut([64, 64, 64, 96, 128, 128, 160, 192, 256, 300], 32);
    for (let missing = 1; missing < starts.length; missing++) {
      const candidates = starts.filter((_, i) => i !== missing);
      expect(found(candidates, end, 32)).toEqual(candidates);
    }
  });

  test("of nothing are none", () => {
    expect(found([], 4096, 32)).toEqual([]);
  });
});
