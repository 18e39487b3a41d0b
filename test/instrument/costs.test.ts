import { describe, expect, it } from "vitest";
import { constructs } from "./constructs.ts";
import { hasOracle, oracleCalls } from "./oracle.ts";
import { assemble } from "./wat.ts";

/** wasmtime fixes the cost model; the hand-counted fuel of every construct is the record for machines without it. */
describe.runIf(hasOracle())("the cost model wasmtime-50", () => {
  it("gives every construct the fuel that wasmtime 50 takes for it", async () => {
    const shared = constructs.filter((construct) => construct.notInWasmtime !== true);
    const jobs = shared.map(async ({ fields, values = [] }) => ({ wasm: await assemble(fields), values }));
    const fuel = oracleCalls(await Promise.all(jobs));
    const expected = shared.map(({ name, fuel: units }) => [name, units.toString()]);
    expect(shared.map(({ name }, i) => [name, fuel[i]])).toEqual(expected);
  });
});
