import { Field, Kind } from "../tree-kinds.ts";
import {
  advance,
  atTerminator,
  begin,
  expect,
  leaf,
  nameLeaf,
  node,
  role,
  setKind,
  setRole,
  withOperator,
} from "./nodes.ts";
import { signature } from "./parameters.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { BEGINS_TYPE, IS_NAME, Operator, Token } from "./tokens.ts";
import { bracketIsPartOfName, typeAfterName, typeElement, unionAfter } from "./type-names.ts";

/** `struct { a, b int; *T }` (specification, "Struct types"). */
export function structType(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  fieldList(p);
  node(p, Kind.StructType, first, start);
}

function fieldList(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  expect(p, Token.OpenBrace);
  while (p.token !== Token.CloseBrace) {
    fieldDeclaration(p);
    if (p.token === Token.CloseBrace) break;
    if (!atTerminator(p)) giveUp();
    advance(p);
  }
  advance(p);
  node(p, Kind.FieldDeclarationList, first, start);
}

function fieldDeclaration(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  const isPointer = p.token === Operator.Star;
  if (isPointer) advance(p);
  if (isPointer || !fieldNames(p, first)) {
    const type = isPointer ? begin(p) : first;
    const typeStart = isPointer ? p.start : start;
    if (isPointer) nameLeaf(p, Kind.TypeIdentifier);
    typeAfterName(p, type, typeStart);
  } else above.type(p);
  role(p, Field.Type);
  if (p.token === Token.String) {
    leaf(p, Kind.InterpretedStringLiteral);
    role(p, Field.Tag);
  } else if (p.token === Token.RawString) {
    leaf(p, Kind.RawStringLiteral);
    role(p, Field.Tag);
  }
  if (isPointer) node(p, withOperator(Kind.FieldDeclaration, Operator.Star), first, start);
  else node(p, Kind.FieldDeclaration, first, start);
}

/** Reads the names of a field. False: what was read is the name of an embedded type. */
function fieldNames(p: Parse, first: number): boolean {
  nameLeaf(p, Kind.TypeIdentifier);
  const isNamed =
    p.token === Token.OpenBracket
      ? !bracketIsPartOfName(p)
      : BEGINS_TYPE[p.token] === 1 || p.token === Token.OpenParenthesis || p.token === Token.Comma;
  if (!isNamed) return false;
  setKind(p, first, Kind.FieldIdentifier);
  setRole(p, first, Field.Name);
  while (p.token === Token.Comma) {
    advance(p);
    nameLeaf(p, Kind.FieldIdentifier);
    role(p, Field.Name);
  }
  return true;
}

/** `interface { M(); ~int | T }` (specification, "Interface types"). */
export function interfaceType(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  expect(p, Token.OpenBrace);
  while (p.token !== Token.CloseBrace) {
    interfaceElement(p);
    if (p.token === Token.CloseBrace) break;
    if (!atTerminator(p)) giveUp();
    advance(p);
  }
  advance(p);
  node(p, Kind.InterfaceType, first, start);
}

function interfaceElement(p: Parse): void {
  if (IS_NAME[p.token] === 0) {
    typeElement(p, Kind.TypeElem);
    return;
  }
  const first = begin(p);
  const { start } = p;
  leaf(p, Kind.TypeIdentifier);
  if (p.token === Token.OpenParenthesis) {
    setKind(p, first, Kind.FieldIdentifier);
    setRole(p, first, Field.Name);
    signature(p);
    node(p, Kind.MethodElem, first, start);
    return;
  }
  typeAfterName(p, first, start);
  unionAfter(p, Kind.TypeElem, first, start);
}
