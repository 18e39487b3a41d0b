import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../../../src/analyze/flow/fold.ts";
import { maximumOf, minimumOf, wrap } from "../../../src/analyze/flow/integers.ts";
import { type CountingLoop, iterationsOf } from "../../../src/analyze/proofs/count.ts";

const INT = { bits: 64, signed: true };

/** Runs the loop; undefined when it still runs after every value was seen. */
function simulated({ shape, start, operator, bound, step }: CountingLoop): bigint | undefined {
  const limit = 1n << BigInt(shape.bits + 1);
  let value = start;
  for (let count = 0n; count <= limit; count++) {
    if (compare(operator, value, bound) !== true) return count;
    value = wrap(value + step, shape);
  }
  return undefined;
}

describe("the exact number of iterations", () => {
  test.each([
    ["i := 0; i < 10; i++", { start: 0n, operator: "<", bound: 10n, step: 1n }, 10n],
    ["i := 0; i < 10; i += 3", { start: 0n, operator: "<", bound: 10n, step: 3n }, 4n],
    ["i := 0; i < 10; i--", { start: 0n, operator: "<", bound: 10n, step: -1n }, (1n << 63n) + 1n],
    ["i := 0; i != 7; i += 2", { start: 0n, operator: "!=", bound: 7n, step: 2n }, "never-equal"],
    ["i := 0; i != 8; i += 2", { start: 0n, operator: "!=", bound: 8n, step: 2n }, 4n],
    ["i := 0; i < 10; i += 0", { start: 0n, operator: "<", bound: 10n, step: 0n }, "step-zero"],
    ["i := 10; i < 10; i--", { start: 10n, operator: "<", bound: 10n, step: -1n }, 0n],
    ["i := 3; i == 3; i++", { start: 3n, operator: "==", bound: 3n, step: 1n }, 1n],
    ["i := 1; i != 0; i += 3", { start: 1n, operator: "!=", bound: 0n, step: 3n }, 6148914691236517205n],
  ])("of for %s", (_, loop, expected) => {
    const result = iterationsOf({ shape: INT, ...loop });
    if (result.kind === "unknown") throw new Error("unknown");
    expect(result.kind === "never" ? result.why : result.count).toBe(expected);
  });

  test("is what running the loop gives, for every loop on 8 and 6 bits", () => {
    const shapes = [
      { bits: 8, signed: true },
      { bits: 8, signed: false },
      { bits: 6, signed: true },
    ];
    const loop = fc.constantFrom(...shapes).chain((shape) => {
      const value = fc.bigInt({ min: minimumOf(shape), max: maximumOf(shape) });
      const operator = fc.constantFrom("<", "<=", ">", ">=", "!=", "==");
      const step = fc.bigInt({ min: -maximumOf(shape), max: maximumOf(shape) });
      return fc.record({ shape: fc.constant(shape), start: value, operator, bound: value, step });
    });
    fc.assert(
      fc.property(loop, (one) => {
        const result = iterationsOf(one);
        const real = simulated(one);
        if (result.kind === "ends") expect(result.count).toBe(real);
        if (result.kind === "never") expect(real).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });
});
