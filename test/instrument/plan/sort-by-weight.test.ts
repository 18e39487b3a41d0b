import fc from "fast-check";
import { expect, it } from "vitest";
import { sortByFallingWeight } from "../../../src/instrument/plan/sort-by-weight.ts";

/** Few different weights, so that equals are many; more of them than insertion sort alone is for. */
const weights = fc.array(fc.constantFrom(0.02, 0.1, 0.5, 1, 8, 64), { maxLength: 2000 });

it("sorts as a stable sort by falling weight does", () => {
  fc.assert(
    fc.property(weights, (list) => {
      const order = Int32Array.from(list, (_, i) => i);
      const expected = [...order].sort((a, b) => list[b]! - list[a]!);
      sortByFallingWeight(order, list.length, Float64Array.from(list));
      expect([...order]).toEqual(expected);
    }),
  );
});
