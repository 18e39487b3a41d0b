import { Field, Kind, OPERATORS } from "../tree-kinds.ts";
import { giveUp } from "./give-up.ts";
import { FIELD_SHIFT, firstOf, kindOf, OPERATOR_SHIFT } from "./nodes.ts";
import { NODE_NUMBERS, type Parse } from "./state.ts";

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
  for (let at = from; at < to; at++) {
    const one = evidenceOf(p, at);
    if (one === NO_TYPE) return isUnsure ? giveUp() : undefined;
    if (one === UNSURE) isUnsure = true;
    else evidence += one;
  }
  return isUnsure ? giveUp() : evidence;
}

function evidenceOf(p: Parse, at: number): number {
  switch (kindOf(p, at)) {
    case Kind.Identifier:
    case Kind.Nil:
    case Kind.True:
    case Kind.False:
    case Kind.Iota:
      return -1;
    case Kind.FieldIdentifier:
    case Kind.TypeIdentifier:
    case Kind.PackageIdentifier:
    case Kind.QualifiedType:
    case Kind.PointerType:
    case Kind.SliceType:
    case Kind.GenericType:
    case Kind.TypeArguments:
    case Kind.TypeElem:
      return 0;
    case Kind.ParenthesizedExpression:
      return kindOf(p, at - 1) === Kind.BinaryExpression ? NO_TYPE : 0;
    case Kind.SelectorExpression:
      return isQualifiedName(p, at) ? 1 : NO_TYPE;
    case Kind.UnaryExpression:
      return operatorOf(p, at) === STAR ? 0 : NO_TYPE;
    case Kind.BinaryExpression:
      return operatorOf(p, at) === OR ? 0 : NO_TYPE;
    case Kind.IndexExpression:
      return evidenceOfIndex(p, at);
    case Kind.TypeInstantiationExpression:
      return evidenceOfInstantiation(p, at);
    case Kind.Comment:
    case Kind.ParenthesizedType:
    case Kind.ArrayType:
    case Kind.MapType:
    case Kind.ChannelType:
      return UNSURE;
    default:
      return NO_TYPE;
  }
}

/** An index reads as a generic type if its operand reads as the name of one. */
function evidenceOfIndex(p: Parse, at: number): number {
  const operand = firstOf(p, at - 1) - 1;
  if (kindOf(p, operand) === Kind.Identifier) return GENERIC - INDEX - NAME;
  return isQualifiedName(p, operand) ? GENERIC - INDEX : NO_TYPE;
}
const NAME = -1;
const GENERIC = 3;
const INDEX = 1;
const INSTANTIATION = -1;

/** The types in an instantiation are the same in a generic type. Its first one is the type that is instantiated. */
function evidenceOfInstantiation(p: Parse, at: number): number {
  const first = firstOf(p, at);
  let type = at - 1;
  while (firstOf(p, type) !== first || fieldOf(p, type) !== Field.Type) type--;
  while (kindOf(p, type) === Kind.PointerType) type--;
  if (kindOf(p, type) === Kind.QualifiedType) return GENERIC - INSTANTIATION;
  return kindOf(p, type) === Kind.TypeIdentifier ? GENERIC - INSTANTIATION - NAME : NO_TYPE;
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
