import { Field, Kind } from "../tree-kinds.ts";
import { advance, begin, expect, node, role, withOperator } from "./nodes.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { Operator, Token } from "./tokens.ts";

/** `(a, b...)` behind the function, which is the last node (specification, "Calls"). The call begins like its function. */
export function call(p: Parse, first: number, start: number): void {
  role(p, Field.Function);
  argumentList(p);
  node(p, Kind.CallExpression, first, start);
}

/** The arguments of a call, with their role. */
export function argumentList(p: Parse): void {
  const first = begin(p);
  const { start, inHead } = p;
  p.inHead = false;
  advance(p);
  while (p.token !== Token.CloseParenthesis) {
    argument(p);
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  endOfList(p, first, start, inHead);
}

function argument(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  above.expression(p);
  if (p.token !== Token.Ellipsis) return;
  advance(p);
  node(p, Kind.VariadicArgument, first, start);
}

/** `(T, a, b)` behind `new` or `make`: the first is a type (specification, "Allocation", "Making slices, maps and channels"). */
export function callOfNewOrMake(p: Parse, first: number, start: number): void {
  role(p, Field.Function);
  const list = begin(p);
  const listStart = p.start;
  const { inHead } = p;
  p.inHead = false;
  advance(p);
  if (p.token !== Token.CloseParenthesis) {
    above.type(p);
    while (p.token === Token.Comma) {
      advance(p);
      if (p.token === Token.CloseParenthesis) break;
      above.expression(p);
    }
  }
  endOfList(p, list, listStart, inHead);
  node(p, Kind.CallExpression, first, start);
}

function endOfList(p: Parse, first: number, start: number, inHead: boolean): void {
  expect(p, Token.CloseParenthesis);
  p.inHead = inHead;
  node(p, Kind.ArgumentList, first, start);
  role(p, Field.Arguments);
}

/**
 * `(x)` behind a type, which is the last node and begins at `start` (specification, "Conversions"). The `*` before it, of
 * which `stars` says where, are part of the type. Returns where the conversion starts.
 */
export function conversion(p: Parse, first: number, start: number, stars: readonly number[]): number {
  if (p.token !== Token.OpenParenthesis) giveUp();
  const from = pointers(p, first, start, stars);
  role(p, Field.Type);
  const { inHead } = p;
  p.inHead = false;
  advance(p);
  above.expression(p);
  role(p, Field.Operand);
  if (p.token === Token.Comma) advance(p);
  expect(p, Token.CloseParenthesis);
  p.inHead = inHead;
  node(p, Kind.TypeConversionExpression, first, from);
  return from;
}

/** The `*` at the given places, before the type that is the last node, become part of it. Returns where that starts. */
export function pointers(p: Parse, first: number, start: number, stars: readonly number[]): number {
  for (let at = stars.length - 1; at >= 0; at--)
    node(p, withOperator(Kind.PointerType, Operator.Star), first, stars[at]!);
  return stars[0] ?? start;
}
