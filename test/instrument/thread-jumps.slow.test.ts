import { describe, expect, it } from "vitest";
import { asGo, GO_GLOBALS } from "./go-shape.ts";
import { call, ENGINES, hardened } from "./hardened.ts";
import { hasOracle, oracleCalls } from "./oracle.ts";
import { assemble } from "./wat.ts";

/** A function as Go's compiler writes it: sums up 1 to 10 in a loop entered at its condition, calls, returns the sum. */
const FIELDS = `${GO_GLOBALS}
  (func $callee (param i32) (result i32) i32.const 0)
  (func (export "f") (param i32) (result i32) (local i32 i64 i64)
    global.get 0 local.set 1
    block
      loop
        block block block block block block
          local.get 0 br_table 0 0 1 2 3 4 5
        end i64.const 10 local.set 2
            i32.const 3 local.set 0 br 5
        end local.get 3 local.get 2 i64.add local.set 3
            local.get 2 i64.const 1 i64.sub local.set 2
        end local.get 2 i64.eqz i32.eqz if i32.const 2 local.set 0 br 4 end
        end i32.const 0 call $callee global.get 0 local.set 1 br_if 3
        end local.get 3 i64.eqz if i32.const 6 local.set 0 br 2 end
            nop
        end local.get 3 i32.wrap_i64 return
      end
      unreachable
    end
    i32.const 1)`;

/** A value of PC_B, and what the function returns for it: from the beginning (twice), and from behind the call. */
const WAYS_IN: readonly (readonly [number, number])[] = [
  [0, 55],
  [1, 55],
  [5, 0],
];

/** The same with a call in the loop, which is entered at its condition, and whose head no call comes back to. */
const CALLING = `${GO_GLOBALS}
  (func $callee (param i32) (result i32) i32.const 0)
  (func (export "f") (param i32) (result i32) (local i32 i64 i64)
    global.get 0 local.set 1
    block
      loop
        block block block block block
          local.get 0 br_table 0 0 1 2 3 4
        end i64.const 10 local.set 2
            i32.const 4 local.set 0 br 4
        end i32.const 0 call $callee global.get 0 local.set 1 br_if 4
        end local.get 3 local.get 2 i64.add local.set 3
            local.get 2 i64.const 1 i64.sub local.set 2
        end local.get 2 i64.eqz i32.eqz if i32.const 2 local.set 0 br 2 end
        end local.get 3 i32.wrap_i64 return
      end
      unreachable
    end
    i32.const 1)`;

describe.each(ENGINES)("a loop with calls, by the engine %s", (engine) => {
  it.each([0, 1, 3])("costs the same when it is entered by PC_B %i", async (pcB) => {
    const wasm = await asGo(CALLING);
    // Counted down from 0 it would run for long.
    const from = pcB === 3 ? await asGo(CALLING.replace("i64.const 1 i64.sub", "i64.const 0 i64.and")) : wasm;
    const plain = await call((await hardened(from, { engine, restructure: false })).wasm, "f", [pcB]);
    const threaded = await call((await hardened(from, { engine })).wasm, "f", [pcB]);
    expect(threaded.results).toBe(plain.results);
    expect(threaded.fuelUsed).toBe(plain.fuelUsed);
    if (hasOracle())
      expect(oracleCalls([{ wasm: from, values: [pcB] }])).toEqual([String(threaded.fuelUsed)]);
  });

  it("costs no less when it is entered at its head, which Go never does", async () => {
    const wasm = await asGo(CALLING.replace("i64.const 1 i64.sub", "i64.const 0 i64.and"));
    const plain = await call((await hardened(wasm, { engine, restructure: false })).wasm, "f", [2]);
    const threaded = await call((await hardened(wasm, { engine })).wasm, "f", [2]);
    expect(threaded.results).toBe(plain.results);
    expect(threaded.fuelUsed).toBeGreaterThanOrEqual(plain.fuelUsed!);
  });

  it.each([4, 5, 99])("traps at PC_B %i, where no call comes back to", async (pcB) => {
    const { results, fuelUsed, stop } = await call(
      (await hardened(await asGo(CALLING), { engine })).wasm,
      "f",
      [pcB],
    );
    expect([results, stop]).toEqual(["trap", 0]);
    expect(fuelUsed).toBeGreaterThanOrEqual(0n);
  });
});

describe.each(ENGINES)("jumps threaded by the engine %s", (engine) => {
  it.each(WAYS_IN)("lead from PC_B %i to the same result at the same cost", async (pcB, result) => {
    const wasm = await asGo(FIELDS);
    const plain = await call((await hardened(wasm, { engine, restructure: false })).wasm, "f", [pcB]);
    const threaded = await call((await hardened(wasm, { engine })).wasm, "f", [pcB]);
    expect([plain.results, threaded.results]).toEqual([result, result]);
    expect(threaded.fuelUsed).toBe(plain.fuelUsed);
    if (hasOracle()) expect(oracleCalls([{ wasm, values: [pcB] }])).toEqual([String(threaded.fuelUsed)]);
  });

  it.each([2, 3, 4, 6])("trap at PC_B %i, where Go never comes in, and give no fuel back", async (pcB) => {
    const { results, fuelUsed, stop } = await call(
      (await hardened(await asGo(FIELDS), { engine })).wasm,
      "f",
      [pcB],
    );
    expect([results, stop]).toEqual(["trap", 0]);
    expect(fuelUsed).toBeGreaterThanOrEqual(0n);
  });

  it("still stop a loop when fuel runs out", async () => {
    const endless = FIELDS.replace("i64.sub local.set 2", "i64.add local.set 2").replace(
      "i64.const 10",
      "i64.const 1",
    );
    const wasm = await asGo(endless);
    const { results, stop } = await call((await hardened(wasm, { engine, fuelUnits: 1000n })).wasm, "f", [0]);
    expect([results, stop]).toEqual(["trap", 1]);
  });

  it("leave a module alone that Go did not make", async () => {
    const wasm = await assemble(FIELDS);
    const { report } = await hardened(wasm, { engine, restructure: false });
    const { restructured, output, ...same } = report;
    expect(restructured).toBe(false);
    expect(output.bytes).toBeGreaterThan(0);
    expect((await hardened(wasm, { engine })).report).toMatchObject(same);
  });
});
