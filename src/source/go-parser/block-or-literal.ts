import { Kind } from "../tree-kinds.ts";
import { endOf, firstOf, kindOf } from "./nodes.ts";
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
  return kindOf(p, at) === Kind.Block && readsAsLiteral(p, at) && endsWithTypeName(p, firstOf(p, at) - 1);
}

/** A block of nothing, or of one expression, which may have a label. */
function readsAsLiteral(p: Parse, block: number): boolean {
  const first = firstOf(p, block);
  if (first === block) return true;
  for (let at = block - 1; at >= first; at = firstOf(p, at) - 1) {
    const kind = kindOf(p, at);
    if (kind === Kind.Comment) continue;
    return kind === Kind.StatementList && isOneExpression(p, at);
  }
  return true;
}

function isOneExpression(p: Parse, list: number): boolean {
  let at = list - 1;
  while (kindOf(p, at) === Kind.Comment) at--;
  while (kindOf(p, at) === Kind.LabeledStatement) at--;
  return kindOf(p, at) === Kind.ExpressionStatement && firstOf(p, at) <= firstOf(p, list) + LABELS;
}
const LABELS = 1;

/**
 * Whether a statement may go on with the next line, which begins with the bracket that is the current token: the end of a
 * line ends no type, so `a.T` may be filled by `{` there, and `f[T]` called by `(`.
 */
export function mayGoOn(p: Parse, statement: number): boolean {
  if (p.token !== Token.OpenBrace && p.token !== Token.OpenBracket && p.token !== Token.OpenParenthesis)
    return false;
  const last = lastTypeName(p, statement);
  if (last < 0 || p.token !== Token.OpenParenthesis) return last >= 0;
  if (kindOf(p, last) !== Kind.IndexExpression) return kindOf(p, last) !== Kind.SelectorExpression;
  return evidenceOfType(p, firstOf(p, last - 1), last) !== undefined;
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
