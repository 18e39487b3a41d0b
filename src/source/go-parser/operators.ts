import { OPERATORS } from "../tree-kinds.ts";
import { giveUp } from "./give-up.ts";
import type { Parse } from "./state.ts";
import { OPERATOR_TOKEN, Token } from "./tokens.ts";

const ASCII_END = 128;
const NO_TOKEN = 255;

/** Everything that is written with signs, in Go (specification, "Operators and punctuation"), and its token. */
const SIGNS: readonly (readonly [text: string, token: number])[] = [
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

/** The token that a character is when no longer one begins with it. */
const SINGLE: Uint8Array = new Uint8Array(ASCII_END).fill(NO_TOKEN);
/** 1 for a character with which a longer one begins. */
const HAS_LONGER: Uint8Array = new Uint8Array(ASCII_END);
const LONGER: (readonly (readonly [text: string, token: number])[])[] = [];
for (const [text, token] of SIGNS) {
  const code = text.charCodeAt(0);
  if (text.length === 1) SINGLE[code] = token;
  else HAS_LONGER[code] = 1;
  LONGER[code] = SIGNS.filter((sign) => sign[0].length > 1 && sign[0].startsWith(text.charAt(0))).sort(
    (a, b) => b[0].length - a[0].length,
  );
}

/** Reads the operator or punctuation that begins at `start`: the longest there is. */
export function scanSign(p: Parse, start: number): void {
  const { text } = p;
  const code = text.charCodeAt(start);
  p.start = start;
  if (code < ASCII_END && HAS_LONGER[code] === 1) {
    for (const [sign, token] of LONGER[code]!) {
      if (!text.startsWith(sign, start)) continue;
      p.token = token;
      p.end = start + sign.length;
      p.at = p.end;
      return;
    }
  }
  const token = code < ASCII_END ? SINGLE[code]! : NO_TOKEN;
  if (token === NO_TOKEN) giveUp();
  p.token = token;
  p.end = start + 1;
  p.at = start + 1;
}
