import type { Instructions } from "../../wasm/body.ts";

/** Code to be charged: that of the module, or what stands in its place. */
export interface Code {
  readonly bytes: Uint8Array;
  readonly body: Instructions;
  /**
   * Fuel by instruction where the code is not the module's own: a branch costs all that the jump did in whose place it
   * stands. undefined: COSTS.
   */
  readonly costs: Uint8Array | undefined;
  readonly dispatch: KnownDispatch | undefined;
  /** Whether there is a loop from which no call comes back; undefined where that has not been looked for. */
  readonly hasNativeLoop: boolean | undefined;
}

/** A br_table of which it is known what is owed behind it. */
export interface KnownDispatch {
  readonly table: number;
  /** The loop around it; undefined when nothing goes back to it. */
  readonly loop: number | undefined;
  /** Blocks behind whose end RESUMED_COST is owed, whichever way they are reached. */
  readonly resumed: ReadonlySet<number>;
}

/** Code as it stands in a module. */
export function ownCode(bytes: Uint8Array, body: Instructions): Code {
  return { bytes, body, costs: undefined, dispatch: undefined, hasNativeLoop: undefined };
}

/** What is owed behind a call: global.get, local.set, br_if. Whoever resumes there is brought to owe the same. */
export const RESUMED_COST = 3;
