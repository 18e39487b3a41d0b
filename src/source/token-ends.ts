import { Kind } from "./tree-kinds.ts";

const TAB = 9;
const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const STAR = 42;
const COMMA = 44;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const SEMICOLON = 59;
const EQUALS = 61;
const BACKSLASH = 92;
const RAW = 96;
const CLOSE_BRACE = 125;
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

/** End of the integer literal at `start`; 0 when what stands there is none, or part of another number. */
export function integerEnd(text: string, start: number): number {
  const end = wordEnd(text, start);
  if (end === 0 || text.charCodeAt(end) === DOT) return 0;
  return INTEGER.test(text.slice(start, end)) ? end : 0;
}

const INTEGER = /^(?:[0-9][0-9_]*|0[xX][0-9a-fA-F_]+|0[bBoO][0-9_]+)$/;

/** The kind of token that begins with a character, as far as that alone says: Other for what it does not. */
export function literalKind(code: number): number {
  if (code === QUOTE) return Kind.InterpretedStringLiteral;
  if (code === RAW) return Kind.RawStringLiteral;
  if (code >= ASCII_END || IN_WORD[code] !== 1) return Kind.Other;
  return code < COLON ? Kind.IntLiteral : Kind.Identifier;
}

/**
 * Whether what follows an operand at `end` shows that a list (ExpressionList) or element (LiteralElement) ends there:
 * a newline does, since Go ends the statement with it.
 */
export function endsPlainly(text: string, end: number, kind: number): boolean {
  let at = end;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at++;
  const code = text.charCodeAt(at);
  if (kind === Kind.LiteralElement) return code === COMMA || code === COLON || code === CLOSE_BRACE;
  if (code === NEWLINE || code === SEMICOLON || code === COLON || code === CLOSE_BRACE) return true;
  const next = text.charCodeAt(at + 1);
  return (code === EQUALS && next !== EQUALS) || (code === SLASH && next === SLASH);
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
