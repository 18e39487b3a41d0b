import { describe, expect, test } from "vitest";
import { boundModule, MOST_TABLE_ELEMENTS } from "../../../src/runtime/limits/bounded-module.ts";
import { readModule } from "../../../src/wasm/reader.ts";
import { assertValid } from "../../../src/wasm/validate.ts";
import { assemble } from "../run-guest.ts";

function bound(wat: string, memoryBytes: number): ReturnType<typeof readModule> {
  const result = boundModule(readModule(assemble(wat)), memoryBytes);
  if (!result.ok) throw new Error(`refused for its ${result.what}`);
  assertValid(result.wasm);
  return readModule(result.wasm);
}

const MIB = 1 << 20;

describe("a bounded module", () => {
  test.each([
    ["no maximum", "(memory 1)", 16],
    ["a larger maximum", "(memory 1 65536)", 16],
    ["a smaller maximum", "(memory 1 3)", 3],
  ])("with %s has the lower one", (_, memory, maximum) => {
    const module = bound(`(module ${memory} (data (i32.const 0) "x"))`, MIB + 5);
    expect(module.memories).toMatchObject([{ minimum: 1, maximum }]);
    expect(module.data).toHaveLength(1);
  });

  test("is the same bytes when nothing needs a bound", () => {
    const wasm = assemble("(module (memory 1 2) (table 1 1 funcref))");
    expect(boundModule(readModule(wasm), MIB)).toEqual({ ok: true, wasm, startExport: undefined });
  });

  test("shares what tables may hold among them", () => {
    const { tables } = bound("(module (table 10 externref) (table 5 7 funcref))", MIB);
    const total = tables.reduce((sum, { limits }) => sum + (limits.maximum ?? Number.POSITIVE_INFINITY), 0);
    expect(tables.map(({ limits }) => limits.minimum)).toEqual([10, 5]);
    expect(tables[1]?.limits.maximum).toBe(7);
    expect(total).toBeLessThanOrEqual(MOST_TABLE_ELEMENTS);
  });

  test("is none when it begins larger than it may be", () => {
    expect(boundModule(readModule(assemble("(module (memory 17))")), MIB)).toEqual({
      ok: false,
      what: "memory",
      neededBytes: 17 * 65_536,
    });
    const tables = "(table 3000000 externref)".repeat(2);
    expect(boundModule(readModule(assemble(`(module ${tables})`)), MIB)).toEqual({
      ok: false,
      what: "tables",
      neededElements: 6_000_000,
    });
  });

  test.each([
    ["no export", "(module (func $s) (start $s))", "sandglass.start"],
    ["an export", '(module (func $s) (start $s) (func (export "_start")))', "sandglass.start"],
    ["our name", '(module (func $s) (start $s) (func (export "sandglass.start")))', "sandglass.start_"],
  ])("with a start function and %s exports it instead", (_, wat, name) => {
    const result = boundModule(readModule(assemble(wat)), MIB);
    if (!result.ok) throw new Error("refused");
    assertValid(result.wasm);
    const module = readModule(result.wasm);
    expect(result.startExport).toBe(name);
    expect(module.start).toBeUndefined();
    expect(module.exports.find((one) => one.name === name)).toMatchObject({ kind: "function", index: 0 });
  });
});
