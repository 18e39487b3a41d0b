import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteWriter } from "../../src/wasm/byte-writer.ts";
import { ByteCursor } from "../../src/wasm/cursor.ts";
import { encodeSigned, encodeUnsigned, unsignedLength } from "../../src/wasm/leb.ts";

const cursorOf = (bytes: ArrayLike<number>): ByteCursor =>
  new ByteCursor(Uint8Array.from(bytes), 0, bytes.length);
const u32 = fc.oneof(
  fc.nat(0xffff_ffff),
  fc.nat(300),
  fc.constantFrom(0, 127, 128, 0x7fff_ffff, 0xffff_ffff),
);
const s32 = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 63, 64, -64, -65, 0x7fff_ffff, -0x8000_0000));
const s64 = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n });

describe("LEB128", () => {
  it("gives back every unsigned number, from both writers", () => {
    fc.assert(
      fc.property(u32, (value) => {
        const writer = new ByteWriter(1);
        writer.u32(value);
        const bytes = encodeUnsigned(value);
        expect([...writer.finish()]).toEqual(bytes);
        expect(bytes.length).toBe(unsignedLength(value));
        expect(cursorOf(bytes).u32("x")).toBe(value);
        expect(cursorOf(bytes).u64("x")).toBe(BigInt(value));
      }),
    );
  });

  it("gives back every signed number, from both writers", () => {
    fc.assert(
      fc.property(s32, (value) => {
        const writer = new ByteWriter(1);
        writer.s32(value);
        const bytes = encodeSigned(value);
        expect([...writer.finish()]).toEqual(bytes);
        expect(cursorOf(bytes).s32("x")).toBe(value);
        expect(cursorOf(bytes).s33("x")).toBe(value);
        expect(cursorOf(bytes).s64("x")).toBe(BigInt(value));
      }),
    );
  });

  it("gives back every 64-bit number", () => {
    fc.assert(
      fc.property(s64, (value) => {
        expect(cursorOf(encodeSigned(value)).s64("x")).toBe(value);
      }),
    );
  });

  it.each([
    ["u32", [0x80, 0x80, 0x80, 0x80, 0x10]],
    ["u32", [0x80, 0x80, 0x80, 0x80, 0x80, 0]],
    ["s32", [0x80, 0x80, 0x80, 0x80, 0x08]],
    ["s32", [0xff, 0xff, 0xff, 0xff, 0x4f]],
    ["s64", [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02]],
  ] as const)("refuses a %s with bits beyond its width", (kind, bytes) => {
    expect(() => cursorOf(bytes)[kind]("the number")).toThrowError(/the number is not a/);
  });

  it("accepts numbers that are padded to the full width", () => {
    expect(cursorOf([0x81, 0x80, 0x80, 0x80, 0x00]).u32("x")).toBe(1);
    expect(cursorOf([0xff, 0xff, 0xff, 0xff, 0x7f]).s32("x")).toBe(-1);
  });
});
