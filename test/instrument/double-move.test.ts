import { describe, expect, it } from "vitest";
import { asGo, GO_GLOBALS } from "./go-shape.ts";
import { call, hardened } from "./hardened.ts";

/** A function that moves the stack pointer from 64 as Go does before a return: by both amounts. */
const moving = (first: string, second: string): string => `${GO_GLOBALS}
  (func (export "f") (param i32) (result i32) (local i32)
    global.get 0 local.set 1
    block
      block local.get 0 br_table 0 0 end
      local.get 1 ${first} local.tee 1 global.set 0
      local.get 1 ${second} local.tee 1 global.set 0
      i32.const 0 return
      unreachable
    end
    i32.const 1)
  (func (export "sp") (result i32) global.get 0)`;

const sp = (exports: WebAssembly.Exports): unknown => (exports["sp"] as () => unknown)();

const ROWS: readonly (readonly [string, string, number])[] = [
  ["i32.const 24 i32.add", "i32.const 8 i32.add", 96],
  ["i32.const 2000 i32.add", "i32.const -300 i32.add", 1764],
  ["i32.const 2147483647 i32.add", "i32.const 2147483647 i32.add", 62],
  ["i32.const 24 i32.sub", "i32.const 8 i32.add", 48],
  ["i32.const 24 i32.add", "i32.const 8 i32.sub", 80],
];

describe("two moves of the stack pointer in a row", () => {
  it.each(ROWS)("%s and %s lead to %i at the cost of both", async (first, second, expected) => {
    const wasm = await asGo(moving(first, second));
    const plain = await call((await hardened(wasm, { restructure: false })).wasm, "f", [0]);
    const joined = await call((await hardened(wasm)).wasm, "f", [0]);
    expect([sp(plain.exports), sp(joined.exports)]).toEqual([expected, expected]);
    expect([joined.results, joined.fuelUsed]).toEqual([plain.results, plain.fuelUsed]);
  });

  it("are written as one", async () => {
    const twice = await hardened(await asGo(moving("i32.const 24 i32.add", "i32.const 8 i32.add")));
    const mixed = await hardened(await asGo(moving("i32.const 24 i32.add", "i32.const 8 i32.sub")));
    expect(twice.wasm.length).toBeLessThan(mixed.wasm.length - 6);
  });
});
