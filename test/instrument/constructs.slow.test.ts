import { describe, expect, it } from "vitest";
import { type Construct, constructs } from "./constructs.ts";
import { call, ENGINES, hardened } from "./hardened.ts";
import { assemble } from "./wat.ts";

describe.each(ENGINES)("the %s engine", (engine) => {
  it.each(constructs)("keeps what $name does and counts its cost", async (construct: Construct) => {
    const original = await assemble(construct.fields);
    const before = await call(original, "f", construct.values);
    expect(before.results).toEqual(construct.results);
    const { wasm, map } = await hardened(original, { engine });
    const markers = map.functions.filter(({ name }) => /^sandglass\.(charge|spend)$/.test(name));
    expect(markers, "markers that were not lowered").toEqual([]);
    const after = await call(wasm, "f", construct.values);
    expect({ results: after.results, fuel: after.fuelUsed, stop: after.stop }).toEqual({
      results: construct.results,
      fuel: construct.fuel,
      stop: 0,
    });
  });

  it.each(constructs)("keeps what $name does in the hosted ABI with a call depth", async (construct) => {
    const original = await assemble(construct.fields);
    const stackDepth = construct.notInWasmtime ? undefined : 50;
    const { wasm } = await hardened(original, { engine, abi: "hosted", stackDepth, strip: false });
    const imports = { sandglass: { on_grow: () => 0 } };
    const after = await call(wasm, "f", construct.values, imports);
    expect({ results: after.results, fuel: after.fuelUsed, stop: after.stop }).toEqual({
      results: construct.results,
      fuel: construct.fuel,
      stop: 0,
    });
  });
});
