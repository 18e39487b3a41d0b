import { giveUp } from "./give-up.ts";
import type { Parse } from "./state.ts";
import { Token, WORD_TOKENS } from "./tokens.ts";

const ASCII_END = 128;
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
export function scanWord(p: Parse, start: number): void {
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
/** Beyond the basic plane Unicode still grows: engines of different age know different letters. */
const SURROGATE = /[\uD800-\uDFFF]/;

/** Reads a name with characters beyond ASCII. */
export function scanWideName(p: Parse, start: number): void {
  WIDE_NAME.lastIndex = start;
  const name = WIDE_NAME.exec(p.text)?.[0];
  const end = start + (name?.length ?? 0);
  if (name === undefined || SURROGATE.test(name) || p.text.charCodeAt(end) >= ASCII_END) giveUp();
  p.start = start;
  p.end = end;
  p.at = end;
  p.token = Token.Name;
}
