import { Field, Kind } from "../tree-kinds.ts";
import { advance, begin, descend, expect, firstOf, kindOf, node, role, setKind, setRole } from "./nodes.ts";
import { above, type Parse } from "./state.ts";
import { Token } from "./tokens.ts";

/** `{a, k: v}` behind a type, which is the last node (specification, "Composite literals"). */
export function compositeLiteral(p: Parse, first: number, start: number): void {
  role(p, Field.Type);
  literalValue(p);
  role(p, Field.Body);
  node(p, Kind.CompositeLiteral, first, start);
}

/** A node, a name or `package.Name` read as an expression, is a type after all. */
export function becomeType(p: Parse, of: number): void {
  if (kindOf(p, of) !== Kind.SelectorExpression) {
    setKind(p, of, Kind.TypeIdentifier);
    return;
  }
  const packageName = firstOf(p, of);
  setKind(p, packageName, Kind.PackageIdentifier);
  setRole(p, packageName, Field.Package);
  setKind(p, of - 1, Kind.TypeIdentifier);
  setRole(p, of - 1, Field.Name);
  setKind(p, of, Kind.QualifiedType);
}

function literalValue(p: Parse): void {
  const first = begin(p);
  const { start, inHead } = p;
  descend(p);
  p.inHead = false;
  advance(p);
  while (p.token !== Token.CloseBrace) {
    element(p);
    if (p.token !== Token.Comma) break;
    advance(p);
  }
  expect(p, Token.CloseBrace);
  p.inHead = inHead;
  p.depth--;
  node(p, Kind.LiteralValue, first, start);
}

function element(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  literalElement(p, first, start);
  if (p.token !== Token.Colon) return;
  role(p, Field.Key);
  advance(p);
  const value = begin(p);
  literalElement(p, value, p.start);
  role(p, Field.Value);
  node(p, Kind.KeyedElement, first, start);
}

function literalElement(p: Parse, first: number, start: number): void {
  if (p.token === Token.OpenBrace) literalValue(p);
  else above.expression(p);
  node(p, Kind.LiteralElement, first, start);
}
