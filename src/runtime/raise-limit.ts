import type { Limits } from "../policy/policy.ts";
import type { OutcomeKind } from "./outcome.ts";
import { bytesText, durationText, fuelText } from "./quantities.ts";

/** All that a 32-bit memory can be. */
const LARGEST_MEMORY_BYTES = 2 ** 32;
/** A value that is worth a second try, without another one right after it. */
const FACTOR = 4;

/** What would have let the program go further, with a value four times the limit that it hit; undefined when no limit did. */
export function raiseLimit(outcome: OutcomeKind, limits: Limits): string | undefined {
  switch (outcome) {
    case "out-of-fuel":
      return raise("--fuel", fuelText(limits.fuelUnits * BigInt(FACTOR)));
    case "out-of-memory":
      return limits.memoryBytes >= LARGEST_MEMORY_BYTES
        ? "it had all that a 32-bit module can have"
        : raise("--memory", bytesText(Math.min(LARGEST_MEMORY_BYTES, limits.memoryBytes * FACTOR)));
    case "memory-rate":
      return raise("--memory-rate", `${bytesText(limits.memoryRateBytesPerSecond * FACTOR)}/s`);
    case "timed-out":
      return raise("--timeout", durationText(limits.timeoutMs * FACTOR));
    case "output-limit":
      return raise("--stdout-limit", bytesText(limits.stdoutLimitBytes * FACTOR));
    case "call-depth":
      return limits.stackDepth === undefined
        ? "give the recursion an end, or make it a loop"
        : raise("--stack-depth", String(limits.stackDepth * FACTOR));
    case "deadlocked":
      return "the goroutines and what each waits for are listed above";
    default:
      return undefined;
  }
}

function raise(flag: string, value: string): string {
  return `raise it with ${flag} ${value}`;
}
