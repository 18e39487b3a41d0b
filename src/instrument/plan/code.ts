import type { Flow } from "./flow.ts";

/** Code to be charged: that of the module, or what stands in its place. */
export interface Code {
  /** Its costs are those of the original: a branch costs all that the jump did in whose place it stands. */
  readonly flow: Flow;
  readonly dispatch: KnownDispatch | undefined;
  /** Whether there is a loop from which no call comes back; undefined where that has not been looked for. */
  readonly hasNativeLoop: boolean | undefined;
}

/** A br_table of which it is known what is owed behind it. */
export interface KnownDispatch {
  readonly table: number;
  /** The loop around it; undefined when nothing goes back to it. */
  readonly loop: number | undefined;
  /** 1 for a block behind whose end RESUMED_COST is owed, whichever way it is reached; by point. */
  readonly resumed: Uint8Array;
  /**
   * Blocks that the br_table leads to from known jumps alone, by the jump (its `br` to the loop): what is owed behind such a
   * block may be chosen, at least RESUMED_COST, and each jump brings it about.
   */
  readonly goals: ReadonlyMap<number, number>;
  /** Those blocks. */
  readonly heads: ReadonlySet<number>;
}

/** What is owed behind a call: global.get, local.set, br_if. Whoever resumes there is brought to owe the same. */
export const RESUMED_COST = 3;
