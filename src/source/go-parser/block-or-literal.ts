import { Kind } from "../tree-kinds.ts";
import { endOf, firstOf, kindOf } from "./nodes.ts";
import type { Parse } from "./state.ts";
import { OPERATOR_TOKEN, Operator, Token } from "./tokens.ts";

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

/** Whether the last token of a node is that of what may be a type name: `a.b`, `a[i]`. */
export function endsWithTypeName(p: Parse, node: number): boolean {
  for (let at = node; at >= 0; at--) {
    const kind = kindOf(p, at);
    if (kind === Kind.SelectorExpression || kind === Kind.IndexExpression) return true;
    if (kind === Kind.TypeInstantiationExpression) return true;
    if (at === firstOf(p, at) || endOf(p, at - 1) !== endOf(p, at)) return false;
  }
  return false;
}
