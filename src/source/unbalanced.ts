import { asciiBytes, type GoToken, goTokens } from "./go-tokens.ts";

/** Something wrong with the text of a file that its tree does not show, because the tree was made from mended text. */
export interface SyntaxFlaw {
  /** Where to point, as UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** The declaration around it: nothing is proved about the functions that start in it. */
  readonly from: number;
  readonly to: number;
}

/** Text in which every bracket has its partner. Nothing is taken out: what was too much became spaces. */
export interface BalancedText {
  readonly text: string;
  /** Offsets, ascending, at which one character each was put in. */
  readonly added: readonly number[];
  readonly characters: string;
  readonly flaws: readonly SyntaxFlaw[];
}

const PARTNER: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

interface Opener {
  readonly mark: string;
  readonly at: number;
}

/** What `balanced` has done so far. */
interface Balancing {
  readonly blanked: number[];
  readonly added: { readonly at: number; readonly character: string }[];
  readonly flaws: SyntaxFlaw[];
  /** Flaws of the declaration that is being read. */
  readonly own: Omit<SyntaxFlaw, "from" | "to">[];
  readonly open: Opener[];
  /** Closing bracket → how many of its partner are open. */
  readonly depths: Map<string, number>;
  from: number;
}

/**
 * Gives each declaration of a broken file its missing brackets and takes those away that close nothing, so that a brace
 * that one function lacks does not make all that follow part of it. Function declarations do not nest, so that `func` with
 * a name at the beginning of a line starts a new one whatever is still open.
 */
export function balanced(text: string): BalancedText {
  const state: Balancing = {
    blanked: [],
    added: [],
    flaws: [],
    own: [],
    open: [],
    depths: new Map(),
    from: 0,
  };
  const tokens = [...goTokens(asciiBytes(text))].filter(({ kind }) => kind !== "comment");
  for (const [at, token] of tokens.entries()) {
    const isFirst = at > 0 && tokens[at - 1]!.kind === "newline" && /^(word|mark)$/.test(token.kind);
    const isOutside = state.open.length === 0;
    if (isFirst && (isOutside || startsFunction(text, tokens, at))) endDeclaration(state, token.start);
    if (token.kind === "mark") readMark(state, text[token.start]!, token.start);
  }
  // Out of a comment at the end.
  if (state.open.length > 0 && !text.endsWith("\n")) state.added.push({ at: text.length, character: "\n" });
  endDeclaration(state, text.length);
  const added = state.added.sort((a, b) => a.at - b.at);
  return {
    text: withSpaces(text, state.blanked),
    added: added.map(({ at }) => at),
    characters: added.map(({ character }) => character).join(""),
    flaws: state.flaws,
  };
}

/** `func name` or `func (receiver) name(`. */
function startsFunction(text: string, tokens: readonly GoToken[], at: number): boolean {
  const word = (token: GoToken | undefined): boolean => token?.kind === "word";
  const is = (token: GoToken | undefined, mark: string): boolean =>
    token?.kind === "mark" && text[token.start] === mark;
  const { start, end } = tokens[at]!;
  if (end - start !== 4 || !text.startsWith("func", start)) return false;
  if (word(tokens[at + 1])) return true;
  if (!is(tokens[at + 1], "(")) return false;
  let close = at + 2;
  while (close < at + MAX_RECEIVER && !is(tokens[close], ")") && tokens[close]?.kind !== "newline") close++;
  return is(tokens[close], ")") && word(tokens[close + 1]) && is(tokens[close + 2], "(");
}

/** Tokens of the longest receiver that is looked for. */
const MAX_RECEIVER = 40;

function readMark(state: Balancing, mark: string, at: number): void {
  if (PARTNER[mark] !== undefined) enter(state, { mark, at });
  else if (mark === ")" || mark === "]" || mark === "}") readCloser(state, mark, at);
}

/** Closes what stands open above its partner; without a partner it closes nothing. */
function readCloser(state: Balancing, mark: string, at: number): void {
  if ((state.depths.get(mark) ?? 0) > 0) {
    for (let top = leave(state); top !== undefined; top = leave(state)) {
      if (PARTNER[top.mark] === mark) return;
      close(state, top, at);
    }
  }
  state.blanked.push(at);
  state.own.push({ start: at, end: at + 1, message: `syntax error: this ${mark} closes nothing` });
}

function enter({ open, depths }: Balancing, opener: Opener): void {
  const partner = PARTNER[opener.mark]!;
  open.push(opener);
  depths.set(partner, (depths.get(partner) ?? 0) + 1);
}

function leave({ open, depths }: Balancing): Opener | undefined {
  const top = open.pop();
  if (top === undefined) return undefined;
  const partner = PARTNER[top.mark]!;
  depths.set(partner, depths.get(partner)! - 1);
  return top;
}

function close(state: Balancing, { mark, at: opened }: Opener, at: number): void {
  state.added.push({ at, character: PARTNER[mark]! });
  state.own.push({ start: opened, end: opened + 1, message: `syntax error: this ${mark} is never closed` });
}

/** Closes what is open, and ends the declaration. The semicolon is what a line end would be. */
function endDeclaration(state: Balancing, to: number): void {
  const isOpen = state.open.length > 0;
  for (let top = leave(state); top !== undefined; top = leave(state)) close(state, top, to);
  if (isOpen) state.added.push({ at: to, character: ";" });
  for (const one of state.own.splice(0)) state.flaws.push({ ...one, from: state.from, to });
  state.from = to;
}

function withSpaces(text: string, offsets: readonly number[]): string {
  const parts = offsets.map((offset, at) => `${text.slice(at === 0 ? 0 : offsets[at - 1]! + 1, offset)} `);
  return parts.join("") + text.slice(offsets.length === 0 ? 0 : offsets.at(-1)! + 1);
}
