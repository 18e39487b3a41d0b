import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compact } from "../../../src/instrument/compact/compact.ts";
import { memoryImage } from "../../../src/instrument/compact/memory-image.ts";
import { packRecords } from "../../../src/instrument/compact/record-table.ts";
import { decodeRecords } from "../../../src/wasm/function-records.ts";
import { readModule } from "../../../src/wasm/reader.ts";
import { secondOpinion } from "../../../src/wasm/validate.ts";
import { call } from "../hardened.ts";
import { assemble } from "../wat.ts";

interface FunctionRecord {
  readonly words: readonly number[];
  readonly pcTables: readonly number[];
  readonly funcdata: readonly number[];
}

const HEADER_BYTES = 72;
const PCTAB_BYTES = 400;
const BASE = 4096;

/** pclntab as Go's linker lays it out: header, pctab, ftab, records. */
function pclntab(records: readonly FunctionRecord[]): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + PCTAB_BYTES + 8 * records.length + 8 + 400 * records.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8]);
  view.setUint32(8, records.length, true);
  view.setUint32(56, HEADER_BYTES, true);
  view.setUint32(64, HEADER_BYTES + PCTAB_BYTES, true);
  // Tables of four bytes each, of which the second number of a pair takes two.
  for (let at = 1; at + 4 <= PCTAB_BYTES; at += 4) bytes.set([2, 0x81, 1, 0], HEADER_BYTES + at);
  const ftab = HEADER_BYTES + PCTAB_BYTES;
  let record = ftab + 8 * records.length + (8 - ((8 * records.length) % 8));
  for (const [i, { words, pcTables, funcdata }] of records.entries()) {
    view.setUint32(ftab + 8 * i, words[0]!, true);
    view.setUint32(ftab + 8 * i + 4, record - ftab, true);
    const counts = new Map([
      [7, pcTables.length - 3],
      [10, ((words[10]! & 0xff_ffff) | (funcdata.length << 24)) >>> 0],
    ]);
    for (let k = 0; k < 11; k++) view.setUint32(record + 4 * k, counts.get(k) ?? words[k]!, true);
    for (let k = 0; k < 3; k++) view.setUint32(record + 16 + 4 * k, pcTables[k]!, true);
    const lists = [...pcTables.slice(3), ...funcdata];
    for (const [k, value] of lists.entries()) view.setUint32(record + 44 + 4 * k, value, true);
    record += Math.ceil((44 + 4 * lists.length) / 8) * 8;
  }
  view.setUint32(ftab + 8 * records.length, 77, true);
  return bytes.slice(0, record);
}

const anyWord = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 0xffff_ffff }));
const pcTable = fc.oneof(
  fc.constant(0),
  fc.nat({ max: 98 }).map((table) => 1 + 4 * table),
);
const records = fc.array(
  fc.record({
    words: fc.array(anyWord, { minLength: 11, maxLength: 11 }),
    pcTables: fc.array(pcTable, { minLength: 3, maxLength: 8 }),
    funcdata: fc.array(fc.oneof(fc.constant(0xffff_ffff), fc.nat({ max: 9999 })), { maxLength: 8 }),
  }),
  { minLength: 16, maxLength: 40 },
);

const moduleWith = (table: Uint8Array): Promise<Uint8Array> => {
  const text = [...table].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
  return assemble(`(memory (export "memory") 1) (func (export "f")) (data (i32.const ${BASE}) "${text}")`);
};

async function memoryOf(wasm: Uint8Array): Promise<Buffer> {
  const { exports } = await call(wasm, "f");
  return Buffer.from((exports["memory"] as WebAssembly.Memory).buffer);
}

/** A function like those of a compiler: tables in a row, values close to those before. */
function usual(i: number): FunctionRecord {
  return {
    words: [4096 + i, 30 * i, 8, 0, 0, 0, 0, 0, i >> 2, 7 * i, 0],
    pcTables: [1 + 8 * i, 5 + 8 * i, 0, 1].map((offset) => Math.min(offset, 397)),
    funcdata: [0xffff_ffff, 40 * i],
  };
}

describe("the records of Go's functions", () => {
  it("come out of their short form as they were, by the start function, whatever they hold", async () => {
    let packed = 0;
    await fc.assert(
      fc.asyncProperty(records, async (list) => {
        const wasm = await moduleWith(pclntab(list));
        const { wasm: smaller, report } = compact(wasm);
        if ("rebuilt" in report) packed += 1;
        expect((await memoryOf(smaller)).equals(await memoryOf(wasm))).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(packed).toBeGreaterThan(5);
  });

  it("take a third where functions are like those of a compiler", async () => {
    const wasm = await moduleWith(pclntab(Array.from({ length: 40 }, (_, i) => usual(i))));
    const { wasm: smaller, report, addedFunction } = compact(wasm);
    expect(report).toMatchObject({ rebuilt: { records: { functions: 40, pctab: BASE + HEADER_BYTES } } });
    expect(addedFunction).toBe("rebuild_findfunctab");
    expect(await secondOpinion(smaller)).toBeUndefined();
    const image = memoryImage(readModule(wasm));
    if (typeof image === "string") throw new Error(image);
    const { end, records: first, coded } = packRecords(image)!.table;
    expect(end - coded).toBeLessThan((end - first) / 2);
    expect((await memoryOf(smaller)).equals(await memoryOf(wasm))).toBe(true);
  });

  it.each<[string, (bytes: Uint8Array, view: DataView) => void]>([
    ["a record stands elsewhere", (_, view) => view.setUint32(HEADER_BYTES + PCTAB_BYTES + 12, 8, true)],
    [
      "a list is said to be endless",
      (_, view) => view.setUint32(HEADER_BYTES + PCTAB_BYTES + 328 + 28, 0xffff_fff0, true),
    ],
    [
      "ftab names another function than the record",
      (_, view) => view.setUint32(HEADER_BYTES + PCTAB_BYTES + 8, 1, true),
    ],
    ["something stands between records", (bytes) => bytes.fill(9, HEADER_BYTES + PCTAB_BYTES + 328 + 60 + 8)],
    ["the number of functions is absurd", (_, view) => view.setUint32(12, 7, true)],
    ["pctab lies outside", (_, view) => view.setUint32(60, 7, true)],
  ])("stay as they are where %s", async (_, forge) => {
    const bytes = pclntab(Array.from({ length: 40 }, (__, i) => usual(i)));
    forge(bytes, new DataView(bytes.buffer));
    const wasm = await moduleWith(bytes);
    const { wasm: smaller, report } = compact(wasm);
    expect(report).not.toHaveProperty("rebuilt");
    expect((await memoryOf(smaller)).equals(await memoryOf(wasm))).toBe(true);
  });

  it("are refused where their short form leads out of the image, and never loop", () => {
    const table = { ftab: 0, functions: 1 << 20, records: 64, end: 256, pctab: 8, coded: 128 };
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 256, maxLength: 256 }), (bytes) => {
        expect(() => decodeRecords({ bytes, bottom: 0 }, table)).toThrow(RangeError);
      }),
    );
  });
});
