import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compact } from "../../../src/instrument/compact/compact.ts";
import { readModule } from "../../../src/wasm/reader.ts";
import { secondOpinion } from "../../../src/wasm/validate.ts";
import { call, ENGINES, hardened, host } from "../hardened.ts";
import { assemble } from "../wat.ts";

const escaped = (bytes: Iterable<number>): string =>
  [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");

/** The bytes of a table as Go's linker writes it for so many functions. */
function bucketTable(functions: number): Uint8Array {
  const bytes = new Uint8Array(functions * 320);
  const view = new DataView(bytes.buffer);
  for (let bucket = 0; bucket < functions * 16; bucket++) view.setUint32(bucket * 20, bucket >> 4, true);
  return bytes;
}

/** What memory holds, as a digest: comparing arrays of megabytes element by element takes minutes. */
async function memoryOf(wasm: Uint8Array): Promise<string> {
  const { exports } = await call(wasm, "f");
  return host.sha256(new Uint8Array((exports["memory"] as WebAssembly.Memory).buffer));
}

const F = `(func (export "f"))`;
const MEMORY = `(memory (export "memory") 2)`;

describe("compact", () => {
  it("leaves the same memory in fewer bytes, whatever the segments are", async () => {
    const segment = fc.record({
      address: fc.nat({ max: 70_000 }),
      runs: fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 255 })), { maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { minLength: 1, maxLength: 6 }), async (segments) => {
        const data = segments.map(({ address, runs }) => {
          const bytes = runs.flatMap(([zeros, byte]) => [...new Uint8Array(zeros), byte]);
          return `(data (i32.const ${address}) "${escaped(bytes)}")`;
        });
        const wasm = await assemble(`${MEMORY} ${F} ${data.join(" ")}`);
        const smaller = compact(wasm).wasm;
        expect(smaller.length).toBeLessThanOrEqual(wasm.length);
        expect(await memoryOf(smaller)).toEqual(await memoryOf(wasm));
      }),
      { numRuns: 60 },
    );
  });

  it("rebuilds the part of a findfunctab that is as it should be, and stores the rest", async () => {
    const table = bucketTable(40);
    table[30 * 320 + 7] = 1;
    const rest = escaped([9, 9, 9]);
    const wasm = await assemble(
      `${MEMORY} ${F} (data (i32.const 1024) "${escaped(table)}") (data (i32.const 99) "${rest}")`,
    );
    const { wasm: smaller, report, addedFunction } = compact(wasm);
    expect(report).toMatchObject({ rebuilt: { address: 1024, buckets: 30 * 16 } });
    expect(addedFunction).toBe("rebuild_findfunctab");
    expect(readModule(smaller).start).toBe(1);
    expect(await secondOpinion(smaller)).toBeUndefined();
    expect(await memoryOf(smaller)).toEqual(await memoryOf(wasm));
  });

  it.each([
    ["an imported memory", `(import "a" "m" (memory 1)) (data (i32.const 1) "abc")`, /imported/],
    ["no data", "(memory 1)", /no data/],
    [
      "a segment at an imported address",
      `(import "a" "g" (global $g i32)) (memory 1) (data (global.get $g) "abc")`,
      /no constant address/,
    ],
    [
      "code that initialises memory",
      `(memory 1) (data $d "abc") (func (memory.init $d (i32.const 0) (i32.const 0) (i32.const 3)))`,
      /by their number/,
    ],
    ["a passive segment", `(memory 1) (data "abc")`, /no constant address/],
    ["a segment that traps", `(memory 1) (data (i32.const 65535) "abc")`, /does not fit/],
  ])("leaves a module with %s alone", async (_, fields, reason) => {
    const wasm = await assemble(fields);
    const result = compact(wasm);
    expect(result.wasm).toBe(wasm);
    expect(result.report).toEqual({ skipped: expect.stringMatching(reason) });
  });

  it("keeps the start function of a module, and then stores the table", async () => {
    const data = `(data (i32.const 1024) "${escaped(bucketTable(30))}")`;
    const wasm = await assemble(
      `${MEMORY} ${F} (func $s (i32.store (i32.const 0) (i32.const 5))) (start $s) ${data}`,
    );
    const { wasm: smaller, report } = compact(wasm);
    expect(report).not.toHaveProperty("rebuilt");
    expect(smaller.length).toBeLessThan(wasm.length);
    expect(await memoryOf(smaller)).toEqual(await memoryOf(wasm));
  });

  it("never writes more segments than engines take", async () => {
    const size = 4_000_000;
    const bytes = new Uint8Array(size).map((_, i) => (i % 20 === 0 ? 7 : 0));
    // A string of two million escapes is slow to assemble: hence the section by hand.
    const plain = await assemble(`(memory (export "memory") 62) ${F}`);
    const length = [0x80 | (size & 127), 0x80 | ((size >> 7) & 127), 0x80 | ((size >> 14) & 127), size >> 21];
    const payload = [1, 0, 0x41, 0, 0x0b, ...length];
    const total = payload.length + size;
    const header = [
      11,
      0x80 | (total & 127),
      0x80 | ((total >> 7) & 127),
      0x80 | ((total >> 14) & 127),
      total >> 21,
    ];
    const wasm = Buffer.concat([plain, Uint8Array.from([...header, ...payload]), bytes]);
    const { wasm: smaller, report } = compact(wasm);
    expect("segments" in report && report.segments.after <= 100_000).toBe(true);
    expect(await memoryOf(smaller)).toEqual(await memoryOf(wasm));
  });
});

describe.each(ENGINES)("a module hardened by %s and compacted", (engine) => {
  it("costs what it did, and names the function that was added", async () => {
    const wasm = await assemble(
      `${MEMORY} (func (export "f") (result i32) (i32.load (i32.const 2000))) (data (i32.const 1024) "${escaped(bucketTable(30))}")`,
    );
    const [plain, small] = [
      await hardened(wasm, { engine }),
      await hardened(wasm, { engine, compact: true }),
    ];
    const [before, after] = [await call(plain.wasm, "f"), await call(small.wasm, "f")];
    expect([after.results, after.fuelUsed, after.stop]).toEqual([before.results, before.fuelUsed, 0]);
    expect(small.wasm.length).toBeLessThan(plain.wasm.length);
    expect(small.map.functions.at(-1)).toMatchObject({ name: "sandglass.rebuild_findfunctab" });
    expect(small.report.compacted).toMatchObject({ rebuilt: { buckets: 480 } });
    expect(plain.report.compacted).toBeUndefined();
  });
});
