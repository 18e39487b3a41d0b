import type { Changes } from "./fs/changes.ts";

/** Why a run ended. The guest may itself exit with 137, so this, not the exit code, is the truth. */
export type OutcomeKind =
  | "exited"
  | "trapped"
  | "out-of-fuel"
  | "out-of-memory"
  | "memory-rate"
  | "timed-out"
  | "output-limit"
  | "call-depth"
  | "deadlocked"
  | "refused"
  | "cancelled";

/** An import that the policy denied at call time, with the flag that would allow it. */
export interface Denial {
  readonly import: string;
  readonly count: number;
  readonly flag: string;
}

/** Something worth knowing that happened during the run ("memory-rate-alarm", "grow-denied", "stub-called"). */
export interface RunEvent {
  readonly kind: string;
  /** Fuel used when it happened, as a decimal string. */
  readonly atFuel: string;
  readonly [detail: string]: string | number | boolean;
}

export interface GoroutineReport {
  readonly total: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly leaks: readonly string[];
  readonly dump: string;
}

/** The JSON of `run --report`. Fuel is a decimal string: it may exceed 2^53. */
export interface Outcome {
  readonly schemaVersion: 1;
  readonly outcome: OutcomeKind;
  readonly exitCode: number;
  /** undefined when the module carries no fuel counter. */
  readonly fuelUsed: string | undefined;
  /** True when the guest was killed while it computed: fuelUsed is what the counter said when it was last seen. */
  readonly fuelIsLowerBound?: true;
  readonly fuelLimit: string | undefined;
  readonly memoryPeakBytes: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  readonly denials: readonly Denial[];
  readonly events: readonly RunEvent[];
  /** undefined where the runtime of the guest cannot be read. */
  readonly goroutines: GoroutineReport | undefined;
  /** What it changed in memory, by guest path, when that was asked for and it was not killed. */
  readonly changes?: Pick<Changes, "created" | "changed" | "deleted" | "skipped"> | undefined;
  /** One line: what happened. */
  readonly message: string;
  /** The flag or edit that would let it go further; undefined when nothing would. */
  readonly remedy: string | undefined;
}

/** Exit codes of DESIGN section 2; `exited` and `deadlocked` have the guest's own. */
export const EXIT_CODES = { refused: 126, trapped: 134, stopped: 137 } as const;

/**
 * The outcome of a program that never started: the analysis, the compiler or the policy refused it (exit code 126).
 * `message` says why in one line, `remedy` what would let it run.
 */
export function refusedOutcome(
  message: string,
  remedy: string | undefined,
  details: Partial<Pick<Outcome, "denials" | "events">> = {},
): Outcome {
  return {
    schemaVersion: 1,
    outcome: "refused",
    exitCode: EXIT_CODES.refused,
    fuelUsed: undefined,
    fuelLimit: undefined,
    memoryPeakBytes: 0,
    wallMs: 0,
    cpuMs: 0,
    stdoutBytes: 0,
    stderrBytes: 0,
    denials: [],
    events: [],
    ...details,
    goroutines: undefined,
    message,
    remedy,
  };
}
