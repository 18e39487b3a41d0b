import { Kind } from "./tree-kinds.ts";

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const STAR = 42;
const SLASH = 47;
const SEMICOLON = 59;
const BACKSLASH = 92;
const RAW = 96;
const ASCII_END = 128;

/** Whether a character below 128 can be part of a name or a decimal, hexadecimal, octal or binary number. */
const IN_WORD: Uint8Array = Uint8Array.from({ length: ASCII_END }, (_, code) =>
  Number(/\w/.test(String.fromCharCode(code))),
);

/** First offset from `at` on where no ASCII white space stands. */
export function spaceEnd(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) <= SPACE) end++;
  return end;
}

/** End of the ASCII word at `start`; 0 when there is none, or when it goes on beyond ASCII. */
export function wordEnd(text: string, start: number): number {
  let end = start;
  let code = text.charCodeAt(end);
  while (code < ASCII_END && IN_WORD[code] === 1) code = text.charCodeAt(++end);
  return end === start || code >= ASCII_END ? 0 : end;
}

/** End of the token of kind `kind` at `start` in valid Go; 0 when it takes more than the text to know. */
export function tokenEnd(text: string, start: number, kind: number): number {
  switch (kind) {
    case Kind.Comment:
      return commentEnd(text, start);
    case Kind.RawStringLiteral:
      return text.charCodeAt(start) === RAW ? text.indexOf("`", start + 1) + 1 : 0;
    case Kind.InterpretedStringLiteral:
      return text.charCodeAt(start) === QUOTE ? stringEnd(text, start) : 0;
    case Kind.FloatLiteral:
    case Kind.ImaginaryLiteral:
    case Kind.RuneLiteral:
    case Kind.Dot:
      return 0;
    case Kind.EmptyStatement:
      return text.charCodeAt(start) === SEMICOLON ? start + 1 : 0;
    default:
      return wordEnd(text, start);
  }
}

function commentEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== SLASH) return 0;
  const second = text.charCodeAt(start + 1);
  if (second === STAR) {
    const close = text.indexOf("*/", start + 2);
    return close < 0 ? 0 : close + 2;
  }
  if (second !== SLASH) return 0;
  const newline = text.indexOf("\n", start);
  return newline < 0 ? text.length : newline;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === NEWLINE) return 0;
    if (code === BACKSLASH) at++;
  }
  return 0;
}
