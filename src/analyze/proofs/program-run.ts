import type { PackageFacts } from "../flow/package-facts.ts";
import type { FoundDivergence } from "../interpret/divergence-found.ts";
import { chargeRun, mayRun } from "../interpret/run-cost.ts";
import type { RuleContext } from "../rule.ts";
import { CalledFunctions, NONE_CALLED } from "./called-functions.ts";

/** What running a program without goroutines showed. */
export interface ProgramRun {
  /** Where it does not end. */
  readonly found: FoundDivergence | undefined;
  /** The functions that were called, when it came to its end. */
  readonly called: CalledFunctions;
  /** Whether it was stopped by something that is not modelled here, such as a goroutine. */
  readonly isUnknown: boolean;
}

/**
 * Instructions and cells of memory that a program is run for: some 2 ms. What comes back does so soon; of 420 labelled
 * programs more than half as many again found none more. A program that needs more is left alone.
 */
const BUDGET = { steps: 25_000, cells: 50_000 };
const NOT_RUN: ProgramRun = { found: undefined, called: NONE_CALLED, isUnknown: true };
const known = new WeakMap<PackageFacts, ProgramRun>();

/** Runs a program from its start, once for all rules that ask. */
export function programRun(context: RuleContext): ProgramRun {
  let run = known.get(context.facts);
  if (run === undefined) {
    run = runOnce(context);
    known.set(context.facts, run);
  }
  return run;
}

function runOnce({ facts: { index, work }, runnable }: RuleContext): ProgramRun {
  // A file that is not seen may initialise otherwise, or end the program.
  if (runnable === undefined || index.missing !== "nothing" || !mayRun(work)) return NOT_RUN;
  const { found, steps, called, isUnknown } = runnable.interpreter.divergenceOf(runnable.index(), BUDGET);
  chargeRun(work, steps);
  return { found, called: new CalledFunctions(called), isUnknown };
}
