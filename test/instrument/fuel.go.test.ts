import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { buildGo, type GoProgram, goVersion } from "./go-program.ts";
import { ENGINES, FUEL, hardened } from "./hardened.ts";
import { hasOracle, oracleRun } from "./oracle.ts";
import { type ProgramRun, runProgram } from "./wasi-host.ts";

const PROGRAMS = ["hello", "channels", "maps", "recover", "digest", "memory"] as const;

interface Record_ {
  readonly goVersion: string;
  readonly fuel: Readonly<Record<string, string>>;
}

/** Recorded with wasmtime 50 on the modules that the named version of Go builds. */
const recorded = JSON.parse(readFileSync(new URL("recorded-fuel.json", import.meta.url), "utf8")) as Record_;

describe.each(PROGRAMS)("the Go program %s", (name) => {
  let program: GoProgram;
  let original: ProgramRun;
  let expected: string | undefined;
  beforeAll(async () => {
    program = await buildGo(name);
    original = await runProgram(program.wasm);
    if (hasOracle()) expected = oracleRun(program.path, "program").fuel;
    else if ((await goVersion()) === recorded.goVersion) expected = recorded.fuel[name];
  }, 600_000);

  it.each(ENGINES)(
    "prints the same and costs what it costs in wasmtime, by the engine %s",
    async (engine) => {
      const { wasm } = await hardened(program.wasm, { engine });
      const run = await runProgram(wasm);
      expect([run.output, run.exitCode, run.trap]).toEqual([original.output, original.exitCode, undefined]);
      const used = FUEL - (run.exports["sandglass.fuel"] as WebAssembly.Global<"i64">).value;
      if (expected === undefined) expect(used).toBeGreaterThan(0n);
      else expect(used.toString()).toBe(expected);
    },
  );

  it.each(ENGINES)(
    "prints the same and costs more where fuel is counted cheaply, by the engine %s",
    async (engine) => {
      const { wasm } = await hardened(program.wasm, { engine, fuelMode: "cheap", compact: true });
      const run = await runProgram(wasm);
      expect([run.output, run.exitCode, run.trap]).toEqual([original.output, original.exitCode, undefined]);
      const used = FUEL - (run.exports["sandglass.fuel"] as WebAssembly.Global<"i64">).value;
      expect(used).toBeGreaterThanOrEqual(BigInt(expected ?? 0));
      if (expected !== undefined) expect(used).toBeLessThan(6n * BigInt(expected));
      expect(wasm.length).toBeLessThan(0.905 * program.wasm.length);
    },
  );

  it("costs the same in the hosted ABI with a call depth", async () => {
    const { wasm } = await hardened(program.wasm, { abi: "hosted", stackDepth: 1_000_000 });
    const run = await runProgram(wasm);
    expect([run.output, run.exitCode]).toEqual([original.output, original.exitCode]);
    const used = FUEL - (run.exports["sandglass.fuel"] as WebAssembly.Global<"i64">).value;
    expect(used).toBeGreaterThan(0n);
    if (expected !== undefined) expect(used.toString()).toBe(expected);
  });
});
