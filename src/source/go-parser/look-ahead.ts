import { scan } from "./scanner.ts";
import { giveUp, type Parse } from "./state.ts";
import { Token } from "./tokens.ts";

/** What is between the bracket that is the current token and the one that closes it. */
interface Brackets {
  /** Elements, separated by commas. */
  readonly count: number;
  /** Whether an element ends with three dots. */
  readonly isVariadic: boolean;
  /** The token behind the closing bracket. */
  readonly token: number;
}

/** Looks through brackets without parsing, and comes back. How much is looked through is limited, over the whole text. */
export function bracketsAhead(p: Parse): Brackets {
  const { token, start, end, at, pending } = p;
  let depth = 0;
  let commas = 0;
  let isEmpty = true;
  let isVariadic = false;
  let last = token;
  for (;;) {
    if (isOpening(p.token)) depth++;
    else if (isClosing(p.token)) {
      if (--depth === 0) break;
    } else if (p.token === Token.EndOfFile) giveUp();
    else if (depth === 1 && p.token === Token.Comma) commas++;
    else if (depth === 1 && p.token === Token.Ellipsis) isVariadic = true;
    last = p.token;
    scan(p);
    if (depth === 1 && !isClosing(p.token)) isEmpty = false;
  }
  scan(p);
  const count = isEmpty ? 0 : last === Token.Comma ? commas : commas + 1;
  const found = { count, isVariadic, token: p.token };
  p.spare -= p.at - at;
  if (p.spare < 0) giveUp();
  p.token = token;
  p.start = start;
  p.end = end;
  p.at = at;
  p.pending = pending;
  return found;
}

function isOpening(token: number): boolean {
  return token === Token.OpenParenthesis || token === Token.OpenBracket || token === Token.OpenBrace;
}

function isClosing(token: number): boolean {
  return token === Token.CloseParenthesis || token === Token.CloseBracket || token === Token.CloseBrace;
}
