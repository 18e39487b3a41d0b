import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ToolError } from "../../src/errors.ts";
import { audit } from "../../src/size/audit.ts";
import { bytesOf, noCompression, sum, sums } from "./no-compression.ts";
import { assemble } from "./wat.ts";

const SMALL = `(module
  (import "env" "log" (func $log (param i32)))
  (memory (export "memory") 1)
  (func $core::fmt::pad (result i32) (i32.add (i32.const 1) (i32.const 2)))
  (func $malloc)
  (func (export "run") (call $log (call $core::fmt::pad)))
  (func)
  (data (i32.const 8) "some bytes that nobody can explain"))`;

describe("the audit of a module that Go did not make", () => {
  test("names functions by the name section, sums exactly, and does not guess at data", async () => {
    const report = await audit("small.wasm", await assemble(SMALL, true), noCompression);
    expect(sums(report)).toEqual([report.bytes, report.bytes, report.bytes]);
    expect(report.goMetadata).toEqual({ status: "absent" });
    expect(report.functions.map((f) => `${f.index} ${f.package} ${f.name} ${f.bytes}`)).toEqual([
      "1 core core::fmt::pad 8",
      "3 (module) run 7",
      "4 (module) function[4] 3",
      "2 (module) malloc 3",
    ]);
    expect(report.imports).toEqual([{ module: "env", name: "log", kind: "function" }]);
    expect(report.unattributedBytes).toBe(34);
    expect(bytesOf(report.byKind, "data")).toBe(34);
    expect(bytesOf(report.byKind, "code")).toBe(21);
  });

  test("gives the bytes of a name in the name section to the package that it names", async () => {
    const named = await audit("n", await assemble(SMALL, true), noCompression);
    const bare = await audit("b", await assemble(SMALL.replaceAll("$core::fmt::pad", "$pad")), noCompression);
    // 8 bytes of code; index, length and the 14 letters of the name; index and count of its (absent) locals.
    expect(bytesOf(named.byPackage, "core")).toBe(8 + 16 + 2);
    expect(bytesOf(bare.byPackage, "core")).toBe(0);
  });

  test("reports sizes of the compressors that it was given", async () => {
    const report = await audit("small.wasm", await assemble(SMALL), noCompression);
    expect([report.gzip, report.brotli]).toEqual([report.bytes >> 1, report.bytes >> 2]);
  });

  test("counts the preamble of an empty module", async () => {
    const report = await audit("empty", await assemble("(module)"), noCompression);
    expect(report.sections).toEqual([{ name: "preamble", bytes: 8 }]);
    expect(report.byKind).toEqual([{ name: "module structure", bytes: 8 }]);
    expect(report.byPackage).toEqual([{ name: "(module)", bytes: 8 }]);
    expect(report.whatIf).toEqual([]);
  });

  test("accepts length prefixes that are longer than they need be, as linkers write them", async () => {
    // One function; sizes and counts padded to five bytes, as LLVM does for later patching.
    const padded = [
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, 4, 1, 0x60, 0, 0],
      ...[3, 2, 1, 0],
      ...[10, 0x8c, 0x80, 0x80, 0x80, 0, 0x81, 0x80, 0x80, 0x80, 0, 0x82, 0x80, 0x80, 0x80, 0, 0, 0x0b],
    ];
    const report = await audit("padded", Uint8Array.from(padded), noCompression);
    expect(report.functions).toEqual([{ name: "function[0]", package: "(module)", index: 0, bytes: 7 }]);
    expect(sums(report)).toEqual([report.bytes, report.bytes, report.bytes]);
  });

  test("refuses what is no module", async () => {
    await expect(audit("text", new TextEncoder().encode("package main"), noCompression)).rejects.toThrow(
      ToolError,
    );
  });

  test("sums exactly for any functions, names, data and custom sections", async () => {
    await fc.assert(
      fc.asyncProperty(someModule, async (wasm) => {
        const report = await audit("any", wasm, noCompression);
        expect(sums(report)).toEqual([wasm.length, wasm.length, wasm.length]);
        expect(sum(report.functions)).toBe(bytesOf(report.byKind, "code"));
      }),
      { numRuns: 300 },
    );
  });
});

const text = fc.string({ maxLength: 12 }).map((s) => [...new TextEncoder().encode(s)]);
const bytes = fc.array(fc.nat(255), { maxLength: 40 });

/** A module of empty functions and arbitrary data; custom sections, the name section too, hold anything at all. */
const someModule = fc
  .record({
    functions: fc.array(fc.nat(20), { maxLength: 6 }),
    segments: fc.array(fc.record({ at: fc.nat(60_000), bytes }), { maxLength: 6 }),
    customs: fc.array(fc.record({ name: fc.constantFrom("name", "producers", ".debug_info", "x"), bytes }), {
      maxLength: 4,
    }),
    names: fc.array(text, { maxLength: 6 }),
  })
  .map(({ functions, segments, customs, names }) => {
    const nameMap = names.flatMap((name, i) => [i, name.length, ...name]);
    const nameSection = [4, ...ascii("name"), 1, nameMap.length + 1, names.length, ...nameMap];
    return Uint8Array.from([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [1, 0x60, 0, 0]),
      ...section(3, [functions.length, ...functions.map(() => 0)]),
      ...section(5, [1, 0, 1]),
      ...section(10, [
        functions.length,
        ...functions.flatMap((nops) => [nops + 2, 0, ...Array(nops).fill(1), 0x0b]),
      ]),
      ...section(11, [
        segments.length,
        ...segments.flatMap((s) => [0, ...i32Const(s.at), s.bytes.length, ...s.bytes]),
      ]),
      ...(names.length > 0 && nameMap.length < 120 ? section(0, nameSection) : []),
      ...customs.flatMap(({ name, bytes: body }) => section(0, [name.length, ...ascii(name), ...body])),
    ]);
  });

function section(id: number, payload: readonly number[]): number[] {
  return [id, (payload.length & 0x7f) | 0x80, payload.length >> 7, ...payload];
}

function i32Const(value: number): number[] {
  return [0x41, (value & 0x7f) | 0x80, ((value >> 7) & 0x7f) | 0x80, value >> 14, 0x0b];
}

function ascii(word: string): number[] {
  return [...new TextEncoder().encode(word)];
}
