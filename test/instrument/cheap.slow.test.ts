import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readManifest } from "../../src/instrument/manifest.ts";
import { constructs } from "./constructs.ts";
import { ENDLESS } from "./endless.ts";
import { modules } from "./generate.ts";
import { call, ENGINES, hardened } from "./hardened.ts";
import { assemble } from "./wat.ts";

const CHEAP = { fuelMode: "cheap" } as const;
const FUEL_UNITS = 1n << 50n;

/** Fuel that calling `f` takes, counted cheaply by both engines. */
async function cheapFuel(fields: string, values: readonly unknown[]): Promise<bigint> {
  const original = await assemble(fields);
  const before = await call(original, "f", values);
  const counts = new Set<bigint | undefined>();
  for (const engine of ENGINES) {
    const { wasm } = await hardened(original, { engine, ...CHEAP, fuelUnits: FUEL_UNITS });
    const after = await call(wasm, "f", values);
    expect({ results: after.results, stop: after.stop }, fields).toEqual({
      results: before.results,
      stop: 0,
    });
    counts.add(after.fuelUsed);
  }
  expect([...counts], fields).toHaveLength(1);
  return [...counts][0]!;
}

describe("fuel that is counted cheaply", () => {
  it.each(constructs)("is no less than exact for $name", async ({ fields, values, fuel }) => {
    expect(await cheapFuel(fields, values ?? [])).toBeGreaterThanOrEqual(fuel);
  });

  it("is no less than exact for generated modules, and the same by both engines", async () => {
    for (const fields of fc.sample(modules, { seed: 17, numRuns: 25 })) {
      const exact = await hardened(await assemble(fields), { fuelUnits: FUEL_UNITS });
      const { fuelUsed, results } = await call(exact.wasm, "f", [3]);
      const cheap = await cheapFuel(fields, [3]);
      // Up to a trap, exact fuel may have been taken ahead.
      if (results !== "trap") expect(cheap, fields).toBeGreaterThanOrEqual(fuelUsed!);
    }
  }, 600_000);

  it.each<[string, string, readonly unknown[], bigint]>([
    ["straight code", `(func (export "f") (result i32) (i32.add (i32.const 1) (i32.const 2)))`, [], 4n],
    [
      "the longer arm of an if",
      // entry, get, if, the arm of 3
      `(func (export "f") (param i32) (if (local.get 0) (then) (else (local.set 0 (i32.add (local.get 0) (i32.const 1))))))`,
      [1],
      7n,
    ],
    [
      "each turn of a loop, also the last",
      // entry; 10 turns of get, const, sub, tee, br_if
      `(func (export "f") (param i32) (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))`,
      [10],
      51n,
    ],
    [
      "a fill by its length",
      // entry, 3 operands, fill, 100 bytes
      `(memory 1) (func (export "f") (memory.fill (i32.const 0) (i32.const 0) (i32.const 100)))`,
      [],
      105n,
    ],
  ])("is the longest way: %s", async (_, fields, values, fuel) => {
    expect(await cheapFuel(fields, values)).toBe(fuel);
    // Enough is enough, and one less stops before the last charge has run.
    for (const [fuelUnits, stop] of [
      [fuel, 0],
      [fuel - 1n, 1],
    ] as const) {
      const { wasm } = await hardened(await assemble(fields), { ...CHEAP, fuelUnits });
      expect(await call(wasm, "f", values)).toMatchObject({ stop });
    }
  });

  it("charges a jump back of a dispatching loop for where it leads, not for the whole function", async () => {
    const heavy = "(drop (i32.const 1))".repeat(500);
    const fields = `(func (export "f") (param i32) (local i32) (loop $l
      (block $2 (block $1 (block $0 (local.get 1) (br_table $0 $1 $2))
        ${heavy})
        (if (local.tee 0 (i32.sub (local.get 0) (i32.const 1))) (then (local.set 1 (i32.const 1)) (br $l))))))`;
    const cheap = await cheapFuel(fields, [100]);
    // Once through the heavy part and 99 jumps of 12.
    expect(cheap).toBeLessThan(500n + 20n + 99n * 20n);
  });

  it.each(ENDLESS)("stops %s, by both engines", async (_, fields) => {
    for (const engine of ENGINES) {
      const { wasm } = await hardened(await assemble(fields), { engine, ...CHEAP, fuelUnits: 5000n });
      const { results, stop } = await call(wasm, "f");
      expect({ results, stop }).toEqual({ results: "trap", stop: 1 });
    }
  });

  it("is named in the manifest, and exact fuel is not", async () => {
    const original = await assemble(`(func (export "f"))`);
    const [cheap, exact] = [await hardened(original, CHEAP), await hardened(original)];
    expect(readManifest(cheap.wasm)).toMatchObject({ fuelMode: "cheap", costModel: "wasmtime-50" });
    expect(readManifest(exact.wasm)).not.toHaveProperty("fuelMode");
  });
});
