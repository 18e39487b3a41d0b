import { decode } from "@webassemblyjs/wasm-parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ToolError } from "../../src/errors.ts";
import { nameRanges } from "../../src/size/name-ranges.ts";
import { decodeBody, Instructions } from "../../src/wasm/body.ts";
import { concatBytes } from "../../src/wasm/concat-bytes.ts";
import { encodeUnsigned } from "../../src/wasm/leb.ts";
import { encodeName, readNames } from "../../src/wasm/names.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { assemble } from "../instrument/wat.ts";

/** One of everything that WebAssembly 2.0 has, and exception tags. */
const EVERYTHING = `
  (type $binary (func (param i32 i64) (result f32 f64)))
  (import "env" "f" (func $imported (param externref)))
  (import "env" "t" (table 1 funcref)) (import "env" "g" (global $g i32))
  (table 2 10 externref) (memory 1 3) (tag $e (param i32))
  (global $m (mut i64) (i64.const -5000000000)) (global f64 (f64.const 0.5)) (global funcref (ref.func $main))
  (global v128 (v128.const i64x2 1 2)) (global i32 (global.get $g))
  (export "main" (func $main)) (export "memory" (memory 0)) (start $main)
  (func $main (local i32 i32 f64) (local.set 0 (i32.const -7)) (call_indirect (i32.const 0)))
  (func (type $binary) (f32.const 1) (f64.const 2))
  (elem (i32.const 0) func $main) (elem func $main $main) (elem declare func $main)
  (elem (table 0) (i32.const 0) funcref (ref.func $main) (ref.null func)) (elem externref (ref.null extern))
  (data (i32.const 8) "hello") (data "passive")`;

const everything = await assemble(EVERYTHING);

/** Reads all there is to read; a ToolError is the only thing that it may throw. */
function readAll(bytes: Uint8Array): "read" | "refused" {
  try {
    const module = readModule(bytes);
    readNames(module);
    const instructions = new Instructions();
    for (const body of module.code) decodeBody(bytes, body, instructions);
    return "read";
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    expect(error.code).toMatch(/^wasm\//);
    expect(error.message).toMatch(/byte offset \d+/);
    return "refused";
  }
}

describe("readModule", () => {
  it("reads every kind of section and segment", () => {
    const module = readModule(everything);
    expect(module.types[0]).toEqual({ parameters: [0x7f, 0x7e], results: [0x7d, 0x7c] });
    expect(module.imports.map(({ module: from, name, type }) => `${from}.${name} ${type.kind}`)).toEqual([
      "env.f function",
      "env.t table",
      "env.g global",
    ]);
    expect(module.importedCounts).toEqual({ function: 1, table: 1, memory: 0, global: 1, tag: 0 });
    expect(module.memories).toMatchObject([{ minimum: 1, maximum: 3, shared: false, is64: false }]);
    expect(module.tables).toMatchObject([{ element: 0x6f, limits: { minimum: 2, maximum: 10 } }]);
    expect(module.globals.map(({ type, mutable }) => [type, mutable])).toEqual([
      [0x7e, true],
      [0x7c, false],
      [0x70, false],
      [0x7b, false],
      [0x7f, false],
    ]);
    expect(module.exports).toMatchObject([
      { name: "main", kind: "function", index: 1 },
      { name: "memory", kind: "memory", index: 0 },
    ]);
    expect([module.start, module.tags.length, module.code.length]).toEqual([1, 1, 2]);
    expect(module.elements.map(({ mode, functions }) => [mode, functions])).toEqual([
      ["active", [1]],
      ["passive", [1, 1]],
      ["declarative", [1]],
      ["active", [1, undefined]],
      ["passive", [undefined]],
    ]);
    const texts = module.data.map(({ mode, contents }) => [
      mode,
      new TextDecoder().decode(everything.subarray(contents.start, contents.end)),
    ]);
    expect(texts).toEqual([
      ["active", "hello"],
      ["passive", "passive"],
    ]);
  });

  it("gives sections that cover the file without a gap", () => {
    let end = 8;
    for (const { header, payload } of readModule(everything).sections) {
      expect([header.start, header.end]).toEqual([end, payload.start]);
      end = payload.end;
    }
    expect(end).toBe(everything.length);
  });

  it("agrees with @webassemblyjs/wasm-parser on sections, imports and exports", async () => {
    // The other parser knows no exception tags and only the first encoding of element segments.
    const bytes = await assemble(`(import "env" "f" (func (param i32))) (import "env" "m" (memory 2))
      (func (export "run") (param i64) (result i64) (local.get 0)) (global (export "g") i32 (i32.const 3))
      (table 3 funcref) (elem (i32.const 0) 0 1) (data (i32.const 4) "abc")`);
    const tree = decode(bytes, { ignoreCodeSection: true, ignoreDataSection: true });
    const [root] = tree.body;
    const { fields } = root;
    const module = readModule(bytes);
    const imports = fields.filter(({ type }) => type === "ModuleImport");
    expect(module.imports.map((one) => [one.module, one.name])).toEqual(
      imports.map((one) => [one.module, one.name]),
    );
    const exported = fields.filter(({ type }) => type === "ModuleExport");
    expect(module.exports.map(({ name }) => name)).toEqual(exported.map(({ name }) => name));
    const sizes = new Map(root.metadata.sections.map(({ section, size }) => [section, size.value]));
    for (const { name, payload } of module.sections) {
      if (sizes.has(name)) expect([name, payload.end - payload.start]).toEqual([name, sizes.get(name)]);
    }
    expect(sizes.size).toBeGreaterThan(4);
  });

  it("refuses or reads every prefix of a module, and never the ones cut inside a section", () => {
    for (let length = 0; length < everything.length; length++) {
      const verdict = readAll(everything.subarray(0, length));
      if (length < 8) expect(verdict).toBe("refused");
    }
  });

  it("survives random corruption of a module", () => {
    const edit = fc.tuple(fc.nat(everything.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const bytes = everything.slice();
        for (const [at, value] of edits) bytes[at] = value;
        readAll(bytes);
      }),
      { numRuns: 3000 },
    );
  });

  it("survives random bytes behind a good preamble", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        readAll(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...tail]));
      }),
      { numRuns: 2000 },
    );
  });

  const bad: readonly [string, readonly number[], string, string][] = [
    ["an empty file", [], "wasm/not-wasm", "the file is empty"],
    ["a zip named .wasm", [0x50, 0x4b, 3, 4], "wasm/not-wasm", "zip archive"],
    ["a cut preamble", [0, 0x61, 0x73, 0x6d, 1], "wasm/truncated", "byte offset 5"],
    ["a component", [0, 0x61, 0x73, 0x6d, 13, 0, 1, 0], "wasm/unsupported", "component"],
    ["an unknown section", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 77, 0], "wasm/malformed", "section id 77"],
    [
      "sections out of order",
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 3, 1, 0, 1, 1, 0],
      "wasm/malformed",
      "out of order",
    ],
    ["a GC type", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 3, 1, 0x5f, 0], "wasm/unsupported", "byte offset 11"],
    [
      "four billion imports",
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 2, 5, 0xff, 0xff, 0xff, 0xff, 0x0f],
      "wasm/truncated",
      "4294967295 imports announced",
    ],
    [
      "a function without a body",
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
      "wasm/malformed",
      "1 functions are declared, 0 have a body",
    ],
  ];
  it.each(bad)("refuses %s by name and offset", (_name, bytes, code, message) => {
    const read = (): unknown => readModule(Uint8Array.from(bytes));
    expect(read).toThrowError(expect.objectContaining({ code, message: expect.stringContaining(message) }));
    expect(read).toThrowError(/byte offset \d+/);
  });
});

describe("a module of nothing but entries", () => {
  const preamble = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const types = [1, 4, 1, 0x60, 0, 0];
  const [COUNT, entry] = [1_000_001, encodeUnsigned(1_000_001)];
  const section = (id: number, ...contents: readonly (readonly number[] | Uint8Array)[]): Uint8Array => {
    const body = concatBytes(contents.map((part) => Uint8Array.from(part)));
    return concatBytes([Uint8Array.from([id, ...encodeUnsigned(body.length)]), body]);
  };
  const file = (...parts: readonly Uint8Array[]): Uint8Array =>
    concatBytes([Uint8Array.from([...preamble, ...types]), ...parts]);

  it.each([
    ["functions", () => file(section(3, entry, new Uint8Array(COUNT)))],
    ["data segments", () => file(section(11, entry, new Uint8Array(2 * COUNT).fill(1)))],
    ["exports", () => file(section(7, entry, new Uint8Array(3 * COUNT)))],
    [
      "parameters",
      () => concatBytes([Uint8Array.from(preamble), section(1, [1, 0x60], entry, new Uint8Array(COUNT))]),
    ],
    ["custom sections", () => file(...new Array<Uint8Array>(100_001).fill(section(0, [0])))],
  ])("is refused for its %s before they take memory", (what, make) => {
    expect(() => readModule(make())).toThrow(new RegExp(`there are \\d+ ${what}, at most \\d+ are read`));
  });

  it("has its first two million names read, repeated ones counted", () => {
    const count = 2_000_001;
    const body = concatBytes([Uint8Array.from(encodeUnsigned(count)), new Uint8Array(2 * count)]);
    const last = [1, 3, 1, 7, 0];
    const wasm = file(section(0, encodeName("name"), [1], encodeUnsigned(body.length), body, last));
    expect([...readNames(readModule(wasm)).functions.keys()]).toEqual([0]);
    expect(nameRanges(readModule(wasm)).length).toBe(count);
  });
});
