import { Field, Kind } from "../tree-kinds.ts";
import { advance, begin, descend, expect, leaf, node, role, withOperator } from "./nodes.ts";
import { signature } from "./parameters.ts";
import { above, giveUp, type Parse, type Part } from "./state.ts";
import { Operator, Token } from "./tokens.ts";
import { interfaceType, structType } from "./type-members.ts";
import { typeAfterName } from "./type-names.ts";

/** A type (specification, "Types"). One with a name like `nil` is a type to the reference parser in some places only. */
export function type(p: Parse): void {
  if (p.token === Token.Name) {
    const first = begin(p);
    const { start } = p;
    leaf(p, Kind.TypeIdentifier);
    if (p.token === Token.Dot || p.token === Token.OpenBracket) typeAfterName(p, first, start);
    return;
  }
  descend(p);
  (LITERALS[p.token] ?? giveUp)(p);
  p.depth--;
}

function prefixed(p: Parse, kind: number): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  type(p);
  if (kind === Kind.PointerType) node(p, withOperator(kind, Operator.Star), first, start);
  else node(p, kind, first, start);
}

function parenthesized(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  type(p);
  expect(p, Token.CloseParenthesis);
  node(p, Kind.ParenthesizedType, first, start);
}

/** `[]T`, `[N]T` (specification, "Array types", "Slice types"). */
function arrayOrSlice(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  let kind: number = Kind.SliceType;
  if (p.token !== Token.CloseBracket) {
    kind = Kind.ArrayType;
    const { inHead } = p;
    p.inHead = false;
    above.expression(p);
    p.inHead = inHead;
    role(p, Field.Length);
  }
  expect(p, Token.CloseBracket);
  type(p);
  role(p, Field.Element);
  node(p, kind, first, start);
}

/** Whether the bracket that is the current token begins `[...]T`. */
export function isImplicitLength(p: Parse): boolean {
  return p.token === Token.OpenBracket && p.text.startsWith("...", p.end);
}

/** `[...]T`, which only literals have. The current token is the bracket, and the dots follow. */
export function implicitLengthArray(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  expect(p, Token.Ellipsis);
  expect(p, Token.CloseBracket);
  type(p);
  role(p, Field.Element);
  node(p, Kind.ImplicitLengthArrayType, first, start);
}

function mapType(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  expect(p, Token.OpenBracket);
  type(p);
  role(p, Field.Key);
  expect(p, Token.CloseBracket);
  type(p);
  role(p, Field.Value);
  node(p, Kind.MapType, first, start);
}

function functionType(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  advance(p);
  signature(p);
  node(p, Kind.FunctionType, first, start);
}

const CHANNEL_BEHIND = /\s*chan\b(?!\s*<-(?!\s*chan\b))/y;

/** In `chan <- chan T` the arrow belongs to the first `chan`, but the reference parser takes it for the second's. */
function arrowIsOfNext(p: Parse): boolean {
  CHANNEL_BEHIND.lastIndex = p.end;
  return CHANNEL_BEHIND.test(p.text);
}

/** `chan T`, `chan<- T`, `<-chan T` (specification, "Channel types"). */
function channelType(p: Parse): void {
  const first = begin(p);
  const { start } = p;
  let isDirected = p.token === Operator.Arrow;
  if (isDirected) advance(p);
  expect(p, Token.Chan);
  if (!isDirected && p.token === Operator.Arrow && !arrowIsOfNext(p)) {
    isDirected = true;
    advance(p);
  }
  type(p);
  role(p, Field.Value);
  if (isDirected) node(p, withOperator(Kind.ChannelType, Operator.Arrow), first, start);
  else node(p, Kind.ChannelType, first, start);
}

/** What begins with a token, by the token (specification, "Types"). */
const LITERALS: Part[] = [];
LITERALS[Operator.Star] = (p) => prefixed(p, Kind.PointerType);
LITERALS[Token.Tilde] = (p) => prefixed(p, Kind.NegatedType);
LITERALS[Token.OpenBracket] = arrayOrSlice;
LITERALS[Token.Struct] = structType;
LITERALS[Token.Interface] = interfaceType;
LITERALS[Token.Map] = mapType;
LITERALS[Token.Func] = functionType;
LITERALS[Token.OpenParenthesis] = parenthesized;
LITERALS[Token.Chan] = channelType;
LITERALS[Operator.Arrow] = channelType;
