import { describe, expect, test } from "vitest";
import { decideOutcome } from "../../src/runtime/decide-outcome.ts";
import type { FatalTexts } from "../../src/runtime/limits/fatal-text.ts";
import type { Supervised } from "../../src/runtime/worker/host.ts";
import { testPolicy } from "./run-guest.ts";

const policy = testPolicy({ limits: { fuelUnits: 50_000_000n, memoryBytes: 64 << 20, stackDepth: 1_000 } });
const QUIET: FatalTexts = { deadlock: undefined, outOfMemory: false, stackOverflow: false };

function seen(changes: Partial<Supervised>): Supervised {
  return {
    end: { how: "exit", exitCode: 0 },
    meter: { fuelRemaining: 5n, stop: 0, memoryDenied: 0 },
    fuelIsExact: true,
    memoryPeakBytes: 0,
    wallMs: 1_840,
    cpuMs: 0,
    stdoutBytes: 0,
    stderrBytes: 0,
    fatalTexts: QUIET,
    notes: [],
    ...changes,
  };
}

const trap = (stop: number, memoryDenied: number | undefined, reason = "unreachable") =>
  seen({
    end: { how: "trap", reason, functions: [] },
    meter: { fuelRemaining: -1n, stop, memoryDenied },
  });
const exit = (exitCode: number, texts: Partial<FatalTexts>, memoryDenied?: number) =>
  seen({
    end: { how: "exit", exitCode },
    fatalTexts: { ...QUIET, ...texts },
    meter: { fuelRemaining: undefined, stop: 0, memoryDenied },
  });
const flooded = (texts: Partial<FatalTexts>, memoryDenied = 0) =>
  seen({
    end: { how: "stop", outcome: "output-limit", message: "too much output" },
    stderrBytes: policy.limits.stdoutLimitBytes,
    fatalTexts: { ...QUIET, ...texts },
    meter: { fuelRemaining: undefined, stop: 0, memoryDenied },
  });
const killed = (why: "timeout" | "cancelled" | "thread-memory") => seen({ end: { how: "killed", why } });

describe("the outcome of a run", () => {
  test.each<[string, Supervised, string, number]>([
    ["a clean exit", exit(0, {}), "exited", 0],
    ["an exit with 137 of its own", exit(137, {}), "exited", 137],
    ["a panic", exit(2, {}), "exited", 2],
    ["a deadlock", exit(2, { deadlock: "asleep" }), "deadlocked", 2],
    ["main gone", exit(2, { deadlock: "main-gone" }), "deadlocked", 2],
    ["the words of a deadlock and another code", exit(1, { deadlock: "asleep" }), "exited", 1],
    ["Go out of memory", exit(2, { outOfMemory: true }, 1), "out-of-memory", 137],
    ["Go out of memory in a module without counters", exit(2, { outOfMemory: true }), "out-of-memory", 137],
    ["the words alone, with no growth refused", exit(2, { outOfMemory: true }, 0), "exited", 2],
    ["Go out of memory while it dies of that", exit(4, { outOfMemory: true }, 1), "out-of-memory", 137],
    ["more goroutines asleep than output allows", flooded({ deadlock: "asleep" }), "deadlocked", 2],
    [
      "more goroutines without memory than output allows",
      flooded({ outOfMemory: true }, 1),
      "out-of-memory",
      137,
    ],
    ["too much on standard error", flooded({}), "output-limit", 137],
    ["a refused growth that was handled", exit(0, {}, 3), "exited", 0],
    ["Go's own stack limit", exit(2, { stackOverflow: true }), "call-depth", 137],
    ["no fuel", trap(1, 0), "out-of-fuel", 137],
    ["stop 2", trap(2, 0), "out-of-memory", 137],
    ["stop 3", trap(3, 0), "memory-rate", 137],
    ["stop 4", trap(4, 0), "call-depth", 137],
    ["a trap", trap(0, 0), "trapped", 134],
    ["an allocator that gives up", trap(0, 1), "out-of-memory", 137],
    ["another trap after a refused growth", trap(0, 1, "divide by zero"), "trapped", 134],
    ["a trap in a module without counters", trap(0, undefined), "trapped", 134],
    ["a native stack at its end", seen({ end: { how: "stack-overflow", functions: [] } }), "call-depth", 137],
    ["the clock", killed("timeout"), "timed-out", 137],
    ["the caller", killed("cancelled"), "cancelled", 137],
    ["a full heap of the thread", killed("thread-memory"), "out-of-memory", 137],
    [
      "too much output",
      seen({ end: { how: "stop", outcome: "output-limit", message: "too much output" } }),
      "output-limit",
      137,
    ],
    ["no memory in the engine", seen({ end: { how: "engine-memory", message: "x" } }), "out-of-memory", 137],
  ])("after %s", (_, run, outcome, exitCode) => {
    expect(decideOutcome(run, policy, undefined)).toMatchObject({ outcome, exitCode });
  });

  test("says amount, time and place", () => {
    expect(decideOutcome(trap(1, 0), policy, "main.spin").message).toBe(
      "out of fuel: 50,000,000 units used after 1.84 s, in main.spin",
    );
    expect(decideOutcome(trap(4, 0), policy, "main.f").message).toBe(
      "calls nest too deep: more than 1,000 calls, in main.f",
    );
  });

  test("does not pass on control characters of an engine's message", () => {
    expect(decideOutcome(trap(0, 0, "a\u001b[31mb"), policy, undefined).message).not.toContain("\u001b");
  });
});
