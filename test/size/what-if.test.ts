import { describe, expect, test } from "vitest";
import { audit } from "../../src/size/audit.ts";
import type { Compressors } from "../../src/size/compressors.ts";
import { noCompression } from "./no-compression.ts";
import { assemble } from "./wat.ts";

const ANSWER = `(module (func $main.answer (export "answer") (result i32) (i32.const 42)))`;

function custom(name: string, bytes: number): number[] {
  const text = [...new TextEncoder().encode(name)];
  return [0, text.length + 1 + bytes, text.length, ...text, ...Array(bytes).fill(7)];
}

describe("what-if rows", () => {
  test("drop the sections that only describe, and measure what is left", async () => {
    const wasm = Uint8Array.from([...(await assemble(ANSWER, true)), ...custom("producers", 20)]);
    const compressed: Uint8Array[] = [];
    const gzip: Compressors["gzip"] = async (bytes) => {
      compressed.push(bytes);
      return bytes.subarray(0, 3);
    };
    const compressors: Compressors = { ...noCompression, gzip };
    const { whatIf } = await audit("answer.wasm", wasm, compressors);
    const stripped = await assemble(ANSWER);
    expect(whatIf).toEqual([
      {
        change: 'drop "name", "producers"',
        bytes: stripped.length,
        gzip: 3,
        brotli: stripped.length >> 2,
        how: "measured",
      },
    ]);
    const measured = compressed.find((b) => b.length === stripped.length);
    expect(measured).toEqual(stripped);
    const { instance } = await WebAssembly.instantiate(measured!.slice());
    expect((instance.exports["answer"] as () => number)()).toBe(42);
  });

  test("have a row of their own for custom sections that may have a purpose, but for our manifest", async () => {
    const wasm = Uint8Array.from([
      ...(await assemble(ANSWER, true)),
      ...custom("sandglass", 20),
      ...custom("x", 9),
    ]);
    const bare = Uint8Array.from([...(await assemble(ANSWER)), ...custom("sandglass", 20)]);
    const { whatIf } = await audit("answer.wasm", wasm, noCompression);
    expect(whatIf.map((row) => row.change)).toEqual(['drop "name"', "drop every custom section (2)"]);
    expect(whatIf[1]?.bytes).toBe(bare.length);
  });

  test("are absent where there is nothing to drop", async () => {
    expect((await audit("a", await assemble(ANSWER), noCompression)).whatIf).toEqual([]);
  });
});
