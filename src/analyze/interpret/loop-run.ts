import type { ClosedWork } from "./closed-work.ts";
import type { ConditionReads, Machine } from "./machine.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Track } from "./track.ts";

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
  /** Variables that had a say when they were left out: the next snapshots have them. */
  readonly kept: Set<Track>;
  /** Step since which a variable must have had no say to be left out of the next snapshot. */
  since: number;
  /** The value of `since` before the last snapshot. */
  sinceBefore: number;
  nextRound: number;
  /** What the condition read in the first round. */
  reads: ConditionReads["places"];
  /** Comparisons logged before it. */
  readonly firstComparison: number;
  work: ClosedWork | undefined;
  /** How often what is beside a work list changed. */
  changes: number;
}

/** A stay that begins, with its first snapshot at `firstRound`. */
export function newRun(machine: Machine, firstRound: number): LoopRun {
  const step = machine.steps;
  return {
    rounds: 0,
    startedAt: step,
    moments: [],
    snapshot: undefined,
    kept: new Set(),
    since: step,
    sinceBefore: step,
    nextRound: firstRound,
    reads: [],
    firstComparison: machine.comparisons.length,
    work: undefined,
    changes: 0,
  };
}
