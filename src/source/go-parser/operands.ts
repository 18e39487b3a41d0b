import { Field, Kind } from "../tree-kinds.ts";
import { callOfNewOrMake } from "./arguments.ts";
import { compositeLiteral } from "./composite-literals.ts";
import { giveUp } from "./give-up.ts";
import { advance, begin, expect, leaf, mark, node, rewind, role } from "./nodes.ts";
import { signature } from "./parameters.ts";
import { above, type Parse } from "./state.ts";
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
} as const;

/** An operand (specification, "Operands"), without what selects from it, indexes or calls it. Returns an Operand. */
export function operand(p: Parse): number {
  switch (p.token) {
    case Token.Name:
      leaf(p, Kind.Identifier);
      return Operand.Name;
    case Token.String:
      return literal(p, Kind.InterpretedStringLiteral);
    case Token.Int:
      return literal(p, Kind.IntLiteral);
    case Token.Nil:
      return literal(p, Kind.Nil);
    case Token.True:
      return literal(p, Kind.True);
    case Token.False:
      return literal(p, Kind.False);
    case Token.OpenParenthesis:
      return parenthesized(p);
    case Token.Rune:
      return literal(p, Kind.RuneLiteral);
    case Token.RawString:
      return literal(p, Kind.RawStringLiteral);
    case Token.New:
    case Token.Make:
      return newOrMake(p);
    case Token.Func:
      return functionLiteral(p);
    case Token.Float:
      return literal(p, Kind.FloatLiteral);
    case Token.Imaginary:
      return literal(p, Kind.ImaginaryLiteral);
    case Token.Iota:
      return literal(p, Kind.Iota);
    default:
      if (BEGINS_ONLY_TYPE[p.token] === 0) giveUp();
      return typeOperand(p);
  }
}

function literal(p: Parse, kind: number): number {
  leaf(p, kind);
  return Operand.Other;
}

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
  if (isImplicitLength(p)) implicitLengthArray(p);
  else above.type(p);
  if (p.token !== Token.OpenBrace) return Operand.Type;
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
    const isType = p.token === Token.CloseParenthesis;
    if (isType) {
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
