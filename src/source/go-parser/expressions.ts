import { Field, Kind } from "../tree-kinds.ts";
import { call, conversion } from "./arguments.ts";
import { brackets, isConversion } from "./brackets.ts";
import { advance, begin, descend, expect, kindOf, leaf, node, rewind, role, withOperator } from "./nodes.ts";
import { becomeType, compositeLiteral, Operand, operand } from "./operands.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { IS_NAME, IS_UNARY, Operator, PRECEDENCE, Token } from "./tokens.ts";
import { evidenceOfType } from "./type-evidence.ts";

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

/**
 * An operand with all that selects from it, indexes or calls it (specification, "Primary expressions"). `stars` says where
 * the `*` before it are. Returns where it starts: at the first of them if they turned out to be part of a type.
 */
function primary(p: Parse, stars: readonly number[]): number {
  const first = begin(p);
  const { token, start, end, lastEnd } = p;
  let began = start;
  let kind = operand(p);
  if (kind === Operand.Type) {
    began = conversion(p, first, start, stars);
    kind = Operand.Other;
  }
  for (;;) {
    switch (p.token) {
      case Token.Dot:
        kind = behindDot(p, first, began, kind);
        if (kind === Operand.Switched) return began;
        break;
      case Token.OpenParenthesis:
        if (kind !== Operand.Parenthesized || !readsAsType(p, first)) call(p, first, began);
        else {
          rewind(p, { token, start, end, lastEnd, size: first });
          above.type(p);
          began = conversion(p, first, start, stars);
        }
        kind = Operand.Other;
        break;
      case Token.OpenBracket: {
        const from = kind === Operand.Other ? undefined : { token, start, end, lastEnd, size: first };
        const of = p.size - 1;
        const isName = mayName(kind);
        if (kindOf(p, of) === Kind.TypeInstantiationExpression) giveUp();
        began = brackets(p, { node: of, first, start: began, isName, from, stars });
        kind = isName && kindOf(p, p.size - 1) === Kind.IndexExpression ? Operand.Indexed : Operand.Other;
        break;
      }
      case Token.OpenBrace:
        if (p.inHead || !mayName(kind)) return began;
        becomeType(p, p.size - 1);
        compositeLiteral(p, first, began);
        kind = Operand.Other;
        break;
      default:
        return began;
    }
  }
}

/** Whether an operand of this kind may be the name of a type. */
function mayName(kind: number): boolean {
  return kind === Operand.Name || kind === Operand.Qualified;
}

/** Whether what is in parentheses, with an argument behind it, is a generic type: `(*T[K])(x)`. */
function readsAsType(p: Parse, first: number): boolean {
  return (evidenceOfType(p, first, p.size) ?? 0) > 0 && isConversion(p);
}

/** `.field`, `.(T)` or `.(type)` behind the last node, an operand of the given kind. Returns that of the whole. */
function behindDot(p: Parse, first: number, start: number, kind: number): number {
  const of = p.size - 1;
  role(p, Field.Operand);
  advance(p);
  if (IS_NAME[p.token] === 1) {
    leaf(p, Kind.FieldIdentifier);
    role(p, Field.Field);
    node(p, Kind.SelectorExpression, first, start);
    return kind === Operand.Name ? Operand.Qualified : Operand.Other;
  }
  expect(p, Token.OpenParenthesis);
  if (p.token === Token.Type) {
    advance(p);
    expect(p, Token.CloseParenthesis);
    p.switched = of;
    p.unclaimed++;
    return Operand.Switched;
  }
  above.type(p);
  role(p, Field.Type);
  expect(p, Token.CloseParenthesis);
  node(p, Kind.TypeAssertionExpression, first, start);
  return Operand.Other;
}
