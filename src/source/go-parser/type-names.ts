import { Field, Kind } from "../tree-kinds.ts";
import { bracketsAhead } from "./look-ahead.ts";
import {
  advance,
  begin,
  descend,
  expect,
  nameLeaf,
  node,
  role,
  setKind,
  setRole,
  withOperator,
} from "./nodes.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { Operator, Token } from "./tokens.ts";

/**
 * What follows a type name, which is the last node: `.Name`, `[arguments]` (specification, "Type declarations",
 * "Instantiations"). The type begins at `start`, with the node `first`.
 */
export function typeAfterName(p: Parse, first: number, start: number): void {
  if (p.token === Token.Dot) {
    setKind(p, first, Kind.PackageIdentifier);
    setRole(p, first, Field.Package);
    advance(p);
    nameLeaf(p, Kind.TypeIdentifier);
    role(p, Field.Name);
    node(p, Kind.QualifiedType, first, start);
  }
  if (p.token !== Token.OpenBracket) return;
  role(p, Field.Type);
  typeArguments(p);
  role(p, Field.TypeArguments);
  node(p, Kind.GenericType, first, start);
}

/** `[A, B | C]` behind a generic type or function. */
export function typeArguments(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  descend(p);
  expect(p, Token.OpenBracket);
  for (;;) {
    typeElement(p, Kind.TypeElem);
    if (p.token === Token.CloseBracket) break;
    expect(p, Token.Comma);
    if (p.token === Token.CloseBracket) break;
  }
  advance(p);
  p.depth--;
  node(p, Kind.TypeArguments, first, start);
}

/** `A | ~B`, a union of types, or one (specification, "General interfaces"). */
export function typeElement(p: Parse, kind: number): void {
  const first = begin(p);
  const { start } = p;
  above.type(p);
  unionAfter(p, kind, first, start);
}

/** The rest of a union behind its first type. */
export function unionAfter(p: Parse, kind: number, first: number, start: number): void {
  if (p.token !== Operator.Or) {
    node(p, kind, first, start);
    return;
  }
  while (p.token === Operator.Or) {
    advance(p);
    above.type(p);
  }
  node(p, withOperator(kind, Operator.Or), first, start);
}

/** Whether the bracket behind a name of a field or parameter holds type arguments: `a[T]`, not `a [3]T` or `a []T`. */
export function bracketIsPartOfName(p: Parse): boolean {
  if (p.token !== Token.OpenBracket) giveUp();
  const behind = bracketsAhead(p);
  return (
    behind.count > 0 &&
    (behind.token === Token.Comma ||
      behind.token === Token.CloseParenthesis ||
      behind.token === Token.CloseBrace ||
      behind.token === Token.Newline ||
      behind.token === Token.Semicolon ||
      behind.token === Token.String ||
      behind.token === Token.RawString)
  );
}
