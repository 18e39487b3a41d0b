import { giveUp } from "./give-up.ts";
import { scanNumber, scanRawString, scanRune, scanString } from "./literals.ts";
import { scanSign } from "./operators.ts";
import type { Parse } from "./state.ts";
import { ENDS_STATEMENT, Token } from "./tokens.ts";
import { scanWideName, scanWord } from "./words.ts";

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
const ASCII_END = 128;
const CLASSES: Uint8Array = Uint8Array.from({ length: ASCII_END }, (_, code) =>
  classOf(String.fromCharCode(code)),
);

function classOf(character: string): number {
  if (" \t\r".includes(character)) return SPACE;
  if (character === "\n") return LINE_END;
  if (/[A-Za-z_]/.test(character)) return WORD;
  if (/\d/.test(character)) return DIGIT;
  return (
    new Map([
      ['"', QUOTE],
      ["`", RAW_QUOTE],
      ["'", RUNE_QUOTE],
      ["/", SLASHES],
      [".", DOTS],
    ]).get(character) ?? 0
  );
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
