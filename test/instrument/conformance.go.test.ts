import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { EngineName } from "../../src/instrument/report.ts";
import { buildFile, type GoProgram, goTestFolder, goVersion } from "./go-program.ts";
import { FUEL, hardened } from "./hardened.ts";
import { hasOracle, oracleRun } from "./oracle.ts";
import { type ProgramRun, runProgram } from "./wasi-host.ts";

/**
 * Programs that behave and cost the same when they are hardened: the kernels of the bench, and those of Go's own tests that
 * run as a WASI program. A few here; with SANDGLASS_CONFORMANCE=all every one, which takes an hour and a half.
 */
const isFull = env["SANDGLASS_CONFORMANCE"] === "all";
const SAMPLED_KERNELS = ["fib", "defers", "channels", "regexp"];
const SAMPLED_PROGRAMS = ["recover.go", "chan/sieve1.go", "peano.go", "range.go"];

interface Recorded {
  readonly goVersion: string;
  readonly kernels: Readonly<Record<string, string>>;
  readonly programs: Readonly<Record<string, string>>;
}

/** Recorded with wasmtime 50 on the modules that the named version of Go builds. */
const recorded = JSON.parse(read("recorded-fuel.json")) as Recorded;
const kernels = Object.keys(recorded.kernels).filter((name) => isFull || SAMPLED_KERNELS.includes(name));
const all = read("go-programs.txt").trim().split("\n");
const programs = all.filter((name) => isFull || SAMPLED_PROGRAMS.includes(name));
/** How a program is hardened; only those whose fuel is known go through the engine that takes seconds. */
const WAYS: readonly { readonly engine: EngineName; readonly restructure: boolean }[] = [
  { engine: "stream", restructure: true },
  { engine: "stream", restructure: false },
  { engine: "binaryen", restructure: true },
  { engine: "binaryen", restructure: false },
];

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

/** What was recorded holds for one version of Go; where wasmtime is there, it says more. */
async function expectedFuel(
  path: string,
  values: readonly string[],
  known: string,
): Promise<string | undefined> {
  if (hasOracle()) return oracleRun(path, "program", values).fuel;
  return (await goVersion()) === recorded.goVersion ? known : undefined;
}

function usedFuel({ exports }: ProgramRun): string {
  return (FUEL - (exports["sandglass.fuel"] as WebAssembly.Global<"i64">).value).toString();
}

function expectSame(run: ProgramRun, original: ProgramRun): void {
  expect([run.output, run.exitCode, run.trap]).toEqual([original.output, original.exitCode, original.trap]);
}

describe("the kernels of the bench", () => {
  let program: GoProgram;
  let artifacts: readonly Uint8Array[];
  beforeAll(async () => {
    program = await buildFile(fileURLToPath(new URL("../../bench/kernels", import.meta.url)), "main.go");
    const results = [];
    for (const way of WAYS) results.push(await hardened(program.wasm, way));
    artifacts = results.map(({ wasm }) => wasm);
  }, 600_000);

  it.each(kernels)(
    "%s prints the same and costs what it costs in wasmtime, hardened in each way",
    async (name) => {
      const original = await runProgram(program.wasm, [name]);
      const expected = await expectedFuel(program.path, [name], recorded.kernels[name]!);
      for (const artifact of artifacts) {
        const run = await runProgram(artifact, [name]);
        expectSame(run, original);
        if (expected !== undefined) expect(usedFuel(run)).toBe(expected);
      }
    },
  );
});

describe("Go's own test programs", () => {
  it.each(programs)(
    "%s does the same when it is hardened",
    async (name) => {
      const folder = await goTestFolder();
      if (!existsSync(join(folder, name))) return;
      const { wasm, path } = await buildFile(folder, name);
      const original = await runProgram(wasm);
      const known = recorded.programs[name];
      const expected = known === undefined ? undefined : await expectedFuel(path, [], known);
      for (const way of known === undefined ? WAYS.slice(0, 1) : WAYS) {
        const run = await runProgram((await hardened(wasm, way)).wasm);
        expectSame(run, original);
        if (expected !== undefined) expect(usedFuel(run)).toBe(expected);
      }
    },
    600_000,
  );
});
