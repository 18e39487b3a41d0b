/** How much more often the inside of a loop runs, and to how many loops in one another this is taken to add up. */
const LOOP_WEIGHT = 8;
export const MAX_WEIGHED_DEPTH = 6;
export const DEPTH_WEIGHTS: Float64Array = Float64Array.from(
  { length: MAX_WEIGHED_DEPTH + 1 },
  (_, depth) => LOOP_WEIGHT ** depth,
);
/** A charge that carries a check is needed even when it is nothing. */
export const CHECKED_WEIGHT = 0.1;
/** A jump back in a loop with calls, which pay there too: better that it only checks, and that more is owed at the head. */
export const HEAD_WEIGHT = 2;
/** Calls resume less often than they begin. */
export const RESUMED_WEIGHT = 0.02;
/** A jump out of an `if` runs less often than what it skips. */
export const JUMP_WEIGHT = 0.5;
