import { describe, expect, it } from "vitest";
import { harden } from "../../src/instrument/harden.ts";
import { encodeUnsigned } from "../../src/wasm/leb.ts";
import { call, DEFAULTS, ENGINES, host } from "./hardened.ts";
import { assemble } from "./wat.ts";

/** A module with one function, exported as `f`, with an i32 result and this code (wabt's text parser is slow on deep nests). */
function moduleOf(code: readonly number[]): Uint8Array {
  const section = (id: number, payload: readonly number[]): number[] => [
    id,
    ...encodeUnsigned(payload.length),
    ...payload,
  ];
  const body = [0, ...code, 0x0b];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 1, 0x7f]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...encodeUnsigned(body.length), ...body]),
  ]);
}

const repeat = (count: number, code: readonly number[]): number[] =>
  Array.from({ length: count }, () => code).flat();
const I32_4 = [0x41, 4];

const deep = (operands: number): string =>
  `(func (export "f") (result i32) (local i32) ${"local.get 0 ".repeat(operands)} ${"i32.add ".repeat(operands - 1)})`;

const MANY_LOCALS = `(func (export "f") (result i32) (local ${"i32 ".repeat(50_000)})
  (local.set 49999 (i32.const 5)) (local.get 49999))`;

const EXTREMES: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array, unknown, bigint])[] = [
  [
    "ten thousand nested blocks",
    () =>
      moduleOf([
        ...repeat(10_000, [0x02, 0x40]),
        0x0c,
        0x8f,
        0xce,
        0x00,
        ...repeat(10_000, [0x0b]),
        ...I32_4,
      ]),
    4,
    3n,
  ],
  [
    "five hundred nested loops and ifs",
    () =>
      moduleOf([
        ...repeat(500, [0x03, 0x40, 0x41, 1, 0x04, 0x40]),
        0x01,
        ...repeat(500, [0x0b, 0x0b]),
        ...I32_4,
      ]),
    4,
    1002n,
  ],
  ["operands nested two thousand deep", () => assemble(deep(2000)), 0, 4000n],
  ["fifty thousand locals", () => assemble(MANY_LOCALS), 5, 4n],
  [
    "a function of a megabyte",
    () =>
      assemble(`(func (export "f") (result i32) (local i32)
        ${"(local.set 0 (i32.add (local.get 0) (i32.const 1)))".repeat(150_000)} (local.get 0))`),
    150_000,
    600_002n,
  ],
  [
    "ten thousand functions",
    () =>
      assemble(`${Array.from({ length: 10_000 }, (_, i) => `(func $f${i} (result i32) (i32.const ${i}))`).join("")}
        (func (export "f") (result i32) (call $f9999))`),
    9999,
    4n,
  ],
];

describe.each(ENGINES)("by the engine %s", (engine) => {
  it.each(EXTREMES)(
    "a module with %s is hardened like all others",
    async (_name, original, results, fuelUsed) => {
      const options = { ...DEFAULTS, engine, stackDepth: 1_000_000 };
      const { wasm } = await harden(await original(), options, host);
      expect(await call(wasm, "f")).toMatchObject({ results, fuelUsed, stop: 0 });
    },
  );
});

describe("what would take Binaryen long stays as the stream engine writes it:", () => {
  it.each([
    ["more locals than engines allow, with one of its own", MANY_LOCALS],
    ["operands nested beyond its stack", deep(200_000)],
  ])("%s", async (_name, fields) => {
    const { report, wasm } = await harden(await assemble(fields), { ...DEFAULTS, engine: "binaryen" }, host);
    expect(report).toMatchObject({ engine: "binaryen", optimized: { functions: 0, of: 1 } });
    expect(await call(wasm, "f")).toMatchObject({ stop: 0 });
  });
});

/** Last: Binaryen's memory is in no known state afterwards. */
describe("what Binaryen cannot take", () => {
  it("goes to the stream engine, and the report says so", async () => {
    const options = { ...DEFAULTS, engine: "binaryen", optimize: "O2" } as const;
    const { report, wasm } = await harden(await assemble(deep(200_000)), options, host);
    expect(report.engine).toBe("stream");
    expect(report.fallback).toMatch(/^Binaryen gave up: /);
    expect(report.fallback?.length).toBeLessThan(400);
    expect(await call(wasm, "f")).toMatchObject({ stop: 0 });
  });
});
