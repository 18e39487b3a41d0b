import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePolicy } from "../../src/policy/parse.ts";
import { presetPolicy } from "../../src/policy/presets.ts";
import { failure } from "./failure.ts";

const parse = (text: string) => parsePolicy(text, "sandglass.toml", "default");
const WASI = "[imports.wasi_snapshot_preview1]\n";

describe("the article's wasi-config.toml", () => {
  const text = readFileSync(join(import.meta.dirname, "wasi-config.toml"), "utf8");
  const policy = parsePolicy(text, "wasi-config.toml", "default");

  test("is understood unchanged", () => {
    const rule = (name: string) => policy.imports.get(name);
    expect(rule("args")).toEqual({ rule: "allow" });
    expect(rule("env")).toEqual({ rule: "allow" });
    expect(rule("clock_time_get")).toEqual({ rule: "allow" });
    expect(rule("random_get")).toEqual({ rule: "deny" });
    expect(rule("path_open")).toEqual({ rule: "paths", paths: ["/tmp"], mode: "ro" });
    expect(rule("proc_exit")).toEqual({ rule: "allow" });
  });

  test("is an allow-list beyond what every Go program needs", () => {
    expect(policy.otherImports).toBe("deny");
    expect(policy.imports.get("fd_write")).toEqual({ rule: "allow" });
    expect(policy.imports.has("path_rename")).toBe(false);
    expect(policy.imports.get("sock_accept")).toEqual({ rule: "deny" });
  });

  test("keeps the place of every rule", () => {
    expect(policy.origins.get("imports.wasi_snapshot_preview1.random_get")).toEqual({
      file: "wasi-config.toml",
      line: 5,
      column: 1,
    });
  });
});

describe("keys of the file", () => {
  test("limits and schedule", () => {
    const { limits, schedule } = parse(`
[limits]
fuel = "20G"
memory = 134217728
memory_rate = "1MiB/s"
memory_rate_action = "kill"
timeout = "1m"
stdout_limit = "64KiB"
stack_depth = 10_000
[schedule]
slice = "2ms"
boosted_slice = "500us"
`);
    expect(limits).toEqual({
      fuelUnits: 20_000_000_000n,
      memoryBytes: 134_217_728,
      memoryRateBytesPerSecond: 1_048_576,
      memoryRateAction: "kill",
      timeoutMs: 60_000,
      stdoutLimitBytes: 65_536,
      stackDepth: 10_000,
    });
    expect(schedule).toEqual({ sliceMs: 2, boostedSliceMs: 0.5 });
  });

  test("capabilities, with host paths relative to the file", () => {
    const text =
      '[capabilities]\nread = ["data:/data", "/etc/hosts"]\nwrite = ["out"]\nenv = ["HOME", "A=b=c"]\n';
    const { capabilities } = parsePolicy(text, "conf/sandglass.toml", "default");
    expect(capabilities.mounts).toEqual([
      { hostPath: "conf/data", guestPath: "/data", mode: "ro" },
      { hostPath: "/etc/hosts", guestPath: "/etc/hosts", mode: "ro" },
      { hostPath: "conf/out", guestPath: "/out", mode: "rw" },
    ]);
    expect(capabilities.environment).toEqual([
      { name: "HOME", value: undefined },
      { name: "A", value: "b=c" },
    ]);
  });

  test("go, rules and suppressions", () => {
    const policy = parse(`
[go]
imports = ["fmt"]
deny = ["unsafe"]
modules = ["golang.org/x/text"]
[rules]
endless-loop = "warning"
busy-wait = false
[suppressions]
honour = true
`);
    expect(policy.allowedGoImports).toEqual(["fmt"]);
    expect(policy.deniedGoImports).toEqual(["unsafe"]);
    expect(policy.modules).toEqual(["golang.org/x/text"]);
    expect([...policy.rules]).toEqual([
      ["endless-loop", "warning"],
      ["busy-wait", "off"],
    ]);
    expect(policy.honourSuppressions).toBe(true);
  });

  test("an empty file changes nothing but that sockets are refused", () => {
    const { imports, origins, file, ...rest } = parse("");
    const { imports: _, origins: __, file: ___, ...preset } = presetPolicy("default");
    expect(rest).toEqual(preset);
    expect(file).toBe("sandglass.toml");
    expect([...imports].filter(([, { rule }]) => rule === "deny").map(([name]) => name)).toEqual([
      ...["sock_accept", "sock_recv", "sock_send", "sock_shutdown"],
    ]);
  });

  test("sections may be dotted keys or inline tables", () => {
    expect(parse('limits.fuel = "5M"').limits.fuelUnits).toBe(5_000_000n);
    expect(parse('limits = { fuel = "5M" }').limits.fuelUnits).toBe(5_000_000n);
    const table = parse(`${WASI.replace("]", ".path_open]")}paths = ["/data"]\nmode = "rw"\n`);
    expect(table.imports.get("path_open")).toEqual({ rule: "paths", paths: ["/data"], mode: "rw" });
  });
});

describe("rules of imports", () => {
  test.each([
    ['args = ["a", "b"]', "args", { rule: "values", values: ["a", "b"] }],
    ["args = false", "args", { rule: "deny" }],
    ['env = ["HOME"]', "env", { rule: "values", values: ["HOME"] }],
    ['random_get = "stub"', "random_get", { rule: "stub" }],
    ['random_get = "deterministic"', "random_get", { rule: "deterministic" }],
    ['path_open = { paths = ["/a"] }', "path_open", { rule: "paths", paths: ["/a"], mode: "ro" }],
    ["fd_readdir = true", "fd_readdir", { rule: "allow" }],
    ["sock_send = false", "sock_send", { rule: "deny" }],
    ["environ_get = true", "environ_get", { rule: "allow" }],
  ])("%s", (line, name, expected) => {
    expect(parse(`${WASI}${line}`).imports.get(name)).toEqual(expected);
  });

  test("names of env become grants, and false takes every grant away", () => {
    const named = parse(`${WASI}env = ["HOME"]`);
    expect(named.capabilities.environment).toEqual([{ name: "HOME", value: undefined }]);
    const denied = parse(`${WASI}env = false\n[capabilities]\nenv = ["HOME"]`);
    expect(denied.capabilities.environment).toEqual([]);
  });

  test("others keeps the section from being an allow-list", () => {
    expect(parse(`imports.others = "allow"\n${WASI}args = true`).otherImports).toBe("allow");
    const denied = parse('[imports]\nothers = "deny"');
    expect(denied.otherImports).toBe("deny");
    expect(denied.imports.get("fd_close")).toEqual({ rule: "allow" });
  });

  test("clock and random: rule and capability come to say the same, the narrower of both", () => {
    const byRule = parse(`${WASI}clock_time_get = "deterministic"\nrandom_get = "deterministic"`);
    expect(byRule.capabilities).toMatchObject({ clock: "fixed", random: { kind: "seeded", seed: 1n } });
    const byCapability = parse('[capabilities]\nclock = "fixed"\nrandom = "seed:7"');
    expect(byCapability.imports.get("clock_time_get")).toEqual({ rule: "deterministic" });
    expect(byCapability.imports.get("random_get")).toEqual({ rule: "deterministic" });
    expect(byCapability.capabilities.random).toEqual({ kind: "seeded", seed: 7n });
    const both = parse(`${WASI}clock_time_get = true\n[capabilities]\nclock = "fixed"`);
    expect(both.imports.get("clock_time_get")).toEqual({ rule: "deterministic" });
    const real = parsePolicy(`${WASI}clock_time_get = true`, "x.toml", "playground");
    expect(real.capabilities.clock).toBe("real");
    expect(real.capabilities.random.kind).toBe("seeded");
    const denied = parse(`${WASI}random_get = false\n[capabilities]\nrandom = "seed:7"`);
    expect(denied.imports.get("random_get")).toEqual({ rule: "deny" });
  });
});

describe("a mistake is pointed at by line and column", () => {
  test.each([
    ["an unknown key", '[limits]\nfeul = "10M"\n', "policy/unknown-key", 2, 1, /did you mean 'fuel'/],
    ["an unknown section", "[limit]\n", "policy/unknown-key", 1, 2, /did you mean 'limits'/],
    [
      "a key in the wrong section",
      '[schedule]\nfuel = "1M"',
      "policy/unknown-key",
      2,
      1,
      /belongs into \[limits\]/,
    ],
    ["a key that is nothing like any", "zzz = 1", "policy/unknown-key", 1, 1, /known here: imports, limits/],
    ["an unknown import", `${WASI}path_opne = true`, "policy/unknown-key", 2, 1, /did you mean 'path_open'/],
    ["a key of Object", "[limits]\nconstructor = 1", "policy/unknown-key", 2, 1, /known here/],
    ["a key of all objects", "[limits]\n__proto__ = 1", "policy/unknown-key", 2, 1, /known here/],
    ["a wildcard", '[rules]\n"*" = "off"', "policy/unknown-key", 2, 1, /endless-loop/],
    [
      "an unknown key of path_open",
      `${WASI}path_open = { path = ["/"] }`,
      "policy/unknown-key",
      2,
      15,
      /paths and mode/,
    ],
    ["negative fuel", "[limits]\nfuel = -1", "policy/bad-value", 2, 8, /1 to/],
    ["too much memory", '[limits]\n  memory = "5TiB"', "policy/bad-value", 2, 12, /4GiB/],
    ["a float", "[limits]\nfuel = 1.5", "policy/bad-type", 2, 8, /text/],
    ["a date", "[limits]\ntimeout = 2009-11-10", "policy/bad-type", 2, 11, /text/],
    ["a time without unit", "[limits]\ntimeout = 5", "policy/bad-value", 2, 11, /5s/],
    ["a section that is a value", 'limits = "all"', "policy/bad-type", 1, 10, /section/],
    ["a list of sections", "[[limits]]", "policy/bad-toml", 1, 3, /once/],
    [
      "a bad choice",
      '[limits]\nmemory_rate_action = "kil"',
      "policy/bad-choice",
      2,
      22,
      /did you mean "kill"/,
    ],
    ["a number in a list", '[go]\nimports = ["fmt",\n  7]', "policy/bad-type", 3, 3, /a text/],
    ["a severity that is none", '[rules]\nendless-loop = "fatal"', "policy/bad-choice", 2, 1, /error/],
    ["proc_exit denied", `${WASI}proc_exit = false`, "policy/bad-rule", 2, 13, /leave it out/],
    ["sched_yield stubbed", `${WASI}sched_yield = "stub"`, "policy/bad-rule", 2, 15, /leave it out/],
    ["a socket allowed", `${WASI}sock_accept = true`, "policy/bad-rule", 2, 15, /leave it out/],
    ["half of a pair denied", `${WASI}args_get = false`, "policy/bad-rule", 2, 12, /set args/],
    ["a deterministic file", `${WASI}fd_read = "deterministic"`, "policy/bad-rule", 2, 11, /stub/],
    ["a failing environment", `${WASI}env = "stub"`, "policy/bad-rule", 2, 7, /empty list/],
    ["values for a file", `${WASI}fd_read = ["a", "b"]`, "policy/bad-rule", 2, 11, /true or false/],
    [
      "a relative guest path",
      `${WASI}path_open = { paths = ["../x"] }`,
      "policy/bad-rule",
      2,
      23,
      /begin it with/,
    ],
    ["a mount nowhere", '[capabilities]\nread = [":/data"]', "policy/bad-mount", 2, 8, /HOST:GUEST/],
    [
      "a mount out of the guest",
      '[capabilities]\nread = ["a:/../b"]',
      "policy/bad-mount",
      2,
      8,
      /HOST:GUEST/,
    ],
    ["a nameless variable", '[capabilities]\nenv = ["=x"]', "policy/bad-variable", 2, 7, /NAME/],
    ["bad TOML", "[limits]\nfuel = = 1", "policy/bad-toml", 2, 8, /toml/],
    ["endless nesting", `a = ${"[".repeat(30_000)}${"]".repeat(30_000)}`, "policy/bad-toml", 1, 1, /./],
    ["an endless text", `a = '${"x".repeat(1_000_000)}'`, "policy/bad-toml", 1, 1, /./],
    ["a key twice", '[limits]\nfuel = "1M"\nfuel = "2M"', "policy/bad-toml", 3, 1, /./],
  ])("%s", (_, text, code, line, column, hint) => {
    const found = failure(() => parse(text));
    expect({ code: found.code, ...found.place }).toEqual({ code, file: "sandglass.toml", line, column });
    expect(found.hint).toMatch(hint);
  });

  test("columns count UTF-16 units", () => {
    expect(failure(() => parse('limits = { "𝔽" = 1 }')).place).toMatchObject({ line: 1, column: 12 });
  });

  test("whatever the text, the result is a policy or a ToolError", () => {
    const piece = fc.constantFrom(
      ..."[]{}=.,\"'\n# -_\\",
      "limits",
      "fuel",
      "imports",
      "wasi_snapshot_preview1",
      "1",
      "true",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
        ),
        (text) => {
          const code = codeOf(text);
          expect(code === "ok" || code.startsWith("policy/")).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

function codeOf(text: string): string {
  try {
    return parse(text).preset === "default" ? "ok" : "other";
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
}
