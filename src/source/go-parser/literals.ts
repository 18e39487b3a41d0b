import { giveUp, type Parse } from "./state.ts";
import { Token } from "./tokens.ts";

const NEWLINE = 10;
const QUOTE = 34;
const RUNE = 39;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const UPPER_U = 85;
const BACKSLASH = 92;
const LOWER_U = 117;
const LOWER_X = 120;

const INT =
  /0[bB]_?[01](?:_?[01])*|0[xX]_?[\da-fA-F](?:_?[\da-fA-F])*|0[oO]?_?[0-7](?:_?[0-7])*|0|[1-9](?:_?\d)*/y;
const FLOAT =
  /0[xX](?:_?[\da-fA-F](?:_?[\da-fA-F])*(?:\.(?:[\da-fA-F](?:_?[\da-fA-F])*)?)?|\.[\da-fA-F](?:_?[\da-fA-F])*)[pP][+-]?\d(?:_?\d)*|\d(?:_?\d)*\.(?:\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?|\d(?:_?\d)*[eE][+-]?\d(?:_?\d)*|\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?/y;
const DIGITS = /\d(?:_?\d)*/y;
/** What may not follow a number: it would be part of another one, or of a word. */
const GOES_ON = /[\w.]|[^\0-\x7f]/;

/** Reads the number at `start` (specification, "Integer literals" to "Imaginary literals"). */
export function scanNumber(p: Parse, start: number): void {
  const { text } = p;
  let end = start;
  let code = text.charCodeAt(end);
  if (code !== ZERO && code !== DOT) while (code >= ZERO && code <= NINE) code = text.charCodeAt(++end);
  let token: number = Token.Int;
  if (end === start || GOES_ON.test(text.charAt(end))) {
    const int = matchEnd(INT, text, start);
    const float = matchEnd(FLOAT, text, start);
    const digits = matchEnd(DIGITS, text, start);
    end = Math.max(int, float);
    if (float > int) token = Token.Float;
    const imaginary = Math.max(end, digits);
    if (text.charAt(imaginary) === "i") {
      end = imaginary + 1;
      token = Token.Imaginary;
    }
    if (end === start || GOES_ON.test(text.charAt(end))) giveUp();
  }
  p.start = start;
  p.end = end;
  p.at = end;
  p.token = token;
}

function matchEnd(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}

/** Reads the string in quotes at `start` (specification, "String literals"). */
export function scanString(p: Parse, start: number): void {
  const { text } = p;
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) {
    if (code === BACKSLASH) at = escapeEnd(text, at);
    else if (code === NEWLINE || Number.isNaN(code)) giveUp();
    else at++;
  }
  p.start = start;
  p.end = at + 1;
  p.at = at + 1;
  p.token = Token.String;
}

const HEX = /[\da-fA-F]*/y;

/** End of the escape at `start`. */
function escapeEnd(text: string, start: number): number {
  const code = text.charCodeAt(start + 1);
  const digits = code === LOWER_X ? 2 : code === LOWER_U ? 4 : code === UPPER_U ? 8 : 0;
  if (digits === 0) return code >= SPACE ? start + 2 : giveUp();
  if (matchEnd(HEX, text, start + 2) < start + 2 + digits) giveUp();
  return start + 2 + digits;
}
const SPACE = 32;

/** Reads the raw string at `start`. */
export function scanRawString(p: Parse, start: number): void {
  const close = p.text.indexOf("`", start + 1);
  if (close < 0) giveUp();
  p.start = start;
  p.end = close + 1;
  p.at = close + 1;
  p.token = Token.RawString;
}

const RUNE_LITERAL =
  /'(?:[^'\\\n]|\\(?:x[\da-fA-F]{2}|[0-7]{3}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[abfnrtv\\'"]))'/uy;

/** Reads the rune at `start` (specification, "Rune literals"). */
export function scanRune(p: Parse, start: number): void {
  const { text } = p;
  let end = start + 3;
  const code = text.charCodeAt(start + 1);
  if (text.charCodeAt(start + 2) !== RUNE || code === BACKSLASH || code === RUNE || code < SPACE) {
    end = matchEnd(RUNE_LITERAL, text, start);
    if (end === start) giveUp();
  }
  p.start = start;
  p.end = end;
  p.at = end;
  p.token = Token.Rune;
}
