/** Thrown where the log ends of a run that something from outside ended. */
export class ReplayEnd extends Error {}
