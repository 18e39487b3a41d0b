import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Op } from "../../src/wasm/opcodes.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { asGo, GO_GLOBALS } from "./go-shape.ts";
import { call, hardened } from "./hardened.ts";
import { assemble } from "./wat.ts";

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

const COMPARISONS = ["eq", "ne", ...["lt", "gt", "le", "ge"].flatMap((name) => [`${name}_s`, `${name}_u`])];

describe("a comparison and its negation", () => {
  it.each(["i32", "i64"])("of %s are as before, in one byte less", async (type) => {
    const one = (name: string): string =>
      `(func (export "${name}") (param ${type} ${type}) (result i32) local.get 0 local.get 1 ${type}.${name} i32.eqz)`;
    const wasm = await assemble(COMPARISONS.map(one).join("\n"));
    const before = await instance(wasm);
    const result = await hardened(wasm, { strip: true });
    const after = await instance(result.wasm);
    const number = type === "i32" ? fc.integer() : fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });
    const values = fc.tuple(number, number, fc.boolean()).map(([a, b, same]) => [a, same ? a : b]);
    fc.assert(
      fc.property(fc.constantFrom(...COMPARISONS), values, (name, [a, b]) => {
        expect(after[name]!(a, b)).toBe(before[name]!(a, b));
      }),
    );
    const code = readModule(result.wasm).code.map(({ start, end }) => [...result.wasm.subarray(start, end)]);
    for (const body of code.slice(0, COMPARISONS.length)) expect(body).not.toContain(Op.i32Eqz);
  });

  it("of floats stay two instructions, as NaN is neither less nor not less", async () => {
    const wasm = await assemble(
      '(func (export "f") (param f64 f64) (result i32) local.get 0 local.get 1 f64.lt i32.eqz)',
    );
    const { f } = await instance((await hardened(wasm)).wasm);
    expect([f!(1, 2), f!(2, 1), f!(Number.NaN, 1)]).toEqual([0, 1, 1]);
  });
});

describe("an address that is added up in 64 bits", () => {
  it("is the same in 32", async () => {
    const constant = fc.oneof(
      fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
      fc.bigInt(-300n, 300n),
    );
    await fc.assert(
      fc.asyncProperty(constant, fc.array(fc.integer(), { minLength: 3 }), async (added, values) => {
        const wasm = await assemble(
          `(func (export "f") (param i32) (result i32)
             local.get 0 i64.extend_i32_u i64.const ${added} i64.add i32.wrap_i64)`,
        );
        const [before, after] = [await instance(wasm), await instance((await hardened(wasm)).wasm)];
        for (const value of [0, -1, ...values]) expect(after["f"]!(value)).toBe(before["f"]!(value));
      }),
      { numRuns: 40 },
    );
  });

  it("takes fewer bytes, and nothing that looks alike is taken for one", async () => {
    const size = async (code: string): Promise<number> =>
      (await hardened(await assemble(`(func (export "f") (param i32) (result i32) ${code})`))).wasm.length;
    const wide = await size("local.get 0 i64.extend_i32_u i64.const 8 i64.add i32.wrap_i64");
    expect(await size("local.get 0 i64.extend_i32_s i64.const 8 i64.add i32.wrap_i64")).toBe(wide + 2);
    expect(await size("local.get 0 i64.extend_i32_u i64.const 8 i64.sub i32.wrap_i64")).toBe(wide + 2);
  });
});

type Functions = Record<string, (...values: readonly unknown[]) => unknown>;

async function instance(wasm: Uint8Array): Promise<Functions> {
  const { instance: made } = await WebAssembly.instantiate(wasm as Uint8Array<ArrayBuffer>);
  return made.exports as Functions;
}
