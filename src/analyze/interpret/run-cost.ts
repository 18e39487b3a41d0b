import type { Work } from "../flow/work.ts";

/** Instructions that count as one step of the analysis: a step looks at a node, and an instruction of a run takes up to a quarter of that. */
const INSTRUCTIONS_PER_STEP = 4;
/** Running programs is an extra: with fewer steps left than this it is not done, so that rules never lack them for it. */
const STEPS_KEPT = 1_000_000;

/** Whether enough of the work is left to run a program. */
export function mayRun(work: Work): boolean {
  return work.left >= STEPS_KEPT;
}

/** Counts the instructions of a run as work. Throws {@link OutOfWork} as `charge` does. */
export function chargeRun(work: Work, instructions: number): void {
  work.charge(Math.ceil(instructions / INSTRUCTIONS_PER_STEP));
}
