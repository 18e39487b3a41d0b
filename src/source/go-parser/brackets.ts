import { Field, Kind } from "../tree-kinds.ts";
import { argumentList, conversion, pointers } from "./arguments.ts";
import { bracketsAhead } from "./look-ahead.ts";
import { advance, expect, kindOf, type Mark, mark, node, rewind, role, setRole } from "./nodes.ts";
import { becomeType, compositeLiteral } from "./operands.ts";
import { above, giveUp, type Parse } from "./state.ts";
import { BEGINS_ONLY_TYPE, Operator, Token } from "./tokens.ts";
import { evidenceOfType } from "./type-evidence.ts";
import { typeArguments } from "./type-names.ts";
import { isImplicitLength } from "./types.ts";

/** An operand with brackets behind it. */
export interface Bracketed {
  /** Its first node, and where it starts. */
  readonly first: number;
  readonly start: number;
  readonly node: number;
  /** A name, or `package.Name`: it may be a generic type. */
  readonly isName: boolean;
  /** Where to go back to, to read it as a type; without that it cannot be one. */
  readonly from: Mark | undefined;
  /** Where the `*` before it are. */
  readonly stars: readonly number[];
}

/**
 * `[i]`, `[i:j]` or `[T, U]` behind an operand, which is the last node, with what is called or filled behind those:
 * `f[T](x)`, `L[T]{a}`. Nobody can tell `f[i](x)` with an index from that with a type argument without knowing what the
 * names are; it is taken for what the dynamic precedences of the reference grammar make of it. Returns where that starts.
 */
export function brackets(p: Parse, operand: Bracketed): number {
  const from = mark(p);
  advance(p);
  if (BEGINS_ONLY_TYPE[p.token] === 1 && !isImplicitLength(p)) {
    above.type(p);
    const isType = p.token === Token.CloseBracket || p.token === Token.Comma || p.token === Operator.Or;
    rewind(p, from);
    if (isType) return withTypes(p, operand);
    advance(p);
  }
  if (indexOrSlice(p, operand)) return operand.start;
  if (p.token !== Token.Comma) {
    expect(p, Token.CloseBracket);
    if (!isTypeArgument(p, operand, from.size)) {
      setRole(p, operand.node, Field.Operand);
      node(p, Kind.IndexExpression, operand.first, operand.start);
      return operand.start;
    }
  }
  rewind(p, from);
  return withTypes(p, operand);
}

/** Reads an index, with its role; or a slice, which is completed: then true. */
function indexOrSlice(p: Parse, operand: Bracketed): boolean {
  const { inHead } = p;
  p.inHead = false;
  if (p.token !== Token.Colon) {
    above.expression(p);
    if (p.token !== Token.Colon) {
      role(p, Field.Index);
      p.inHead = inHead;
      return false;
    }
    role(p, Field.Start);
  }
  advance(p);
  if (p.token !== Token.CloseBracket) {
    above.expression(p);
    role(p, Field.End);
    if (p.token === Token.Colon) {
      advance(p);
      above.expression(p);
      role(p, Field.Capacity);
    }
  }
  expect(p, Token.CloseBracket);
  p.inHead = inHead;
  setRole(p, operand.node, Field.Operand);
  node(p, Kind.SliceExpression, operand.first, operand.start);
  return true;
}

/** Whether the index that is complete from node `content` on is a type argument, by its looks and what follows. */
function isTypeArgument(p: Parse, { first, node: of, isName, from }: Bracketed, content: number): boolean {
  if (p.token === Token.OpenParenthesis) {
    const evidence = evidenceOfType(p, content, p.size);
    if (evidence === undefined) return false;
    if (from !== undefined && !isName) {
      const whole = evidence + (evidenceOfType(p, first, of + 1) ?? -INSTANTIATED) - INSTANTIATED;
      if (whole >= 0 && whole > evidence) giveUp();
    }
    return (isName && evidence >= -1 && isConversion(p)) || evidence >= 0;
  }
  if (from === undefined) return false;
  if (isName && p.token === Token.OpenBrace && !p.inHead)
    return evidenceOfType(p, content, p.size) !== undefined;
  const last = kindOf(p, p.size - 1);
  if (last === Kind.IntLiteral || last === Kind.BinaryExpression) return false;
  if (isName && (p.size === content + 1 || last === Kind.SelectorExpression)) return false;
  const evidence = evidenceOfType(p, content, p.size);
  if (evidence === undefined) return false;
  const ofOperand = evidenceOfType(p, first, of + 1);
  return ofOperand !== undefined && evidence + ofOperand >= INSTANTIATED;
}
/** An instantiation has -1, an index 1. */
const INSTANTIATED = 2;

/** Whether the call that comes next may be a conversion: one argument. */
export function isConversion(p: Parse): boolean {
  if (p.pending !== 0) giveUp();
  const { count, isVariadic } = bracketsAhead(p);
  return count === 1 && !isVariadic;
}

/** Reads the brackets as type arguments, and what follows. */
function withTypes(p: Parse, operand: Bracketed): number {
  const behind = bracketsAhead(p).token;
  const { first, start, node: of, isName } = operand;
  const isCall = behind === Token.OpenParenthesis;
  const isLiteral = behind === Token.OpenBrace && isName && !p.inHead;
  if (!isCall && !isLiteral) return instantiation(p, operand);
  if (operand.from !== undefined && !isName) {
    const evidence = evidenceOfType(p, first, of + 1);
    if (evidence !== undefined && evidence > INSTANTIATED) giveUp();
  }
  typeArguments(p);
  role(p, Field.TypeArguments);
  if (isLiteral || (isName && isConversion(p))) {
    becomeType(p, of);
    setRole(p, of, Field.Type);
    node(p, Kind.GenericType, first, start);
    if (!isLiteral) return conversion(p, first, start, operand.stars);
    compositeLiteral(p, first, start);
    return start;
  }
  setRole(p, of, Field.Function);
  argumentList(p);
  node(p, Kind.CallExpression, first, start);
  return start;
}

/** `f[K, V]` that nothing is done to: the grammar has it apart, without nodes around its types. */
function instantiation(p: Parse, { node: of, isName, from, first, start, stars }: Bracketed): number {
  if (isName) becomeType(p, of);
  else if (from === undefined || evidenceOfType(p, first, of + 1) === undefined) giveUp();
  else {
    rewind(p, from);
    above.type(p);
  }
  const began = pointers(p, first, start, stars);
  role(p, Field.Type);
  expect(p, Token.OpenBracket);
  for (;;) {
    above.type(p);
    if (p.token === Token.CloseBracket) break;
    expect(p, Token.Comma);
    if (p.token === Token.CloseBracket) break;
  }
  advance(p);
  node(p, Kind.TypeInstantiationExpression, first, began);
  return began;
}
