import { Field, Kind } from "../tree-kinds.ts";
import { callOfNewOrMake } from "./arguments.ts";
import {
  advance,
  begin,
  descend,
  expect,
  firstOf,
  kindOf,
  leaf,
  mark,
  node,
  rewind,
  role,
  setKind,
  setRole,
} from "./nodes.ts";
import { signature } from "./parameters.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { BEGINS_ONLY_TYPE, Operator, Token } from "./tokens.ts";
import { implicitLengthArray, isImplicitLength } from "./types.ts";

/** What an operand is, for what may follow it. */
export const Operand = {
  /** Nothing that needs to be told apart. */
  Other: 0,
  /** A name: maybe of a type. */
  Name: 1,
  /** `package.Name`, or a selector of a variable. */
  Qualified: 2,
  /** An expression in parentheses. */
  Parenthesized: 3,
  /** A type that is no name, which must be converted to. */
  Type: 4,
  /** What a type switch asks the type of. */
  Switched: 5,
  /** An index of a name or a qualified one: maybe a generic type. */
  Indexed: 6,
} as const;

/** An operand (specification, "Operands"), without what selects from it, indexes or calls it. Returns an Operand. */
export function operand(p: Parse): number {
  if (p.token === Token.Name) {
    leaf(p, Kind.Identifier);
    return Operand.Name;
  }
  const kind = LITERALS[p.token];
  if (kind === undefined) return (OTHERS[p.token] ?? giveUp)(p);
  leaf(p, kind);
  return Operand.Other;
}

/** Kind of the tokens that are operands of their own. */
const LITERALS: number[] = [];
LITERALS[Token.String] = Kind.InterpretedStringLiteral;
LITERALS[Token.RawString] = Kind.RawStringLiteral;
LITERALS[Token.Int] = Kind.IntLiteral;
LITERALS[Token.Float] = Kind.FloatLiteral;
LITERALS[Token.Imaginary] = Kind.ImaginaryLiteral;
LITERALS[Token.Rune] = Kind.RuneLiteral;
LITERALS[Token.Nil] = Kind.Nil;
LITERALS[Token.True] = Kind.True;
LITERALS[Token.False] = Kind.False;
LITERALS[Token.Iota] = Kind.Iota;

function newOrMake(p: Parse): number {
  const first = begin(p);
  const { start } = p;
  leaf(p, Kind.Identifier);
  if (p.token === Token.OpenParenthesis) callOfNewOrMake(p, first, start);
  return Operand.Other;
}

/** A type of which a literal follows here; else it is to be converted to. */
function typeOperand(p: Parse): number {
  const first = begin(p);
  const { start, token } = p;
  const isImplicit = isImplicitLength(p);
  if (isImplicit) implicitLengthArray(p);
  else above.type(p);
  if (p.token !== Token.OpenBrace) return isImplicit ? giveUp() : Operand.Type;
  if (token !== Token.OpenBracket && token !== Token.Map && token !== Token.Struct) giveUp();
  compositeLiteral(p, first, start);
  return Operand.Other;
}

function functionLiteral(p: Parse): number {
  const first = begin(p);
  const { start, inHead } = p;
  advance(p);
  signature(p);
  if (p.token !== Token.OpenBrace) giveUp();
  p.inHead = false;
  above.block(p);
  p.inHead = inHead;
  role(p, Field.Body);
  node(p, Kind.FuncLiteral, first, start);
  return Operand.Other;
}

function parenthesized(p: Parse): number {
  const first = begin(p);
  const { start, inHead } = p;
  const from = mark(p);
  advance(p);
  if (mayBeginType(p)) {
    above.type(p);
    if (p.token === Token.CloseParenthesis) {
      advance(p);
      node(p, Kind.ParenthesizedType, first, start);
      return Operand.Type;
    }
    rewind(p, from);
    advance(p);
  }
  p.inHead = false;
  above.expression(p);
  p.inHead = inHead;
  expect(p, Token.CloseParenthesis);
  node(p, Kind.ParenthesizedExpression, first, start);
  return Operand.Parenthesized;
}

/** Whether what is in parentheses may be a type that is no expression: `[]T`, `*[]T`, `<-chan T`. */
function mayBeginType(p: Parse): boolean {
  if (p.token === Operator.Star || p.token === Operator.Arrow) return behindPrefix(p);
  return BEGINS_ONLY_TYPE[p.token] === 1 && !isImplicitLength(p);
}

const PREFIX = /[*\s]*(?:\[(?!\.)|(?:chan|func|interface|map|struct)\b)/y;
const ARROW = /\s*chan\b/y;

/** The same behind `*` and `<-`. */
function behindPrefix(p: Parse): boolean {
  const pattern = p.token === Operator.Star ? PREFIX : ARROW;
  pattern.lastIndex = p.end;
  return pattern.test(p.text);
}

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

/** The other operands, by their first token. */
const OTHERS: ((p: Parse) => number)[] = [];
OTHERS[Token.OpenParenthesis] = parenthesized;
OTHERS[Token.Func] = functionLiteral;
OTHERS[Token.New] = newOrMake;
OTHERS[Token.Make] = newOrMake;
OTHERS[Token.OpenBracket] = typeOperand;
OTHERS[Token.Chan] = typeOperand;
OTHERS[Token.Interface] = typeOperand;
OTHERS[Token.Map] = typeOperand;
OTHERS[Token.Struct] = typeOperand;
