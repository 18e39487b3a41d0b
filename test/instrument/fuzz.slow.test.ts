import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { harden } from "../../src/instrument/harden.ts";
import { proveArtifact } from "../../src/instrument/prove/prove.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { assertValid } from "../../src/wasm/validate.ts";
import { type Called, callAll, type Observed } from "./call-all.ts";
import { DEFAULTS, ENGINES, host } from "./hardened.ts";
import { translateToFuzz } from "./translate-to-fuzz.ts";

/** Modules of `npm run fuzz`; random-modules.slow.test.ts adds its own. */
const RUNS = Number(process.env["SANDGLASS_FUZZ_RUNS"] ?? 40);
const SEED = Number(process.env["SANDGLASS_FUZZ_SEED"] ?? 20_261_127);
const AT_ONCE = 2;

/** Modules that once came out differently; a failure is put here. */
const FAILURES = new URL("fuzz-failures/", import.meta.url);

const VARIANTS = [{}, { abi: "hosted", onFuel: true, stackDepth: 100_000 }, { fuelMode: "cheap" }] as const;

/** Compares a module with what both engines make of it. Returns how many of its calls cost fuel and did not trap. */
async function compare(original: Uint8Array): Promise<number> {
  assertValid(original);
  const module = readModule(original);
  const before = callAll(original, module);
  const exact: Observed[] = [];
  for (const variant of VARIANTS) {
    for (const engine of ENGINES) {
      const options = { ...DEFAULTS, engine, memoryBytes: undefined, ...variant };
      const { wasm, report } = await harden(original, options, host);
      expect(report.fallback).toBeUndefined();
      const after = callAll(wasm, module);
      const count = Math.min(before.calls.length, after.calls.length);
      const what = `${engine} ${JSON.stringify(variant)}`;
      expect(visible(after.calls.slice(0, count)), what).toEqual(visible(before.calls.slice(0, count)));
      expect(after.stop, what).toBe(0);
      if (!("abi" in variant)) expect(proveArtifact(wasm, host).objections, what).toEqual([]);
      if (!("fuelMode" in variant)) exact.push(after);
      if (!before.isWhole || !after.isWhole) continue;
      expect([after.log, after.memory, after.globals], what).toEqual([
        before.log,
        before.memory,
        before.globals,
      ]);
    }
  }
  const [first, ...others] = exact;
  let costly = 0;
  for (const [i, { trapped, fuelUsed, name }] of first!.calls.entries()) {
    if (trapped) continue;
    if (fuelUsed! > 20n) costly += 1;
    for (const { calls } of others) if (i < calls.length) expect(calls[i]!.fuelUsed, name).toBe(fuelUsed);
  }
  return costly;
}

const visible = (calls: readonly Called[]): readonly string[] =>
  calls.map(({ name, result }) => `${name}: ${result}`);

describe("modules of random bytes", () => {
  it("do the same and cost the same by both engines, and are proved to stop", async () => {
    let [costly, refused] = [0, 0];
    const seeds = Array.from({ length: RUNS }, (_, i) => SEED + i);
    const check = async (seed: number): Promise<void> => {
      const original = await translateToFuzz(seed);
      // Binaryen writes ref.as_non_null now and then, which belongs to a proposal that it was told not to use.
      if (!WebAssembly.validate(original as Uint8Array<ArrayBuffer>)) {
        refused += 1;
        return;
      }
      try {
        costly += await compare(original);
      } catch (error) {
        mkdirSync(FAILURES, { recursive: true });
        writeFileSync(new URL(`${seed}.wasm`, FAILURES), original);
        throw error;
      }
    };
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) await check(seed);
    });
    await Promise.all(workers);
    expect(refused).toBeLessThan(3 + RUNS / 10);
    expect(costly).toBeGreaterThan(RUNS / 2 - refused);
  }, 7_200_000);

  it.each(readdirSync(FAILURES).filter((name) => name.endsWith(".wasm")))(
    "%s, which once failed, does the same as well",
    async (name) => {
      expect(await compare(readFileSync(new URL(name, FAILURES)))).toBeGreaterThanOrEqual(0);
    },
  );
});
