import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { resolveToolchain } from "../../src/build/toolchain.ts";
import type { HardenOptions } from "../../src/instrument/report.ts";
import { nodeBuildHost } from "../../src/platform/node/build-host.ts";
import { call, ENGINES, hardened } from "./hardened.ts";
import { type EngineOutcome, hasOracle, oracleObserve } from "./oracle.ts";
import { assemble } from "./wat.ts";

interface Case {
  readonly name: string;
  readonly fields: string;
  readonly options: Partial<HardenOptions>;
  /** What each engine is to see; also where one of them is not installed. */
  readonly seen: Omit<EngineOutcome, "fuel">;
}

const PAGES = 16;
const MEMORY = `(memory (export "memory") 1)`;
const CASES: readonly Case[] = [
  {
    name: "an endless loop stops on fuel",
    fields: `${MEMORY} (func (export "f") (result i32) (loop (br 0)) (unreachable))`,
    options: { fuelUnits: 5000n },
    seen: { trapped: true, result: 0, stop: 1, denied: 0, pages: 1 },
  },
  {
    name: "endless recursion stops on fuel",
    fields: `${MEMORY} (func $f (export "f") (result i32) (call $f))`,
    options: { fuelUnits: 5000n },
    seen: { trapped: true, result: 0, stop: 1, denied: 0, pages: 1 },
  },
  {
    name: "memory stops growing at the limit, and the guest is told",
    fields: `${MEMORY} (func (export "f") (result i32) (local i32)
      (block (loop (br_if 1 (i32.lt_s (memory.grow (i32.const 2)) (i32.const 0)))
        (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br 0))) (local.get 0))`,
    options: { memoryBytes: PAGES * 65_536 },
    seen: { trapped: false, result: 7, stop: 0, denied: 1, pages: 15 },
  },
  {
    name: "endless recursion stops on depth",
    fields: `${MEMORY} (func $f (export "f") (result i32) (call $g)) (func $g (result i32) (call $f))`,
    options: { stackDepth: 100 },
    seen: { trapped: true, result: 0, stop: 4, denied: 0, pages: 1 },
  },
  {
    name: "recursion within the depth finishes",
    fields: `${MEMORY} (global $n (mut i32) (i32.const 99)) (func $f (export "f") (result i32)
      (if (i32.eqz (global.get $n)) (then (return (i32.const 7))))
      (global.set $n (i32.sub (global.get $n) (i32.const 1))) (call $f))`,
    options: { stackDepth: 100 },
    seen: { trapped: false, result: 7, stop: 0, denied: 0, pages: 1 },
  },
  {
    name: "a table stops growing at its maximum, and the guest is told",
    fields: `${MEMORY} (table $t 1 5 funcref) (func (export "f") (result i32) (local i32)
      (block (loop (br_if 1 (i32.lt_s (table.grow $t (ref.null func) (i32.const 1)) (i32.const 0)))
        (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br 0))) (local.get 0))`,
    options: {},
    seen: { trapped: false, result: 4, stop: 0, denied: 0, pages: 1 },
  },
  {
    name: "a table without a maximum gets one",
    fields: `${MEMORY} (table $t 1 funcref) (func (export "f") (result i32)
      (drop (table.grow $t (ref.null func) (i32.const 999999)))
      (i32.add (table.size $t) (table.grow $t (ref.null func) (i32.const 1))))`,
    options: {},
    seen: { trapped: false, result: 999_999, stop: 0, denied: 0, pages: 1 },
  },
];

/** The program around wazero, or why there is none: without a network its module may not be at hand. */
async function buildWazero(): Promise<{ readonly path: string } | { readonly absent: string }> {
  const { path: go } = await resolveToolchain({}, nodeBuildHost());
  const path = join(mkdtempSync(join(tmpdir(), "sandglass-wazero-")), "wazero");
  const environment = { ...process.env, GOOS: "", GOARCH: "", GOFLAGS: "-mod=mod", CGO_ENABLED: "0" };
  const cwd = fileURLToPath(new URL("wazero", import.meta.url));
  const { status, stderr } = spawnSync(go, ["build", "-o", path, "."], {
    cwd,
    env: environment,
    encoding: "utf8",
  });
  return status === 0 ? { path } : { absent: stderr.trim().split("\n").at(-1) ?? "go build failed" };
}

const wazero = await buildWazero();
const wazeroName = "path" in wazero ? "wazero" : `wazero, which is not here (${wazero.absent})`;

describe.each(ENGINES)("an artifact of %s does the same in three engines", (engine) => {
  let artifacts: readonly Uint8Array[];
  let inNode: readonly EngineOutcome[];
  beforeAll(async () => {
    artifacts = await Promise.all(
      CASES.map(
        async ({ fields, options }) => (await hardened(await assemble(fields), { engine, ...options })).wasm,
      ),
    );
    inNode = await Promise.all(artifacts.map(observe));
  }, 120_000);

  it.each(CASES.map(({ name, seen }, index) => ({ name, seen, index })))(
    "in Node: $name",
    ({ seen, index }) => {
      expect(inNode[index]).toMatchObject(seen);
    },
  );

  it.runIf(hasOracle())("in wasmtime, to the unit of fuel", () => {
    expect(oracleObserve(artifacts)).toEqual(inNode);
  });

  it.runIf("path" in wazero)(`in ${wazeroName}, to the unit of fuel`, () => {
    const input = JSON.stringify(artifacts.map((wasm) => Buffer.from(wasm).toString("base64")));
    const output = execFileSync((wazero as { path: string }).path, { input, encoding: "utf8" });
    expect(JSON.parse(output)).toEqual(inNode);
  });
});

async function observe(wasm: Uint8Array): Promise<EngineOutcome> {
  const { results, exports } = await call(wasm, "f");
  const value = (name: string): unknown => (exports[`sandglass.${name}`] as WebAssembly.Global).value;
  return {
    trapped: results === "trap",
    result: results === "trap" ? 0 : Number(results),
    fuel: String(value("fuel")),
    stop: Number(value("stop")),
    denied: Number(value("memory_denied")),
    pages: (exports["memory"] as WebAssembly.Memory).buffer.byteLength / 65_536,
  };
}
