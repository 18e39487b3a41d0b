import { Field, Kind } from "../tree-kinds.ts";
import { giveUp } from "./give-up.ts";
import { advance, begin, descend, node, role, withOperator } from "./nodes.ts";
import { primary } from "./primary-expressions.ts";
import type { Parse } from "./state.ts";
import { IS_UNARY, Operator, PRECEDENCE, Token } from "./tokens.ts";

/** An expression (specification, "Operators"). */
export function expression(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  descend(p);
  unary(p);
  if (PRECEDENCE[p.token] !== 0) binary(p, first, start, 1);
  p.depth--;
}

/** Operators that bind at least as strong as `lowest`, behind their left operand: the last node, which begins at `first`. */
function binary(p: Parse, first: number, start: number, lowest: number): void {
  for (;;) {
    const { token } = p;
    const precedence = PRECEDENCE[token]!;
    if (precedence < lowest) return;
    role(p, Field.Left);
    advance(p);
    const right = begin(p);
    const rightStart = p.start;
    unary(p);
    if (PRECEDENCE[p.token]! > precedence) binary(p, right, rightStart, precedence + 1);
    role(p, Field.Right);
    node(p, withOperator(Kind.BinaryExpression, token), first, start);
  }
}

const NO_STARS: readonly number[] = [];

function unary(p: Parse): void {
  const { token } = p;
  if (IS_UNARY[token] === 0) {
    primary(p, NO_STARS);
    return;
  }
  descend(p);
  if (token === Operator.Star) starred(p);
  else {
    const first = begin(p);
    const { start } = p;
    advance(p);
    if (token === Operator.Arrow && p.token === Token.Chan) giveUp();
    unary(p);
    role(p, Field.Operand);
    node(p, withOperator(Kind.UnaryExpression, token), first, start);
  }
  p.depth--;
}

/** `**x`: the stars may turn out to be part of a type that is converted to, `*[]T(x)`. */
function starred(p: Parse): void {
  const first = begin(p);
  const stars: number[] = [];
  while (p.token === Operator.Star) {
    stars.push(p.start);
    advance(p);
  }
  if (begin(p) !== first) giveUp();
  const { start } = p;
  if (IS_UNARY[p.token] === 1) unary(p);
  else if (primary(p, stars) !== start) return;
  for (let at = stars.length - 1; at >= 0; at--) {
    role(p, Field.Operand);
    node(p, withOperator(Kind.UnaryExpression, Operator.Star), first, stars[at]!);
  }
}
