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
