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
  /** One line: what happened. */
  readonly message: string;
  /** The flag or edit that would let it go further; undefined when nothing would. */
  readonly remedy: string | undefined;
}
