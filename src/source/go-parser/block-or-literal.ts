import { NO_NODE } from "../tree.ts";
import { Kind } from "../tree-kinds.ts";
import { endOf, firstOf, kindOf, startOf } from "./nodes.ts";
import type { Parse } from "./state.ts";
import { OPERATOR_TOKEN, Operator, Token } from "./tokens.ts";
import { evidenceOfType } from "./type-evidence.ts";

/** 1 for tokens that may go on behind a literal, and may also begin a statement. */
export const CONTINUES_LITERAL: Uint8Array = new Uint8Array(2 * OPERATOR_TOKEN);
// biome-ignore format: a set reads better dense
for (const token of [
  Token.OpenParenthesis, Token.OpenBracket, Token.OpenBrace, Operator.Star, Operator.Arrow, Operator.And,
  Operator.Plus, Operator.Minus, Operator.Xor,
]) CONTINUES_LITERAL[token] = 1;

/**
 * Whether a statement may be read another way, with its block as a literal: `if a.T { x }`, or `for a[i] {}`. To Go that
 * is a block, but the reference parser tries both, and may read on to the next block.
 */
export function mayBeLiteral(p: Parse, statement: number): boolean {
  let at = statement;
  while (kindOf(p, at) === Kind.LabeledStatement || kindOf(p, at) === Kind.IfStatement) at--;
  const kind = kindOf(p, at);
  if (kind === Kind.ExpressionSwitchStatement) return endsWithTypeName(p, at - 1);
  if (kind === Kind.ForStatement) at--;
  else if (at === statement) return false;
  return kindOf(p, at) === Kind.Block && endsWithTypeName(p, firstOf(p, at) - 1) && readsAsLiteral(p, at);
}

/** A block of nothing, or of what reads as one expression: `x--` before `y` is `x - -y` where no line ends. */
function readsAsLiteral(p: Parse, block: number): boolean {
  const first = firstOf(p, block);
  let list = block - 1;
  while (list >= first && kindOf(p, list) === Kind.Comment) list--;
  if (list < first) return true;
  let next = NO_NODE;
  for (let at = list - 1; at >= firstOf(p, list); at = firstOf(p, at) - 1) {
    const kind = kindOf(p, at);
    if (kind === Kind.Comment) continue;
    if (READS_ON[kind] === 0) return false;
    const joins = next === NO_NODE || kind === Kind.IncStatement || kind === Kind.DecStatement;
    if (!joins && !CONTINUING.includes(p.text.charAt(startOf(p, next)))) return false;
    next = at;
  }
  return true;
}

/** First characters of the tokens of CONTINUES_LITERAL. */
const CONTINUING = "([{*<&+-^";

/** 1 for statements that may be, or be part of, an expression or an element with a key. */
const READS_ON: Uint8Array = new Uint8Array(256);
for (const kind of [
  Kind.ExpressionStatement,
  Kind.IncStatement,
  Kind.DecStatement,
  Kind.SendStatement,
  Kind.LabeledStatement,
  Kind.Block,
])
  READS_ON[kind] = 1;

/**
 * Whether a statement may go on with the next line, which begins with the bracket that is the current token: the end of a
 * line ends no type, so `a.T` may be filled by `{` there, and `f[T]` called by `(`.
 */
export function mayGoOn(p: Parse, statement: number): boolean {
  if (p.token !== Token.OpenBrace && p.token !== Token.OpenBracket && p.token !== Token.OpenParenthesis)
    return false;
  const last = lastTypeName(p, statement);
  if (last < 0) return endsWithParenthesizedType(p, statement);
  if (p.token !== Token.OpenParenthesis) return true;
  if (kindOf(p, last) !== Kind.IndexExpression) return kindOf(p, last) !== Kind.SelectorExpression;
  return evidenceOfType(p, firstOf(p, last - 1), last) !== undefined;
}

/** Whether what ends a node is what `primary` would take for a type that is converted to: `(*T[K])`. */
function endsWithParenthesizedType(p: Parse, node: number): boolean {
  for (let at = node; at >= 0; at--) {
    if (kindOf(p, at) === Kind.ParenthesizedExpression) {
      return (evidenceOfType(p, firstOf(p, at), at + 1) ?? 0) > 0;
    }
    if (at === firstOf(p, at) || endOf(p, at - 1) !== endOf(p, at)) return false;
  }
  return false;
}

function endsWithTypeName(p: Parse, node: number): boolean {
  return lastTypeName(p, node) >= 0;
}

/** What ends a node, if that is an expression that may be the name of a type, `a.b` or `a[i]`; else -1. */
function lastTypeName(p: Parse, node: number): number {
  for (let at = node; at >= 0; at--) {
    const kind = kindOf(p, at);
    if (kind === Kind.SelectorExpression || kind === Kind.IndexExpression) return at;
    if (kind === Kind.TypeInstantiationExpression) return at;
    if (at === firstOf(p, at) || endOf(p, at - 1) !== endOf(p, at)) return -1;
  }
  return -1;
}
