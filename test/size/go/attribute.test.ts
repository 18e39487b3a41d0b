import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { audit } from "../../../src/size/audit.ts";
import { bytesOf, noCompression, sums } from "../no-compression.ts";
import { tinyGoModule } from "./tiny-go-module.ts";

const GENERATIONS = ["go1.24", "go1.25", "go1.26"] as const;

describe.each(GENERATIONS)("the metadata of %s", (generation) => {
  const tiny = tinyGoModule(generation);

  test("is recognised, and explains every byte of the data", async () => {
    const report = await audit("tiny", tiny.wasm, noCompression);
    expect(report.goMetadata).toEqual({ status: "known", layout: generation });
    expect(sums(report)).toEqual([report.bytes, report.bytes, report.bytes]);
    expect(bytesOf(report.byKind, "data") + bytesOf(report.byKind, "unknown")).toBe(0);
    expect(report.functions.map((f) => `${f.package} ${f.name}`)).toEqual([
      "main main.main",
      "fmt fmt.(*pp).print",
    ]);
  });

  test("says what is what and whose", async () => {
    const { byKind, byPackage } = await audit("tiny", tiny.wasm, noCompression);
    expect(bytesOf(byKind, "findfunctab")).toBe(640);
    expect(bytesOf(byKind, "pclntab functions")).toBeGreaterThanOrEqual(24 + 2 * 48);
    expect(bytesOf(byKind, "funcdata")).toBeGreaterThanOrEqual(10);
    expect(bytesOf(byKind, "type descriptors")).toBe(64);
    expect(bytesOf(byKind, "type names")).toBe(14);
    expect(bytesOf(byKind, "function values")).toBe(16);
    expect(bytesOf(byKind, "gc masks")).toBeGreaterThanOrEqual(4);
    expect(bytesOf(byKind, "strings")).toBeGreaterThanOrEqual(16);
    // Half of findfunctab each, since each has one of the two functions.
    expect(bytesOf(byPackage, "main")).toBeGreaterThan(320 + 64 + 16);
    expect(bytesOf(byPackage, "fmt")).toBeGreaterThan(320);
  });

  test.each([
    ["header", 0, "the magic", "absent"],
    ["header", 32, "the place of the names", "unknown"],
    ["moduledata", 8, "the pointer to the names", "unknown"],
    ["moduledata", 56, "the file table", "unknown"],
    ["pclntable", 0, "the first entry", "unknown"],
    ["pclntable", 4, "the first record's offset", "unknown"],
    ["pclntable", 24 + 28, "the number of tables of a function", "unknown"],
  ])(
    "damaged in its %s at %i (%s) is reported as such, and names come from elsewhere",
    async (part, offset, _, status) => {
      const wasm = tiny.wasm.slice();
      wasm.fill(0xee, tiny.fileOffset(tiny.at[part]! + offset), tiny.fileOffset(tiny.at[part]! + offset) + 4);
      const report = await audit("damaged", wasm, noCompression);
      expect(report.goMetadata?.status).toBe(status);
      if (status === "unknown") expect(report.goMetadata?.reason).toMatch(/^[a-zA-Z].{10,}[^.]$/);
      expect(report.functions.map((f) => f.name).sort()).toEqual(["function[0]", "function[1]"]);
      expect(sums(report)).toEqual([wasm.length, wasm.length, wasm.length]);
    },
  );

  test("never throws, hangs or miscounts, whatever stands in it", async () => {
    const first = tiny.fileOffset(1024);
    const damage = fc.record({
      at: fc.integer({ min: first, max: tiny.wasm.length - 9 }),
      bytes: fc.oneof(
        fc.array(fc.nat(255), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(
          [0xff, 0xff, 0xff, 0xff],
          [0, 0, 0, 0],
          [0xff, 0xff, 0xff, 0x7f],
          [0xf1, 0xff, 0xff, 0xff],
        ),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 12 }), async (damages) => {
        const wasm = tiny.wasm.slice();
        for (const { at, bytes } of damages) wasm.set(bytes.slice(0, wasm.length - at), at);
        const report = await audit("damaged", wasm, noCompression);
        expect(sums(report)).toEqual([wasm.length, wasm.length, wasm.length]);
      }),
      { numRuns: 400 },
    );
  });
});
