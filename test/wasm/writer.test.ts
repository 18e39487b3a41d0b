import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeNames, readNames } from "../../src/wasm/names.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { assertValid, secondOpinion } from "../../src/wasm/validate.ts";
import { customSection, spliceSections, writeModule } from "../../src/wasm/writer.ts";
import { assemble } from "../instrument/wat.ts";

const FIELDS = `(memory 1) (func $f (export "f") (param i32) (result i32) (local.get 0)) (data (i32.const 0) "x")`;

describe("writing modules", () => {
  it("gives back the same bytes when nothing is replaced", async () => {
    const bytes = await assemble(FIELDS);
    expect(writeModule(spliceSections(readModule(bytes), new Map()))).toEqual(bytes);
  });

  it("puts a new section at its place and drops one", async () => {
    const bytes = await assemble(FIELDS);
    const replaced = new Map([
      [6, Uint8Array.from([1, 0x7f, 0, 0x41, 5, 0x0b])],
      [11, undefined],
    ]);
    const changed = writeModule(spliceSections(readModule(bytes), replaced));
    assertValid(changed);
    expect(readModule(changed).sections.map(({ name }) => name)).toEqual([
      "type",
      "function",
      "memory",
      "global",
      "export",
      "code",
    ]);
  });

  it("writes a tag section between memory and global", async () => {
    const bytes = await assemble("(memory 1) (global i32 (i32.const 1)) (func)");
    const changed = writeModule(
      spliceSections(readModule(bytes), new Map([[13, Uint8Array.from([1, 0, 0])]])),
    );
    const names = readModule(changed).sections.map(({ name }) => name);
    expect(names).toEqual(["type", "function", "memory", "tag", "global", "code"]);
    assertValid(changed);
  });

  it("gives back every name section", async () => {
    const bytes = await assemble(FIELDS);
    const map = fc
      .array(fc.tuple(fc.nat(5000), fc.string({ unit: "grapheme" })))
      .map((list) => new Map(list));
    const locals = fc.array(fc.tuple(fc.nat(100), map)).map((list) => new Map(list));
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), map, locals, (module, functions, local) => {
        const section = customSection("name", encodeNames({ module, functions, locals: local }));
        const named = readModule(writeModule([...spliceSections(readModule(bytes), new Map()), section]));
        expect(readNames(named)).toEqual({ module, functions, locals: local });
      }),
    );
  });

  it("keeps the names before the place where a name section goes wrong", async () => {
    const bytes = await assemble(FIELDS);
    const good = encodeNames({ module: "m", functions: new Map([[0, "f"]]), locals: new Map() });
    const section = customSection("name", Uint8Array.from([...good, 2, 100]));
    const named = readModule(writeModule([...spliceSections(readModule(bytes), new Map()), section]));
    expect(readNames(named)).toMatchObject({ module: "m", functions: new Map([[0, "f"]]) });
  });
});

describe("validation", () => {
  it("tells V8's reason and offset for a module of the right shape that is not valid", async () => {
    const bytes = (await assemble('(func (export "f") (result i32) (i32.const 1))')).slice();
    bytes[bytes.lastIndexOf(0x41)] = 0x42;
    expect(() => assertValid(bytes)).toThrowError(
      expect.objectContaining({
        code: "wasm/invalid",
        message: expect.stringMatching(/type error.*byte offset [1-9]/),
      }),
    );
    expect(await secondOpinion(bytes)).toMatch(/type mismatch/);
  });

  it("tells the reader's reason for a truncated module", async () => {
    const bytes = await assemble(FIELDS);
    expect(() => assertValid(bytes.subarray(0, bytes.length - 3))).toThrowError(
      expect.objectContaining({ code: "wasm/truncated" }),
    );
  });
});
