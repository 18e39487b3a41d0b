import { describe, expect, test } from "vitest";
import { type PolicyFlags, withFlags } from "../../src/policy/merge.ts";
import { parsePolicy } from "../../src/policy/parse.ts";
import type { Policy } from "../../src/policy/policy.ts";
import { presetPolicy } from "../../src/policy/presets.ts";
import { failure } from "./failure.ts";

const base = presetPolicy("default");
const hostPaths = (policy: Policy) =>
  policy.capabilities.mounts.map(({ hostPath, mode }) => `${hostPath} ${mode}`);
const variables = (policy: Policy) => policy.capabilities.environment.map(({ name }) => name);

describe("limits of flags replace those of the policy", () => {
  test("each of them", () => {
    const flags = {
      fuel: "5M",
      memory: "64MiB",
      memoryRate: "1MiB/s",
      timeout: "250ms",
      stdoutLimit: "1KiB",
      stackDepth: "500",
    };
    expect(withFlags(base, flags).limits).toEqual({
      fuelUnits: 5_000_000n,
      memoryBytes: 67_108_864,
      memoryRateBytesPerSecond: 1_048_576,
      memoryRateAction: "alarm",
      timeoutMs: 250,
      stdoutLimitBytes: 1024,
      stackDepth: 500,
    });
  });

  test("no flag changes nothing", () => expect(withFlags(base, {})).toEqual(base));

  test.each([
    [{ fuel: "-1" }, /--fuel cannot be '-1'/],
    [{ memory: "5TiB" }, /--memory cannot be '5TiB'/],
    [{ timeout: "soon" }, /--timeout cannot be 'soon'/],
    [{ stackDepth: "0" }, /--stack-depth cannot be '0'/],
    [{ clock: "slow" }, /--clock cannot be 'slow'/],
    [{ random: "seed:x" }, /--random cannot be 'x'/],
    [{ random: "dice" }, /--random cannot be 'dice'/],
    [{ allowEnv: ["=x"] }, /--allow-env cannot be '=x'/],
    [{ dir: ["a::b"] }, /--dir cannot be 'a::b'/],
  ] as const)("%j is refused by the name of the flag", (flags, message) => {
    expect(failure(() => withFlags(base, flags)).message).toMatch(message);
  });
});

describe("mounts", () => {
  test.each([
    ["allowRead", "data", "data", "/data", "ro"],
    ["allowRead", "./a/../data", "./a/../data", "/data", "ro"],
    ["allowRead", ".", ".", "/", "ro"],
    ["allowRead", "../up", "../up", "/up", "ro"],
    ["allowRead", "/srv/x", "/srv/x", "/srv/x", "ro"],
    ["allowRead", "a:/data/", "a", "/data", "ro"],
    ["allowRead", "C:\\x:/data", "C:\\x", "/data", "ro"],
    ["allowRead", "C:\\x\\y", "C:\\x\\y", "/x/y", "ro"],
    ["allowRead", "C:/x:/data", "C:/x", "/data", "ro"],
    ["allowWrite", "out:/out", "out", "/out", "rw"],
    ["dir", "/", "/", "/", "rw"],
    ["dir", "a:b::/c", "a:b", "/c", "rw"],
  ] as const)("--%s %s", (flag, text, hostPath, guestPath, mode) => {
    expect(withFlags(base, { [flag]: [text] }).capabilities.mounts).toEqual([{ hostPath, guestPath, mode }]);
  });

  test("the same mount for reading and for writing is one, writable", () => {
    const policy = withFlags(base, { allowWrite: ["x"], allowRead: ["x"], dir: ["x"] });
    expect(hostPaths(policy)).toEqual(["x rw"]);
  });
});

describe("clock and random", () => {
  test("a flag sets capability and rule of the import", () => {
    const fixed = withFlags(base, { clock: "fixed", random: "seed:9" });
    expect(fixed.capabilities).toMatchObject({ clock: "fixed", random: { kind: "seeded", seed: 9n } });
    expect(fixed.imports.get("clock_time_get")).toEqual({ rule: "deterministic" });
    const real = withFlags(presetPolicy("playground"), { clock: "real", random: "real" });
    expect(real.capabilities).toMatchObject({ clock: "real", random: { kind: "real" } });
    expect(real.imports.get("random_get")).toEqual({ rule: "allow" });
  });

  test("what the file denies or stubs, no flag allows", () => {
    const text = '[imports.wasi_snapshot_preview1]\nclock_time_get = false\nrandom_get = "stub"\n';
    const policy = withFlags(parsePolicy(text, "s.toml", "default"), { clock: "real", random: "seed:1" });
    expect(policy.imports.get("clock_time_get")).toEqual({ rule: "deny" });
    expect(policy.imports.get("random_get")).toEqual({ rule: "stub" });
  });
});

describe("a denial wins over every grant, in any spelling", () => {
  const resolve = (path: string) =>
    (path.startsWith("/") ? path : `/work/${path}`).replace(/\/\.?$/, "").replace("/./", "/");
  const byFile = (key: string) =>
    parsePolicy(`[capabilities]\n${key} = ["/work/secret"]\n`, "/work/sandglass.toml", "default");
  const grants: readonly (readonly [string, Policy, PolicyFlags])[] = [
    ["--allow-read", base, { allowRead: ["secret"] }],
    ["--allow-write", base, { allowWrite: ["./secret:/s"] }],
    ["--dir", base, { dir: ["/work/secret::/s"] }],
    ["read of the file", byFile("read"), {}],
    ["write of the file", byFile("write"), {}],
  ];

  for (const [grant, policy, flags] of grants) {
    for (const denied of ["secret", "/work/secret", "./secret", "."]) {
      test(`${grant} and --deny-read=${denied}`, () => {
        expect(withFlags(policy, { ...flags, denyRead: [denied] }, resolve).capabilities.mounts).toEqual([]);
      });
      test(`${grant} and --deny-write=${denied}`, () => {
        const { mounts } = withFlags(policy, { ...flags, denyWrite: [denied] }, resolve).capabilities;
        expect(mounts.map(({ mode }) => mode)).toEqual(["ro"]);
      });
    }
  }

  test("a path that only begins alike is not denied", () => {
    const policy = withFlags(base, { allowRead: ["secrets"], denyRead: ["secret"] }, resolve);
    expect(hostPaths(policy)).toEqual(["secrets ro"]);
  });

  test("denying to write a part makes the whole mount read-only", () => {
    expect(hostPaths(withFlags(base, { dir: ["/work"], denyWrite: ["secret"] }, resolve))).toEqual([
      "/work ro",
    ]);
  });

  test("denying to read a part of a mount is refused, since it could not be kept", () => {
    const found = failure(() => withFlags(base, { allowRead: ["."], denyRead: ["secret"] }, resolve));
    expect(found.code).toBe("policy/deny-inside-mount");
  });

  test("without a resolver, paths that cannot be compared are refused", () => {
    expect(failure(() => withFlags(base, { allowRead: ["/work/x"], denyRead: ["x"] })).code).toBe(
      "policy/deny-unclear",
    );
    expect(failure(() => withFlags(base, { allowRead: ["../x"], denyRead: ["x"] })).code).toBe(
      "policy/deny-unclear",
    );
    expect(hostPaths(withFlags(base, { allowRead: ["a/b", "c"], denyRead: ["./a"] }))).toEqual(["c ro"]);
  });

  const environments: readonly (readonly [string, Policy, PolicyFlags])[] = [
    ["--allow-env", base, { allowEnv: ["KEEP", "SECRET"] }],
    ["--allow-env with a value", base, { allowEnv: ["KEEP", "SECRET=1"] }],
    ["--env", base, { env: ["SECRET=1", "KEEP=2"] }],
    ["env of the file", parsePolicy('[capabilities]\nenv = ["SECRET=1", "KEEP"]', "s.toml", "default"), {}],
    [
      "names of the file",
      parsePolicy('[imports.wasi_snapshot_preview1]\nenv = ["SECRET", "KEEP"]', "s.toml", "default"),
      {},
    ],
  ];
  test.each(environments)("%s and --deny-env", (_, policy, flags) => {
    const result = withFlags(policy, { ...flags, denyEnv: ["SECRET"] });
    expect(variables(result)).toEqual(["KEEP"]);
    expect(JSON.stringify([...result.imports])).not.toContain("SECRET");
  });

  test("env = false in the file and --allow-env", () => {
    const policy = parsePolicy("[imports.wasi_snapshot_preview1]\nenv = false", "s.toml", "default");
    expect(variables(withFlags(policy, { allowEnv: ["A"], env: ["B=1"] }))).toEqual([]);
  });
});

describe("variables", () => {
  test("the last grant of a name wins, and a list of names comes to hold it", () => {
    const policy = parsePolicy('[imports.wasi_snapshot_preview1]\nenv = ["A"]', "s.toml", "default");
    const result = withFlags(policy, { allowEnv: ["A=1", "B"], env: ["A=2"] });
    expect(result.capabilities.environment).toEqual([
      { name: "A", value: "2" },
      { name: "B", value: undefined },
    ]);
    expect(result.imports.get("env")).toEqual({ rule: "values", values: ["A", "B"] });
  });
});
