import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modules } from "./generate.ts";
import { call, ENGINES, hardened } from "./hardened.ts";
import { hasOracle, oracleCalls } from "./oracle.ts";
import { assemble } from "./wat.ts";

/** Above what a generated module may use, so that the rare heavy one is stopped alike everywhere. */
const FUEL_UNITS = 1n << 50n;

/** A fixed seed: the same modules on every machine. Another finds other ones. */
const SEED = Number(process.env["SANDGLASS_FUZZ_SEED"] ?? 20_261_123);
const RUNS = Number(process.env["SANDGLASS_FUZZ_RUNS"] ?? 60);

const samples = fc.sample(modules, { seed: SEED, numRuns: RUNS });

describe("generated modules", () => {
  it("do the same and cost the same by both engines, in both ABIs, with and without a call depth", async () => {
    let interesting = 0;
    for (const fields of samples) {
      const original = await assemble(fields);
      const before = await call(original, "f", [3]);
      const memory = before.results;
      const fuel = new Set<bigint | undefined>();
      for (const engine of ENGINES) {
        for (const [abi, stackDepth] of [
          ["standalone", undefined],
          ["hosted", 100],
        ] as const) {
          const { wasm } = await hardened(original, { engine, abi, stackDepth, fuelUnits: FUEL_UNITS });
          const after = await call(wasm, "f", [3], { sandglass: { on_grow: () => 0 } });
          expect([after.results, after.stop], fields).toEqual([memory, 0]);
          fuel.add(after.fuelUsed);
        }
      }
      expect([...fuel], fields).toHaveLength(1);
      if ([...fuel][0]! > 100n) interesting += 1;
    }
    expect(interesting).toBeGreaterThan(samples.length / 3);
  }, 600_000);

  it.runIf(hasOracle())("cost what wasmtime takes", async () => {
    const originals = await Promise.all(samples.map(assemble));
    const expected = oracleCalls(originals.map((wasm) => ({ wasm, values: [3] })));
    for (const [i, original] of originals.entries()) {
      const { wasm } = await hardened(original, { fuelUnits: FUEL_UNITS });
      const { results, fuelUsed } = await call(wasm, "f", [3]);
      expect(results === "trap" ? "trap" : String(fuelUsed), samples[i]).toBe(expected[i]);
    }
  });
});
