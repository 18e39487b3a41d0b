import { utf8Units } from "../../source/go-string.ts";
import { integerOfLiteral, runeOfLiteral } from "../flow/literals.ts";
import type { Constant } from "./exact.ts";
import { decimal, exactInteger } from "./exact.ts";

/** A code point in UTF-8; what is none becomes U+FFFD, as in Go. */
export function runeBytes(code: number): string {
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
  return utf8Units(String.fromCodePoint(valid ? code : 0xfffd));
}

/** Value of a rune literal. */
export function runeLiteral(literal: string): Constant | undefined {
  const code = runeOfLiteral(literal);
  return code === undefined ? undefined : exactInteger(code);
}

/** Value of an integer literal. */
export function integerLiteral(text: string): Constant | undefined {
  const value = text.length > 600 ? undefined : integerOfLiteral(text);
  return value === undefined ? undefined : exactInteger(value);
}

/** Value of a float literal; undefined for hexadecimal ones. */
export function floatLiteral(text: string): Constant | undefined {
  return decimal(text);
}

/** Code point and number of bytes at `at` of a string of bytes (unicode/utf8.DecodeRuneInString). */
export function decodeRune(bytes: string, at: number): readonly [number, number] {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return [first, 1];
  const size = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (size === 0 || first >= 0xf5 || at + size > bytes.length) return [0xfffd, 1];
  let code = first & (0xff >> (size + 1));
  for (let step = 1; step < size; step++) {
    const next = bytes.charCodeAt(at + step);
    if ((next & 0xc0) !== 0x80) return [0xfffd, 1];
    code = (code << 6) | (next & 0x3f);
  }
  const least = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  const valid = code >= least && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
  return valid ? [code, size] : [0xfffd, 1];
}
