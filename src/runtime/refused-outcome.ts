import type { Outcome } from "./outcome.ts";

/** Exit code of what is not run: 126, as a shell's "cannot execute". */
export const EXIT_REFUSED = 126;

/** The outcome of a program that was never started. */
export function refusedOutcome(
  message: string,
  remedy: string | undefined,
  exitCode: number = EXIT_REFUSED,
): Outcome {
  return {
    schemaVersion: 1,
    outcome: "refused",
    exitCode,
    fuelUsed: undefined,
    fuelLimit: undefined,
    memoryPeakBytes: 0,
    wallMs: 0,
    cpuMs: 0,
    stdoutBytes: 0,
    stderrBytes: 0,
    denials: [],
    events: [],
    goroutines: undefined,
    message,
    remedy,
  };
}
