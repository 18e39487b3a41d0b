import type { Limits, Policy, Schedule } from "../policy.ts";
import { amountText, choiceOf } from "../read-value.ts";
import {
  parseBytesPerSecond,
  parseFuelUnits,
  parseMemoryBytes,
  parseOutputBytes,
  parseSliceMs,
  parseStackDepth,
  parseTimeoutMs,
  type ValueSource,
} from "../units.ts";
import type { SchemaKey } from "./key.ts";

/** What a program may use up, and how several share a processor. */
export const LIMIT_KEYS: readonly SchemaKey[] = [
  {
    key: "limits.fuel",
    type: "units, 1 to 2^63 - 1",
    default: '"10G"',
    docs: "WebAssembly instructions that the guest may execute, by the cost model wasmtime-50. The same on every machine. Hello in Go takes 865,605.",
    apply: limit("fuelUnits", parseFuelUnits),
  },
  {
    key: "limits.memory",
    type: "bytes, 64KiB to 4GiB",
    default: '"1GiB"',
    docs: "Hard limit of the guest's memory. Go then reports that it is out of memory.",
    apply: limit("memoryBytes", parseMemoryBytes),
  },
  {
    key: "limits.memory_rate",
    type: "bytes a second",
    default: '"10MiB/s"',
    docs: "Growth of memory, over a sliding second, from which memory_rate_action is taken.",
    apply: limit("memoryRateBytesPerSecond", parseBytesPerSecond),
  },
  {
    key: "limits.memory_rate_action",
    type: '"alarm", "pause" or "kill"',
    default: '"alarm"',
    docs: "What happens then: an event in the report, a pause that does not count as run time (the preset playground), or the end of the run.",
    apply: (policy, value, source) =>
      withLimit(policy, "memoryRateAction", choiceOf(value, ["alarm", "pause", "kill"], source)),
  },
  {
    key: "limits.timeout",
    type: "duration, 1ms to 24h",
    default: '"5s"',
    docs: "Wall-clock limit of a run, sleeping and waiting included.",
    apply: limit("timeoutMs", parseTimeoutMs),
  },
  {
    key: "limits.stdout_limit",
    type: "bytes",
    default: '"1MiB"',
    docs: "Most bytes of standard output and standard error together; more of them end the run.",
    apply: limit("stdoutLimitBytes", parseOutputBytes),
  },
  {
    key: "limits.disk",
    type: "bytes",
    default: undefined,
    example: '"256MiB"',
    docs: "Most bytes that the guest may write to host folders, and that its files in memory may hold. Without it 1GiB and 64MiB.",
    apply: limit("diskBytes", parseOutputBytes),
  },
  {
    key: "limits.stack_depth",
    type: "calls, 1 to 100M",
    default: undefined,
    example: "100_000",
    docs: "Depth of recursive calls. Without it only the engine's own limit holds.",
    apply: limit("stackDepth", parseStackDepth),
  },
  {
    key: "schedule.slice",
    type: "duration, 100us to 1s",
    default: '"5ms"',
    docs: "How long a guest runs before others get their turn.",
    apply: slice("sliceMs"),
  },
  {
    key: "schedule.boosted_slice",
    type: "duration, 100us to 1s",
    default: '"10ms"',
    docs: "The same for guests of high priority.",
    apply: slice("boostedSliceMs"),
  },
];

function limit<K extends keyof Limits>(
  name: K,
  parse: (text: string, source: ValueSource) => Limits[K],
): SchemaKey["apply"] {
  return (policy, value, source) => withLimit(policy, name, parse(amountText(value, source), source));
}

function withLimit<K extends keyof Limits>(policy: Policy, name: K, value: Limits[K]): Policy {
  return { ...policy, limits: { ...policy.limits, [name]: value } };
}

function slice(name: keyof Schedule): SchemaKey["apply"] {
  return (policy, value, source) => ({
    ...policy,
    schedule: { ...policy.schedule, [name]: parseSliceMs(amountText(value, source), source) },
  });
}
