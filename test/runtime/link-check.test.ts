import { describe, expect, test } from "vitest";
import type { Policy } from "../../src/policy/policy.ts";
import { presetPolicy } from "../../src/policy/presets.ts";
import { capabilities } from "../../src/runtime/capabilities.ts";
import { checkLinks, describeRefusal, remedyFor } from "../../src/runtime/link-check.ts";
import { wasiSignatures } from "../../src/runtime/wasi/signatures.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { assemble, testPolicy } from "./run-guest.ts";

const SHAPE = '(memory (export "memory") 1) (func (export "_start"))';

/** A module that imports functions of WASI by name, with their right signatures. */
function importing(names: readonly string[], shape = SHAPE): Uint8Array {
  const imports = names.map((name) => {
    const { params, results } = wasiSignatures.get(name)!;
    return `(import "wasi_snapshot_preview1" "${name}" (func (param ${params.join(" ")}) (result ${results.join(" ")})))`;
  });
  return assemble(`(module ${imports.join(" ")} ${shape})`);
}

function refusals(wasm: Uint8Array, policy: Policy = testPolicy()): readonly string[] {
  return checkLinks(readModule(wasm), policy).map(describeRefusal);
}

describe("the imports of a module", () => {
  test("are all known, with their Go calls", () => {
    expect([...capabilities.keys()].sort()).toEqual([...wasiSignatures.keys()].sort());
    for (const { goApi } of capabilities.values()) expect(goApi).not.toBe("");
  });

  test("are all linked by default, sockets too, since none ever exists", () => {
    expect(refusals(importing([...wasiSignatures.keys()]))).toEqual([]);
  });

  test.each([
    ["another module", '(import "env" "abort" (func))', "env.abort: no such import is known"],
    [
      "an unknown name",
      '(import "wasi_snapshot_preview1" "fd_mmap" (func))',
      "wasi_snapshot_preview1.fd_mmap: no such import is known",
    ],
    [
      "another kind",
      '(import "wasi_snapshot_preview1" "fd_close" (global i32))',
      "wasi_snapshot_preview1.fd_close: it is imported as a global, it is a function",
    ],
    [
      "a wrong signature",
      '(import "wasi_snapshot_preview1" "fd_close" (func (param i64) (result i32)))',
      "wasi_snapshot_preview1.fd_close: it is imported with the wrong signature; the right one is (i32) -> (i32)",
    ],
    [
      "an unknown hook of ours",
      '(import "sandglass" "on_exit" (func))',
      "sandglass.on_exit: no such import is known",
    ],
  ])("of %s are refused", (_, text, expected) => {
    expect(refusals(assemble(`(module ${text} ${SHAPE})`))).toEqual([expected]);
  });

  test("are refused all at once, each once", () => {
    const wasm = assemble(
      `(module (import "a" "x" (func)) (import "b" "y" (func)) (import "a" "x" (func)) ${SHAPE})`,
    );
    expect(refusals(wasm)).toHaveLength(2);
    expect(remedyFor(checkLinks(readModule(wasm), testPolicy()), testPolicy())).toBeUndefined();
  });

  test("may be our own hook of the hosted ABI", () => {
    const wasm = assemble(
      `(module (import "sandglass" "on_grow" (func (param i32 i32) (result i32))) ${SHAPE})`,
    );
    expect(refusals(wasm)).toEqual([]);
  });
});

describe("a policy", () => {
  const file = "sandglass.toml";
  const key = "imports.wasi_snapshot_preview1.path_open";

  test("that denies an import refuses it with Go call, line and remedy", () => {
    const policy = testPolicy({
      file,
      imports: new Map([["path_open", { rule: "deny" }]]),
      origins: new Map([[key, { file, line: 6, column: 13 }]]),
    });
    const [refusal] = checkLinks(readModule(importing(["path_open", "fd_read"])), policy);
    expect(describeRefusal(refusal!)).toBe(
      "wasi_snapshot_preview1.path_open (Go: os.Open, os.Create, os.OpenFile, os.ReadFile): the policy denies it, sandglass.toml:6:13",
    );
    expect(remedyFor([refusal!], policy)).toBe(
      "write path_open = true under [imports.wasi_snapshot_preview1] in sandglass.toml",
    );
  });

  test("go-minimal refuses what hello world does not import, and nothing that it imports", () => {
    const policy = presetPolicy("go-minimal");
    const base = [...capabilities.values()].filter((one) => one.base).map((one) => one.import);
    expect(refusals(importing(base), policy)).toEqual([]);
    expect(refusals(importing(["path_open"]), policy)[0]).toContain(
      "the preset go-minimal does not allow it",
    );
  });

  test("cannot deny the end of a program", () => {
    const policy = testPolicy({
      imports: new Map([
        ["proc_exit", { rule: "deny" }],
        ["sched_yield", { rule: "deny" }],
      ]),
    });
    expect(refusals(importing(["proc_exit", "sched_yield"]), policy)).toEqual([]);
  });

  test("that denies arguments, variables and directories links them, as they are empty", () => {
    const policy = testPolicy({
      imports: new Map(["args", "env", "fd_prestat_get"].map((name) => [name, { rule: "deny" }])),
    });
    expect(refusals(importing(["args_get", "environ_sizes_get", "fd_prestat_get"]), policy)).toEqual([]);
  });

  test("that stubs an import links it", () => {
    const policy = testPolicy({ imports: new Map([["random_get", { rule: "stub" }]]) });
    expect(refusals(importing(["random_get"]), policy)).toEqual([]);
  });

  test.each([
    ["a policy file", testPolicy({ file, imports: new Map([["sock_accept", { rule: "allow" }]]) })],
    ["playground", presetPolicy("playground")],
    ["go-minimal", presetPolicy("go-minimal")],
  ])("never links a socket under %s, whatever it says", (_, policy) => {
    expect(refusals(importing(["sock_accept"]), policy)[0]).toContain("sockets are never linked");
  });
});

describe("a module that is no command", () => {
  test.each([
    ["without memory", '(module (func (export "_start")))', "runtime/no-memory"],
    [
      "whose memory is a function",
      '(module (func (export "memory")) (func (export "_start")))',
      "runtime/no-memory",
    ],
    ["without _start", '(module (memory (export "memory") 1))', "runtime/no-start"],
    [
      "whose _start takes something",
      '(module (memory (export "memory") 1) (func (export "_start") (param i32)))',
      "runtime/no-start",
    ],
    [
      "for browsers",
      `(module (import "gojs" "runtime.wasmExit" (func (param i32))) ${SHAPE})`,
      "runtime/browser-module",
    ],
  ])("%s is an error", (_, wat, code) => {
    expect(() => refusals(assemble(wat))).toThrow(expect.objectContaining({ code }));
  });

  test("with a shared memory is an error", () => {
    // wabt's JavaScript API cannot be told of threads here: flags 3 are shared with a maximum.
    const wasm = assemble('(module (memory (export "memory") 1 2) (func (export "_start")))');
    const at = wasm.findIndex((byte, i) => byte === 5 && wasm[i + 1] === 4 && wasm[i + 3] === 1);
    wasm[at + 3] = 3;
    expect(() => refusals(wasm)).toThrow(expect.objectContaining({ code: "runtime/unusual-memory" }));
  });

  test("whose _start is an import with the right type is a command", () => {
    const wasm = assemble(`(module
      (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
      (import "x" "y" (func $y))
      (memory (export "memory") 1) (export "_start" (func $y)))`);
    expect(refusals(wasm)).toEqual(["x.y: no such import is known"]);
  });
});
