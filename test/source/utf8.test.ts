import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { positionAt } from "../../src/source/lines.ts";
import { decodeUtf8, firstBadByte } from "../../src/source/utf8.ts";
import { failure } from "./failure.ts";

const bytes = (...values: readonly (number | string)[]) =>
  Uint8Array.from(
    values.flatMap((value) => (typeof value === "number" ? value : [...new TextEncoder().encode(value)])),
  );

describe("strict UTF-8", () => {
  test.each([
    ["a stray continuation", bytes("a", 0x80), 1],
    ["an overlong slash", bytes(0xc0, 0xaf), 0],
    ["an overlong three", bytes("ab", 0xe0, 0x9f, 0xbf), 2],
    ["a surrogate", bytes(0xed, 0xa0, 0x80), 0],
    ["above U+10FFFF", bytes(0xf4, 0x90, 0x80, 0x80), 0],
    ["a sequence that breaks off", bytes("é", 0xe2, 0x82), 2],
    ["a sequence broken by ASCII", bytes(0xe2, 0x41, 0x41), 0],
    ["0xff", bytes("x", 0xff), 1],
    ["none", bytes("aé€𝔽"), undefined],
    ["no bytes", bytes(), undefined],
  ])("%s: first bad byte", (_, value, expected) => expect(firstBadByte(value)).toBe(expected));

  test("the error names line, column in UTF-16 units and byte offset", async () => {
    const found = await failure(() => decodeUtf8(bytes("package main\n// 𝔽caf", 0xe9, "\n"), "x.go"));
    expect(found.message).toBe("x.go:2:9 is not UTF-8: byte 0xe9 at offset 23");
    expect(found.place).toEqual({ file: "x.go", line: 2, column: 9 });
  });

  test("UTF-16 is recognised", async () => {
    expect((await failure(() => decodeUtf8(bytes(0xff, 0xfe, 0x70, 0), "x.go"))).hint).toMatch(/UTF-16/);
  });

  test("a byte order mark in front is dropped, a replacement character kept", () => {
    expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, "a\ufffd"), "x")).toBe("a\ufffd");
  });

  test("agrees with the decoder of the platform on any bytes", () => {
    const near = fc.constantFrom(
      0x41,
      0x80,
      0xbf,
      0xc2,
      0xe0,
      0xa0,
      0xed,
      0x9f,
      0xf0,
      0x90,
      0xf4,
      0x8f,
      0xff,
    );
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.array(near, { maxLength: 12 }).map((list) => Uint8Array.from(list)),
    );
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const accepts = (value: Uint8Array): boolean => {
      try {
        strict.decode(value);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(any, (value) => {
        const bad = firstBadByte(value);
        expect(bad === undefined).toBe(accepts(value));
        if (bad !== undefined) expect(accepts(value.subarray(0, bad))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("positions", () => {
  test.each([
    ["", 0, 1, 1],
    ["ab\ncd", 2, 1, 3],
    ["ab\ncd", 3, 2, 1],
    ["ab\r\ncd", 5, 2, 2],
    ["𝔽x", 2, 1, 3],
    ["a\n\n", 3, 3, 1],
    ["a", 99, 1, 2],
  ])("%j at %i is %i:%i", (text, offset, line, column) =>
    expect(positionAt(text, offset)).toEqual({ line, column }),
  );

  test("equal those of splitting the text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "\n", "é", "\r")).map((list) => list.join("")),
        fc.nat(30),
        (text, at) => {
          const before = text.slice(0, at).split("\n");
          expect(positionAt(text, at)).toEqual({ line: before.length, column: before.at(-1)!.length + 1 });
        },
      ),
    );
  });
});
