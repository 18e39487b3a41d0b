const SURRENDER: unique symbol = Symbol("not certain");

/**
 * Leaves the parse: the text is broken, or what the reference parser would make of it is not certain. Always cheap: no
 * stack trace is taken, since this is no error but an answer.
 */
export function giveUp(): never {
  throw SURRENDER;
}

/** Whether something that was caught is that. */
export function isGiveUp(caught: unknown): boolean {
  return caught === SURRENDER;
}
