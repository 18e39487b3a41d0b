import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter } from "../../src/wasm/byte-writer.ts";
import { joinData } from "../../src/wasm/joined-data.ts";
import { SectionId } from "../../src/wasm/module.ts";
import { readModule, readShape } from "../../src/wasm/reader.ts";
import { type SectionBytes, sectionPayload, writeModule } from "../../src/wasm/writer.ts";

const PAGES = 4;
const MEMORY = [1, 0, PAGES];
/** One export, "m", of memory 0. */
const EXPORT = [1, 1, 0x6d, 2, 0];

interface Segment {
  readonly address: number;
  readonly contents: readonly number[];
  readonly flags?: number;
}

function section(id: number, payload: ArrayLike<number>): SectionBytes {
  return { id, payload: Uint8Array.from(payload) };
}

function moduleOf(segments: readonly Segment[], more: readonly SectionBytes[] = []): Uint8Array {
  const data = new ByteWriter();
  data.u32(segments.length);
  for (const { address, contents, flags = 0 } of segments) {
    data.byte(flags);
    if (flags === 2) data.byte(0);
    if (flags !== 1) data.byte(0x41);
    if (flags !== 1) data.s32(address);
    if (flags !== 1) data.byte(0x0b);
    data.u32(contents.length);
    data.list(contents);
  }
  const head = [section(SectionId.memory, MEMORY), section(SectionId.export, EXPORT)];
  return writeModule([...head, ...more, { id: SectionId.data, payload: data.finish() }]);
}

function memoryOf(wasm: Uint8Array): Uint8Array {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>));
  return new Uint8Array((exports["m"] as WebAssembly.Memory).buffer);
}

/** 1,200 segments of gaps and lengths as they come, the addresses rising. */
const rising: fc.Arbitrary<readonly Segment[]> = fc
  .array(
    fc.record({ gap: fc.integer({ min: 0, max: 130 }), contents: fc.array(fc.nat(255), { maxLength: 20 }) }),
    { minLength: 1_200, maxLength: 1_200 },
  )
  .map((parts) => {
    let address = 0;
    return parts.map(({ gap, contents }) => {
      const segment = { address: address + gap, contents };
      address += gap + contents.length;
      return segment;
    });
  });

const plain = Array.from({ length: 1_500 }, (_, index) => ({
  address: 8 * index,
  contents: [index & 255, 1, 2],
}));

describe("joined data segments", () => {
  test("leave the same memory, whatever the gaps and in whatever order they are", () => {
    fc.assert(
      fc.property(rising, fc.boolean(), (segments, turned) => {
        const wasm = moduleOf(turned ? [...segments].reverse() : segments);
        const joined = joinData(readShape(wasm));
        expect(readModule(joined).data.length).toBeLessThanOrEqual(segments.length);
        expect(Buffer.compare(memoryOf(joined), memoryOf(wasm))).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test("are few where the gaps are small, and the rest of the module is as it was", () => {
    const wasm = moduleOf(plain);
    const joined = readModule(joinData(readShape(wasm)));
    expect(joined.data).toHaveLength(1);
    expect(joined.sections.map(({ id }) => id)).toEqual(readModule(wasm).sections.map(({ id }) => id));
  });

  test.each<readonly [why: string, wasm: Uint8Array]>([
    ["they are few", moduleOf(plain.slice(0, 900))],
    ["two overlap", moduleOf([...plain, { address: 9, contents: [7] }])],
    ["one lies outside", moduleOf([...plain, { address: PAGES * 65_536, contents: [1] }])],
    ["one is passive", moduleOf([...plain, { address: 0, contents: [1], flags: 1 }])],
    ["one names its memory", moduleOf([...plain, { address: 100_000, contents: [1], flags: 2 }])],
    [
      "code may use them by number",
      moduleOf(plain, [section(SectionId.dataCount, [...new Uint8Array([0xdc, 0x0b])])]),
    ],
  ])("are left alone where %s", (_, wasm) => {
    const shape = readShape(wasm);
    expect(joinData(shape)).toBe(shape.bytes);
  });

  test("of a section that is cut off are an error with the place", () => {
    const shape = readShape(moduleOf(plain));
    const data = sectionPayload(shape, shape.sections.find(({ id }) => id === SectionId.data)!);
    const broken = writeModule([
      section(SectionId.memory, MEMORY),
      section(SectionId.data, data.subarray(0, -1)),
    ]);
    expect(() => joinData(readShape(broken))).toThrow(/byte offset/);
  });
});
