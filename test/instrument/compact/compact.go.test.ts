import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildGo, folder } from "../go-program.ts";
import { ENGINES, hardened } from "../hardened.ts";
import { hasOracle, oracleRun } from "../oracle.ts";
import { runProgram } from "../wasi-host.ts";

const WAZERO = join(homedir(), "go", "bin", "wazero");
const fuelLeft = (exports: WebAssembly.Exports): unknown =>
  (exports["sandglass.fuel"] as WebAssembly.Global).value;

describe.each(ENGINES)("a Go program hardened by %s and compacted", (engine) => {
  it("panics with the same functions, files and lines, for the same fuel, and is smaller", async () => {
    const original = (await buildGo("traceback")).wasm;
    const [plain, small] = [
      await hardened(original, { engine }),
      await hardened(original, { engine, compact: true }),
    ];
    const runs = [await runProgram(original), await runProgram(plain.wasm), await runProgram(small.wasm)];
    expect(runs[0]!.output).toMatch(/main\.\(\*state\)\.fall\(.*\)\n\t.*traceback\.go:14/);
    expect(runs[2]!.output).toBe(runs[0]!.output);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2]);
    expect(fuelLeft(runs[2]!.exports)).toBe(fuelLeft(runs[1]!.exports));
    expect(small.report.compacted).toHaveProperty("rebuilt");
    expect(small.wasm.length).toBeLessThan(plain.wasm.length - 0.08 * original.length);
  }, 300_000);
});

/** Stack addresses depend on the length of the program's path. */
const withoutAddresses = (text: string): string => text.replace(/0x[0-9a-f]+/g, "0x");

describe("a compacted Go program", () => {
  it.runIf(hasOracle())("panics alike in wasmtime", async () => {
    const { wasm, small } = await files();
    const run = oracleRun(small, "plain");
    expect([run.exitCode, run.output, run.stop]).toEqual([2, (await runProgram(wasm)).output, 0]);
  });

  it.runIf(existsSync(WAZERO))("panics alike in wazero", async () => {
    const { path, small } = await files();
    const [before, after] = [path, small].map((file) =>
      spawnSync(WAZERO, ["run", file], { encoding: "utf8", timeout: 120_000 }),
    );
    expect(after!.stderr).toMatch(/traceback\.go:14/);
    expect(after!.status).toBe(before!.status);
    expect(after!.stdout).toBe(before!.stdout);
    expect(withoutAddresses(after!.stderr)).toBe(withoutAddresses(before!.stderr));
  });
});

async function files(): Promise<{
  readonly wasm: Uint8Array;
  readonly path: string;
  readonly small: string;
}> {
  const { path, wasm } = await buildGo("traceback");
  const small = join(folder, "traceback.compact.wasm");
  writeFileSync(small, (await hardened(wasm, { compact: true })).wasm);
  return { wasm, path, small };
}
