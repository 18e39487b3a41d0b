import fc from "fast-check";
import { expect, test } from "vitest";
import { unquote, unquoteToBytes, utf8Units } from "../../src/source/go-string.ts";

test.each([
  ["`a\\n\r`", "a\\n"],
  ['"\\a\\b\\f\\n\\r\\t\\v\\\\\\""', '\x07\b\f\n\r\t\v\\"'],
  ['"\\xe6\\227\\xa5 \\u65e5 \\U000065e5 日"', "日 日 日 日"],
  ['"\\U0001F600"', "😀"],
])("%s is read as Go does", (literal, value) => {
  expect(unquote(literal)).toBe(value);
});

test.each(['"\\q"', '"\\400"', '"\\ud800"', '"\\U00110000"', '"\\x4"', '"\\\'"'])(
  "%s is malformed",
  (literal) => {
    expect(unquote(literal)).toBeUndefined();
    expect(unquoteToBytes(literal)).toBeUndefined();
  },
);

test("a byte that is no UTF-8 is kept as a byte, and shown as U+FFFD", () => {
  expect(unquoteToBytes('"\\xff日"')).toBe("\xff\xe6\x97\xa5");
  expect(unquote('"\\xff日"')).toBe("\ufffd日");
});

test("text between quotes comes back, with and without escapes", () => {
  const text = fc.string({
    unit: fc.integer({ min: 0x23, max: 0x10ffff }).filter(isPlain).map(String.fromCodePoint),
  });
  fc.assert(
    fc.property(text, (plain) => {
      expect(unquote(`"${plain}"`)).toBe(plain);
      expect(unquote(`"\\n${plain}"`)).toBe(`\n${plain}`);
      expect(unquoteToBytes(`"${plain}"`)).toBe(utf8Units(plain));
    }),
  );
});

function isPlain(code: number): boolean {
  return code !== 0x5c && !(code >= 0xd800 && code < 0xe000);
}
