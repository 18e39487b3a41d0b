/** Code points of the escapes of one character that strings and runes share (go.dev/ref/spec#Rune_literals). */
export const ESCAPED_CODES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "\\": 92,
};
const STRING_ESCAPES: Readonly<Record<string, number>> = { ...ESCAPED_CODES, '"': 34 };
const ESCAPE = /\\(?:([abfnrtv\\"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g;
const encoder = new TextEncoder();

/** Value of a Go string literal (go.dev/ref/spec#String_literals) as text; undefined when it is malformed. */
export function unquote(literal: string): string | undefined {
  const bytes = unquoteToBytes(literal);
  if (bytes === undefined || isAscii(bytes)) return bytes;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    Uint8Array.from(bytes, (unit) => unit.charCodeAt(0)),
  );
}

/** Value of a Go string literal, one unit a byte of its UTF-8; undefined when it is malformed. */
export function unquoteToBytes(literal: string): string | undefined {
  const body = literal.slice(1, -1);
  if (literal.startsWith("`")) return utf8Units(body.replaceAll("\r", ""));
  if (!body.includes("\\")) return utf8Units(body);
  if (body.replace(ESCAPE, "").includes("\\")) return undefined;
  let bytes = "";
  let at = 0;
  for (const found of body.matchAll(ESCAPE)) {
    const escaped = unitsOfEscape(found);
    if (escaped === undefined) return undefined;
    bytes += utf8Units(body.slice(at, found.index)) + escaped;
    at = found.index + found[0].length;
  }
  return bytes + utf8Units(body.slice(at));
}

/** Text as one unit a byte, in UTF-8. */
export function utf8Units(text: string): string {
  if (isAscii(text)) return text;
  let bytes = "";
  for (const byte of encoder.encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function unitsOfEscape([, simple, octal, hex, short, long]: RegExpMatchArray): string | undefined {
  if (simple !== undefined) return String.fromCharCode(STRING_ESCAPES[simple]!);
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  if (octal !== undefined) {
    const byte = Number.parseInt(octal, 8);
    return byte > 0xff ? undefined : String.fromCharCode(byte);
  }
  const code = Number.parseInt((short ?? long)!, 16);
  const isRune = code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
  return isRune ? utf8Units(String.fromCodePoint(code)) : undefined;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is whether it is all ASCII
  return /^[\x00-\x7f]*$/.test(text);
}
