import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildGo, folder, type GoProgram } from "./go-program.ts";
import { ENGINES, hardened } from "./hardened.ts";
import { hasOracle, oracleRun } from "./oracle.ts";
import { runProgram } from "./wasi-host.ts";

const WAZERO = join(homedir(), "go", "bin", "wazero");
const FUEL_UNITS = 5_000_000n;
const MEMORY_BYTES = 64 * 2 ** 20;

describe.each(ENGINES)("an artifact of the engine %s, on engines that know nothing of it", (engine) => {
  let spin: string;
  let hello: string;
  let exhaust: string;
  beforeAll(async () => {
    const made = async (name: string): Promise<string> => {
      const program: GoProgram = await buildGo(name);
      const memoryBytes = name === "exhaust" ? MEMORY_BYTES : undefined;
      const { wasm } = await hardened(program.wasm, { engine, fuelUnits: FUEL_UNITS * 100n, memoryBytes });
      const path = join(folder, `${name}.${engine}.wasm`);
      writeFileSync(path, wasm);
      return path;
    };
    [spin, hello, exhaust] = [await made("spin"), await made("hello"), await made("exhaust")];
  }, 600_000);

  it("stops an endless Go program in Node", async () => {
    const { wasm } = await hardened((await buildGo("spin")).wasm, { engine, fuelUnits: FUEL_UNITS });
    const run = await runProgram(wasm);
    expect(run.trap).toMatch(/unreachable/);
    expect((run.exports["sandglass.stop"] as WebAssembly.Global).value).toBe(1);
    const left = (run.exports["sandglass.fuel"] as WebAssembly.Global<"i64">).value;
    expect(left).toBeLessThan(0n);
    expect(left).toBeGreaterThan(-1000n);
  });

  it.runIf(hasOracle())("stops it in wasmtime, and lets an honest one finish", () => {
    expect(oracleRun(spin, "plain")).toMatchObject({ exitCode: null, stop: 1 });
    expect(oracleRun(hello, "plain")).toMatchObject({ exitCode: 0, stop: 0, trap: null });
  });

  it.runIf(existsSync(WAZERO))("stops it in wazero, and lets an honest one finish", () => {
    const stopped = spawnSync(WAZERO, ["run", spin], { encoding: "utf8", timeout: 120_000 });
    expect([stopped.signal, stopped.status === 0]).toEqual([null, false]);
    expect(stopped.stderr).toMatch(/unreachable/);
    const finished = spawnSync(WAZERO, ["run", hello], { encoding: "utf8" });
    expect([finished.status, finished.stdout]).toEqual([0, expect.stringMatching(/^hello /)]);
  });

  it("holds a Go program that eats memory to the maximum, and the runtime reports it", async () => {
    const run = await runProgram(readFileSync(exhaust));
    expect([run.exitCode, run.trap]).toEqual([2, undefined]);
    expect(run.output).toMatch(/out of memory/);
    expect((run.exports["sandglass.memory_denied"] as WebAssembly.Global).value).toBeGreaterThan(0);
    const memory = run.exports["memory"] as WebAssembly.Memory;
    expect(memory.buffer.byteLength).toBeLessThanOrEqual(MEMORY_BYTES);
  });

  // Each growth of a goroutine's stack unwinds the engine's, so 1,500 calls of Go are fewer frames of wasm.
  it("stops deep recursion of a Go program by its call depth", async () => {
    const { wasm } = await hardened((await buildGo("recover")).wasm, { engine, stackDepth: 300 });
    const run = await runProgram(wasm);
    expect(run.trap).toMatch(/unreachable/);
    expect((run.exports["sandglass.stop"] as WebAssembly.Global).value).toBe(4);
  });
});
