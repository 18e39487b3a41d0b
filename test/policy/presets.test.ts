import { describe, expect, test } from "vitest";
import { PRESET_NAMES, presetPolicy } from "../../src/policy/presets.ts";
import { WASI_FUNCTIONS } from "../../src/policy/wasi-names.ts";

describe("presets", () => {
  test("grant nothing of the host", () => {
    for (const name of PRESET_NAMES) {
      const { preset, capabilities, honourSuppressions, file } = presetPolicy(name);
      expect({ preset, file, honourSuppressions }).toEqual({
        preset: name,
        file: undefined,
        honourSuppressions: false,
      });
      expect([capabilities.mounts, capabilities.environment]).toEqual([[], []]);
    }
  });

  test("default has the limits that the help names", () => {
    expect(presetPolicy("default").limits).toEqual({
      fuelUnits: 10_000_000_000n,
      memoryBytes: 1_073_741_824,
      memoryRateBytesPerSecond: 10_485_760,
      memoryRateAction: "alarm",
      timeoutMs: 5000,
      stdoutLimitBytes: 1_048_576,
      stackDepth: undefined,
    });
  });

  test("playground has nothing real", () => {
    const { imports, capabilities, limits } = presetPolicy("playground");
    expect(capabilities.clock).toBe("fixed");
    expect(capabilities.random).toEqual({ kind: "seeded", seed: 1n });
    expect(imports.get("clock_time_get")).toEqual({ rule: "deterministic" });
    expect(imports.get("random_get")).toEqual({ rule: "deterministic" });
    expect(imports.get("env")).toEqual({ rule: "values", values: [] });
    expect(imports.get("sock_accept")).toEqual({ rule: "deny" });
    expect(limits.memoryRateAction).toBe("pause");
  });

  test("go-minimal allows the 15 imports of a hello in Go and denies the rest", () => {
    const { imports, otherImports } = presetPolicy("go-minimal");
    expect(otherImports).toBe("deny");
    expect([...imports].filter(([, { rule }]) => rule === "allow").map(([name]) => name)).toEqual([
      ...[
        "args",
        "env",
        "clock_time_get",
        "fd_write",
        "poll_oneoff",
        "proc_exit",
        "random_get",
        "sched_yield",
      ],
      ...["fd_close", "fd_fdstat_get", "fd_fdstat_set_flags", "fd_prestat_get", "fd_prestat_dir_name"],
    ]);
  });

  test("the names of WASI are known, each once", () => {
    expect(new Set(WASI_FUNCTIONS).size).toBe(WASI_FUNCTIONS.length);
    expect(WASI_FUNCTIONS.filter((name) => name !== "sock_accept")).toHaveLength(45);
  });
});
