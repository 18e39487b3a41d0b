import type { ConditionReads } from "./machine.ts";
import type { Snapshot } from "./snapshot.ts";

/** A moment at which the state was the same as in the snapshot. */
export interface Moment {
  readonly step: number;
  readonly round: number;
  /** Comparisons logged before it. */
  readonly comparisons: number;
}

/** One stay in a loop, or one series of calls of a function inside each other. */
export interface LoopRun {
  rounds: number;
  readonly startedAt: number;
  /** Moment of the snapshot, then those at which it came again. */
  moments: Moment[];
  snapshot: Snapshot | undefined;
  /** Step since which a variable must have had no say to be left out of the next snapshot. */
  since: number;
  /** The value of `since` before the last snapshot. */
  sinceBefore: number;
  nextRound: number;
  /** What the condition read in the first round. */
  reads: ConditionReads["places"];
}

/** A stay that begins, with its first snapshot at `firstRound`. */
export function newRun(step: number, firstRound: number): LoopRun {
  return {
    rounds: 0,
    startedAt: step,
    moments: [],
    snapshot: undefined,
    since: step,
    sinceBefore: step,
    nextRound: firstRound,
    reads: [],
  };
}
