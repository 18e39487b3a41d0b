/** What code may do beside going on, as bits. The absence of a bit is a promise; its presence is none. */
export const Effect = {
  None: 0,
  /** Ends the process or the goroutine on purpose. */
  Exits: 1,
  /** Calls panic. */
  Raises: 2,
  /** May panic by itself: index, nil, division, type assertion. */
  Panics: 4,
  /** Waits for somebody else. */
  Blocks: 8,
  /** Runs code that we do not see: anything may happen, the end of the program too. */
  Unknown: 16,
  /** Runs library code that is not described here: it may wait or panic, but does not end the program. */
  Opaque: 32,
  /** Waits for the clock. */
  Sleeps: 64,
  /** Starts a goroutine. */
  Starts: 128,
} as const;

/** Effects through which a loop that looks endless may be left, or stand still. */
export const UNPROVEN: number =
  Effect.Exits | Effect.Raises | Effect.Panics | Effect.Blocks | Effect.Unknown | Effect.Opaque;
