import { Field, Kind, OPERATORS } from "../tree-kinds.ts";
import { FIELD_SHIFT, firstOf, kindOf, OPERATOR_SHIFT } from "./nodes.ts";
import { giveUp, NODE_NUMBERS, type Parse } from "./state.ts";

const STAR = OPERATORS.indexOf("*");
const OR = OPERATORS.indexOf("|");

/** What a node says of a reading as a type: a number, or one of these. */
const NO_TYPE = -100;
const UNSURE = 100;

/**
 * How much better the nodes from `from` to `to` read as a type than as the expression that they were read as, in the
 * dynamic precedences of tree-sitter-go 0.25 (grammar.js): a type that is a plain name has -1, a generic type 1 and its
 * arguments 2, an index 1, an instantiation -1. undefined: they cannot be a type.
 */
export function evidenceOfType(p: Parse, from: number, to: number): number | undefined {
  let evidence = 0;
  let isUnsure = false;
  for (let at = to - 1; at >= from; at--) {
    const one = evidenceOf(p, at);
    if (one === NO_TYPE) return isUnsure ? giveUp() : undefined;
    if (one === UNSURE) isUnsure = true;
    else evidence += one;
    // The types in an instantiation are types either way.
    if (kindOf(p, at) === Kind.TypeInstantiationExpression) at = firstOf(p, at);
  }
  return isUnsure ? giveUp() : evidence;
}

/** From the last node to the first: what is in a node comes behind it. */
function evidenceOf(p: Parse, at: number): number {
  switch (kindOf(p, at)) {
    case Kind.Identifier:
      return NAME;
    case Kind.FieldIdentifier:
      return 0;
    case Kind.ParenthesizedExpression:
      return kindOf(p, at - 1) === Kind.BinaryExpression ? NO_TYPE : 0;
    case Kind.SelectorExpression:
      return isQualifiedName(p, at) ? -NAME : isPlainOperand(p, at) ? NO_TYPE : UNSURE;
    case Kind.UnaryExpression:
      return operatorOf(p, at) === STAR ? 0 : NO_TYPE;
    case Kind.BinaryExpression:
      return operatorOf(p, at) === OR ? 0 : NO_TYPE;
    case Kind.IndexExpression:
      return evidenceOfIndex(p, at);
    case Kind.TypeInstantiationExpression:
      return evidenceOfInstantiation(p, at);
    case Kind.Comment:
    case Kind.Nil:
    case Kind.True:
    case Kind.False:
    case Kind.Iota:
      // Which of the readings has them as names of types depends on what the parser expects beside a type.
      return UNSURE;
    default:
      return NO_TYPE;
  }
}

/** An index reads as a generic type if its operand reads as the name of one. */
function evidenceOfIndex(p: Parse, at: number): number {
  const operand = firstOf(p, at - 1) - 1;
  if (kindOf(p, operand) === Kind.Identifier) return GENERIC - INDEX - NAME;
  if (isQualifiedName(p, operand)) return GENERIC - INDEX;
  return isPlainOperand(p, operand) ? NO_TYPE : UNSURE;
}
const NAME = -1;
const GENERIC = 3;
const INDEX = 1;
const INSTANTIATION = -1;

/** Its first type is the one that is instantiated. */
function evidenceOfInstantiation(p: Parse, at: number): number {
  const first = firstOf(p, at);
  let type = at - 1;
  while (firstOf(p, type) !== first || fieldOf(p, type) !== Field.Type) type--;
  while (kindOf(p, type) === Kind.PointerType) type--;
  if (kindOf(p, type) === Kind.QualifiedType) return GENERIC - INSTANTIATION;
  return kindOf(p, type) === Kind.TypeIdentifier ? GENERIC - INSTANTIATION - NAME : NO_TYPE;
}

/** Whether it is certain that a node, which is no name of a type by its looks, is none: no comments, no `nil`. */
function isPlainOperand(p: Parse, of: number): boolean {
  const kind = kindOf(p, kindOf(p, of) === Kind.SelectorExpression ? of - 2 : of);
  return kind !== Kind.Comment && (kind < Kind.Nil || kind > Kind.Iota);
}

/** Whether a node is `package.Name`, with nothing in between. */
function isQualifiedName(p: Parse, of: number): boolean {
  if (kindOf(p, of) !== Kind.SelectorExpression) return false;
  const first = firstOf(p, of);
  return of - first === 2 && kindOf(p, first) === Kind.Identifier;
}

function operatorOf(p: Parse, of: number): number {
  return p.nodes[of * NODE_NUMBERS]! >>> OPERATOR_SHIFT;
}

function fieldOf(p: Parse, of: number): number {
  return (p.nodes[of * NODE_NUMBERS]! >>> FIELD_SHIFT) & 0xff;
}
