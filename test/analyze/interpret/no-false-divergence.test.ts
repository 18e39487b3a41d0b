import fc from "fast-check";
import { expect, test } from "vitest";
import { divergenceOf } from "../../../src/analyze/interpret/divergence-found.ts";
import { runProgram } from "../../../src/analyze/interpret/run-program.ts";
import { BUDGET, indexOf } from "./programs.ts";
import { randomProgram } from "./random-program.ts";

/** Set to try more programs than a quick check has time for. */
const RUNS = Number(process.env["SANDGLASS_PROGRAMS"] ?? "120");
/** A run without proofs goes on for so much longer than one with them. */
const LONGER = { steps: BUDGET.steps * 4, cells: BUDGET.cells * 4 };

test("no program that ends is said to diverge, whatever its loops do", { timeout: 3_600_000 }, async () => {
  let ended = 0;
  let diverging = 0;
  await fc.assert(
    fc.asyncProperty(randomProgram, async (text) => {
      const index = await indexOf(text);
      const { found } = divergenceOf(index!, BUDGET);
      const stop = runProgram(index!, LONGER)!.stop.kind;
      if (stop === "ended" || stop === "panicked") ended++;
      if (found !== undefined) diverging++;
      return found === undefined || stop === "budget";
    }),
    { numRuns: RUNS },
  );
  expect(ended).toBeGreaterThan(RUNS / 10);
  expect(diverging).toBeGreaterThan(RUNS / 10);
});
