import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scanConstants } from "../../../src/size/go/constants.ts";
import { readModule } from "../../../src/wasm/reader.ts";
import { assemble } from "../wat.ts";

async function constantsOf(wat: string): Promise<number[]> {
  const module = readModule(await assemble(wat));
  const found: number[] = [];
  for (const body of module.code) scanConstants(module.bytes, body, (value) => found.push(value));
  return found;
}

describe("the constants of a function", () => {
  test("are found behind every sort of instruction", async () => {
    const wat = `(module
      (memory 1) (table 4 funcref) (global $g (mut i64) (i64.const 0)) (data $d "x") (elem $e func 0)
      (func (param i32) (result i32) (local i32 i64) (local f64)
        (block $out (result i32)
          (loop $again
            (br_table $again $again $again (local.get 0)))
          (drop (f32.const 1.5)) (drop (f64.const -2.5e300))
          (drop (i64.load offset=70000 align=4 (i32.const 101)))
          (i64.store (i32.const 102) (i64.const -103))
          (drop (i32.load8_u (i32.const 104)))
          (memory.copy (i32.const 105) (i32.const 106) (i32.const 107))
          (memory.fill (i32.const 108) (i32.const 109) (i32.const 110))
          (memory.init $d (i32.const 111) (i32.const 112) (i32.const 113)) (data.drop $d)
          (table.copy (i32.const 114) (i32.const 115) (i32.const 116))
          (drop (i64.trunc_sat_f64_u (f64.const 1)))
          (global.set $g (i64.extend32_s (i64.const 9007199254740991)))
          (drop (call_indirect (param i32) (result i32) (i32.const 117) (i32.const 118)))
          (drop (memory.grow (i32.const 119)))
          (drop (select (i32.const 120) (i32.const 121) (i32.const 122)))
          (if (i32.const 123) (then (return (i32.const 124))))
          (br_if $out (i32.const 125) (i32.const 126)))))`;
    const expected = Array.from({ length: 24 }, (_, i) => 103 + i);
    const found = await constantsOf(wat);
    expect(found.map(Math.abs).filter((value) => value < 1000)).toEqual([101, 102, ...expected]);
    expect(found).toContain(Number.MAX_SAFE_INTEGER);
    expect(found).toContain(-103);
  });

  test("come out as they were put in, whatever their size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 20 }),
        fc.array(fc.maxSafeNat(), { maxLength: 20 }),
        async (small, large) => {
          const code = [
            ...small.map((value) => `(drop (i32.const ${value}))`),
            ...large.map((value) => `(drop (i64.const ${value}))`),
          ];
          expect(await constantsOf(`(module (func ${code.join(" ")}))`)).toEqual([...small, ...large]);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("of bytes that are no code end the scan, and nothing else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        let count = 0;
        scanConstants(bytes, { start: 0, end: bytes.length }, () => count++);
        expect(count).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });
});
