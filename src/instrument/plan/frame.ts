import { SETTLED } from "./potentials.ts";

/** In place of a node where there is none. */
export const NONE = -1;

/**
 * A construct that is open at the current point. What is owed somewhere is the value of a node, and the cost of what
 * ran since. Frames are used again for the next construct of the same depth.
 */
export class Frame {
  opcode = 0;
  /** The point that opened it. */
  opening = 0;
  /** Whether it was entered at all; inside code that never runs nothing is charged. */
  live = false;
  hasElse = false;
  /** Where branches to it go; NONE until a live one is met, for a block. */
  labelNode: number = NONE;
  labelOwed = 0;
  entryNode: number = SETTLED;
  entryOwed = 0;
  /** Set at `else`: the end of the first arm, and the edit that stands there; NONE when it does not get there. */
  thenNode: number = NONE;
  thenOwed = 0;
  thenEdit = 0;
}
