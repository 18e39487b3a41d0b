import { OPERATORS } from "../tree-kinds.ts";
import { scanNumber, scanRawString, scanRune, scanString } from "./literals.ts";
import { giveUp, type Parse } from "./state.ts";
import { ENDS_STATEMENT, OPERATOR_TOKEN, Token, WORD_TOKENS } from "./tokens.ts";

const NEWLINE = 10;
const SLASH = 47;
const STAR = 42;
const ZERO = 48;
const NINE = 57;

/** What a character begins. */
const SPACE = 1;
const LINE_END = 2;
const WORD = 3;
const DIGIT = 4;
const QUOTE = 5;
const RAW_QUOTE = 6;
const RUNE_QUOTE = 7;
const SLASHES = 8;
const DOTS = 9;
const FIRST_SIGNS: ReadonlyMap<string, number> = new Map([
  ["\n", LINE_END],
  ['"', QUOTE],
  ["`", RAW_QUOTE],
  ["'", RUNE_QUOTE],
  ["/", SLASHES],
  [".", DOTS],
]);
const ASCII_END = 128;
const CLASSES: Uint8Array = Uint8Array.from({ length: ASCII_END }, (_, code) =>
  classOf(String.fromCharCode(code)),
);

function classOf(character: string): number {
  if (" \t\r".includes(character)) return SPACE;
  if (/[A-Za-z_]/.test(character)) return WORD;
  if (/\d/.test(character)) return DIGIT;
  return FIRST_SIGNS.get(character) ?? 0;
}

/**
 * Reads the next token, in place of the current one. Comments before it are kept apart. As in Go, the end of a line is
 * a token behind what can end a statement; but one inside a comment is not, since it is not to the reference parser.
 */
export function scan(p: Parse): void {
  const { text } = p;
  const ends = ENDS_STATEMENT[p.token] === 1;
  let { at } = p;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!(code < ASCII_END)) {
      if (at < text.length) scanWideName(p, at);
      else endFile(p, ends);
      return;
    }
    const kind = CLASSES[code]!;
    if (kind === WORD) {
      scanWord(p, at);
      return;
    }
    if (kind === SPACE || (kind === LINE_END && !ends)) {
      at++;
      continue;
    }
    const comment = kind === SLASHES ? commentEnd(text, at) : 0;
    if (comment === 0) {
      scanOther(p, at, kind);
      return;
    }
    keepComment(p, at, comment);
    at = comment;
  }
}

/** Reads a token that is no name. */
function scanOther(p: Parse, start: number, kind: number): void {
  if (kind === LINE_END) endLine(p, start);
  else if (kind === DIGIT || (kind === DOTS && isDigit(p.text.charCodeAt(start + 1)))) scanNumber(p, start);
  else if (kind === QUOTE) scanString(p, start);
  else if (kind === RAW_QUOTE) scanRawString(p, start);
  else if (kind === RUNE_QUOTE) scanRune(p, start);
  else scanSign(p, start);
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** End of the comment at `start`; 0 when there is none. */
function commentEnd(text: string, start: number): number {
  const second = text.charCodeAt(start + 1);
  if (second === SLASH) {
    const end = text.indexOf("\n", start);
    return end < 0 ? text.length : end;
  }
  if (second !== STAR) return 0;
  const close = text.indexOf("*/", start + 2);
  return close < 0 ? giveUp() : close + 2;
}

function keepComment(p: Parse, start: number, end: number): void {
  if (p.pending === p.comments.length) {
    const comments = new Int32Array(2 * p.pending);
    comments.set(p.comments);
    p.comments = comments;
  }
  p.comments[p.pending] = start;
  p.comments[p.pending + 1] = end;
  p.pending += 2;
}

/** Line ends that follow each other are one token. */
function endLine(p: Parse, start: number): void {
  let end = start + 1;
  while (p.text.charCodeAt(end) === NEWLINE) end++;
  p.token = Token.Newline;
  p.start = start;
  p.end = end;
  p.at = end;
}

function endFile(p: Parse, ends: boolean): void {
  p.token = ends ? Token.Newline : Token.EndOfFile;
  p.start = p.text.length;
  p.end = p.text.length;
  p.at = p.text.length;
}

const LONGEST = "fallthrough".length;

/** 1 for characters below 128 that a name may hold. */
const IN_NAME: Uint8Array = Uint8Array.from({ length: ASCII_END }, (_, code) =>
  Number(/\w/.test(String.fromCharCode(code))),
);

/** Place of a word in WORD_AT: the low bits of its first two letters, and its length. No two words of Go share one. */
const placeOf = (first: number, second: number, length: number): number =>
  ((first & 31) << 9) | ((second & 31) << 4) | length;

const WORD_AT: Uint8Array = new Uint8Array(1 << 14);
const WORDS: string[] = [];
for (const [word, token] of WORD_TOKENS) {
  WORD_AT[placeOf(word.charCodeAt(0), word.charCodeAt(1), word.length)] = token;
  WORDS[token] = word;
}

/** Reads the name or keyword that begins at `start` (specification, "Identifiers", "Keywords"). */
function scanWord(p: Parse, start: number): void {
  const { text } = p;
  let at = start + 1;
  let code = text.charCodeAt(at);
  const second = code;
  while (code < ASCII_END && IN_NAME[code] === 1) code = text.charCodeAt(++at);
  if (code >= ASCII_END) {
    scanWideName(p, start);
    return;
  }
  p.start = start;
  p.end = at;
  p.at = at;
  p.token = Token.Name;
  const length = at - start;
  if (length < 2 || length > LONGEST) return;
  const token = WORD_AT[placeOf(text.charCodeAt(start), second, length)]!;
  if (token !== 0 && isWord(text, start, WORDS[token]!)) p.token = token;
}

function isWord(text: string, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at++)
    if (text.charCodeAt(start + at) !== word.charCodeAt(at)) return false;
  return true;
}

/** What is a letter or digit both to Go (categories L and Nd) and to tree-sitter-go (XID_Start, XID_Continue). */
const WIDE_NAME = /(?:(?=[\p{L}_])[\p{XIDS}_])(?:(?=[\p{L}_\p{Nd}])\p{XIDC})*/uy;
/** Unicode still grows, and engines of different age know different letters: these scripts are complete. */
const OTHER_SCRIPT = /[^\0-\u05ff\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]/;

/** Reads a name with characters beyond ASCII. */
function scanWideName(p: Parse, start: number): void {
  WIDE_NAME.lastIndex = start;
  const name = WIDE_NAME.exec(p.text)?.[0];
  const end = start + (name?.length ?? 0);
  if (name === undefined || OTHER_SCRIPT.test(name) || p.text.charCodeAt(end) >= ASCII_END) giveUp();
  p.start = start;
  p.end = end;
  p.at = end;
  p.token = Token.Name;
}

const NO_TOKEN = 255;

type Sign = readonly [text: string, token: number];
/** Everything that is written with signs, in Go (specification, "Operators and punctuation"), and its token. */
const SIGNS: readonly Sign[] = [
  ...OPERATORS.flatMap((text, at) => (text === "" ? [] : [[text, OPERATOR_TOKEN + at] as const])),
  ["(", Token.OpenParenthesis],
  [")", Token.CloseParenthesis],
  ["[", Token.OpenBracket],
  ["]", Token.CloseBracket],
  ["{", Token.OpenBrace],
  ["}", Token.CloseBrace],
  [",", Token.Comma],
  [".", Token.Dot],
  [":", Token.Colon],
  [";", Token.Semicolon],
  ["~", Token.Tilde],
  ["++", Token.Increment],
  ["--", Token.Decrement],
  ["...", Token.Ellipsis],
];

/** The token that a character is by itself. */
const SINGLE: Uint8Array = new Uint8Array(ASCII_END).fill(NO_TOKEN);
/** The longer ones that begin with a character, the longest first. */
const LONGER: Sign[][] = Array.from({ length: ASCII_END }, () => []);
for (const sign of SIGNS) {
  const code = sign[0].charCodeAt(0);
  if (sign[0].length === 1) SINGLE[code] = sign[1];
  else LONGER[code]!.push(sign);
}
for (const signs of LONGER) signs.sort((a, b) => b[0].length - a[0].length);

/** Reads the operator or punctuation that begins at `start`: the longest there is. */
function scanSign(p: Parse, start: number): void {
  const { text } = p;
  const code = text.charCodeAt(start);
  p.start = start;
  for (const [sign, token] of LONGER[code]!) {
    if (!isWord(text, start, sign)) continue;
    p.token = token;
    p.end = start + sign.length;
    p.at = p.end;
    return;
  }
  const token = SINGLE[code]!;
  if (token === NO_TOKEN) giveUp();
  p.token = token;
  p.end = start + 1;
  p.at = start + 1;
}
