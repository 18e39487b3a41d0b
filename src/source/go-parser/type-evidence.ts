import { Kind, OPERATORS } from "../tree-kinds.ts";
import { giveUp } from "./give-up.ts";
import { firstOf, kindOf, OPERATOR_SHIFT } from "./nodes.ts";
import { NODE_NUMBERS, type Parse } from "./state.ts";

const STAR = OPERATORS.indexOf("*");
const OR = OPERATORS.indexOf("|");

/**
 * How much better the nodes from `from` on read as a type than as the expression that they were read as, in the dynamic
 * precedences of tree-sitter-go 0.25 (grammar.js): a type that is a plain name has -1, a generic type 1 and its
 * arguments 2, an index 1. undefined: they cannot be a type.
 */
export function evidenceOfType(p: Parse, from: number): number | undefined {
  let evidence = 0;
  let isUnsure = false;
  for (let at = from; at < p.size; at++) {
    const kind = kindOf(p, at);
    switch (kind) {
      case Kind.Identifier:
      case Kind.Nil:
      case Kind.True:
      case Kind.False:
      case Kind.Iota:
        evidence--;
        break;
      case Kind.FieldIdentifier:
      case Kind.ParenthesizedExpression:
        break;
      case Kind.SelectorExpression:
        if (!isQualifiedName(p, at)) return isUnsure ? giveUp() : undefined;
        evidence++;
        break;
      case Kind.UnaryExpression:
        if (operatorOf(p, at) !== STAR) return isUnsure ? giveUp() : undefined;
        break;
      case Kind.IndexExpression: {
        const operand = firstOf(p, at - 1) - 1;
        if (kindOf(p, operand) === Kind.Identifier) evidence++;
        else if (!isQualifiedName(p, operand)) return isUnsure ? giveUp() : undefined;
        evidence += 2;
        break;
      }
      case Kind.BinaryExpression:
        if (operatorOf(p, at) !== OR) return isUnsure ? giveUp() : undefined;
        isUnsure = true;
        break;
      case Kind.Comment:
        isUnsure = true;
        break;
      default:
        return isUnsure ? giveUp() : undefined;
    }
  }
  return isUnsure ? giveUp() : evidence;
}

/** Whether a node is `package.Name`, with nothing in between. */
export function isQualifiedName(p: Parse, of: number): boolean {
  if (kindOf(p, of) !== Kind.SelectorExpression) return false;
  const first = firstOf(p, of);
  return of - first === 2 && kindOf(p, first) === Kind.Identifier;
}

function operatorOf(p: Parse, of: number): number {
  return p.nodes[of * NODE_NUMBERS]! >>> OPERATOR_SHIFT;
}
