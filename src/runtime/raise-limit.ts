import type { Limits } from "../policy/policy.ts";
import type { OutcomeKind } from "./outcome.ts";
import { bytesFlag, durationText, fuelText } from "./quantities.ts";

/** A value that is worth a second try, without another one right after it. */
const FACTOR = 4;
/** The largest values that the flags take (src/policy/units.ts). */
const LARGEST = {
  fuelUnits: 2n ** 63n - 1n,
  memoryBytes: 2 ** 32,
  rateBytes: 2 ** 40,
  outputBytes: 2 ** 40,
  timeoutMs: 24 * 3_600_000,
  stackDepth: 100_000_000,
} as const;

/** What would have let the program go further, with a value four times the limit that it hit; undefined when no limit did. */
export function raiseLimit(outcome: OutcomeKind, limits: Limits): string | undefined {
  switch (outcome) {
    case "out-of-fuel": {
      const units = limits.fuelUnits * BigInt(FACTOR);
      return raise("--fuel", fuelText(units < LARGEST.fuelUnits ? units : LARGEST.fuelUnits));
    }
    case "out-of-memory":
      return limits.memoryBytes >= LARGEST.memoryBytes
        ? "it had all that a 32-bit module can have"
        : raise("--memory", bytesFlag(raised(limits.memoryBytes, LARGEST.memoryBytes)));
    case "memory-rate":
      return raise(
        "--memory-rate",
        `${bytesFlag(raised(limits.memoryRateBytesPerSecond, LARGEST.rateBytes))}/s`,
      );
    case "timed-out":
      return raise("--timeout", durationText(raised(limits.timeoutMs, LARGEST.timeoutMs)));
    case "output-limit":
      return raise("--stdout-limit", bytesFlag(raised(limits.stdoutLimitBytes, LARGEST.outputBytes)));
    case "call-depth":
      return limits.stackDepth === undefined
        ? "give the recursion an end, or make it a loop"
        : raise("--stack-depth", String(raised(limits.stackDepth, LARGEST.stackDepth)));
    case "deadlocked":
      return "the goroutines and what each waits for are listed above";
    default:
      return undefined;
  }
}

/** A limit of 0 is raised to 4. */
function raised(limit: number, largest: number): number {
  return Math.min(largest, Math.max(1, limit) * FACTOR);
}

function raise(flag: string, value: string): string {
  return `raise it with ${flag} ${value}`;
}
