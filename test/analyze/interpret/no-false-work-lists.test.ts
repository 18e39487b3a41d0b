import fc from "fast-check";
import { expect, test } from "vitest";
import { divergenceOf } from "../../../src/analyze/interpret/divergence-found.ts";
import { runProgram } from "../../../src/analyze/interpret/run-program.ts";
import { indexOf } from "./programs.ts";
import { randomWalk, randomWork } from "./random-work.ts";

/** Set to try more programs than a quick check has time for. */
const RUNS = Number(process.env["SANDGLASS_PROGRAMS"] ?? "60");
const BUDGET = { steps: 20_000, cells: 100_000 };
/** A run without proofs goes on for so much longer than one with them. */
const LONGER = { steps: 200_000, cells: 1_000_000 };

test.each([
  ["works through a list", randomWork],
  ["goes along a list that it changes", randomWalk],
])("no program that %s and ends is said to diverge", { timeout: 3_600_000 }, async (_, programs) => {
  const counts = { ended: 0, refilled: 0 };
  await fc.assert(
    fc.asyncProperty(programs, async (text) => {
      const index = await indexOf(text);
      const { found } = divergenceOf(index!, BUDGET);
      const { kind } = runProgram(index!, LONGER)!.stop;
      if (kind === "unknown") throw new Error(`not modelled: ${text}`);
      if (kind === "ended" || kind === "panicked") counts.ended++;
      if (found?.hazard === "growing-bound") counts.refilled++;
      return found === undefined || kind === "budget";
    }),
    { numRuns: RUNS },
  );
  expect(counts.ended).toBeGreaterThan(RUNS / 10);
  expect(counts.refilled).toBeGreaterThan(0);
});
