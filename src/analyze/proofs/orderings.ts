import { childIn, type NodeId, operatorOf, textOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoFunction } from "../flow/symbols.ts";

/** What is assumed about expressions whose value is not known: text → the orders, or truth values, that are left. */
export type Assumptions = ReadonlyMap<string, number>;

const LESS = 1;
const EQUAL = 2;
const GREATER = 4;
/** Orders of left and right for which a comparison is true. */
const TRUE_FOR: Readonly<Record<string, number>> = {
  "<": LESS,
  "<=": LESS | EQUAL,
  "==": EQUAL,
  "!=": LESS | GREATER,
  ">": GREATER,
  ">=": GREATER | EQUAL,
};
const ANY = LESS | EQUAL | GREATER;

/** What is assumed once a condition turned out as it did; undefined when it cannot, after what is assumed already. */
export function assumed(
  fn: GoFunction,
  before: Assumptions,
  condition: NodeId,
  outcome: boolean,
): Assumptions | undefined {
  const { tree } = fn.file.source;
  let node = withoutParentheses(tree, condition);
  let isTrue = outcome;
  while (tree.kind[node] === Kind.UnaryExpression && operatorOf(tree, node) === "!") {
    node = withoutParentheses(tree, childIn(tree, node, Field.Operand));
    isTrue = !isTrue;
  }
  const operator = tree.kind[node] === Kind.BinaryExpression ? operatorOf(tree, node) : "";
  const orders = TRUE_FOR[operator];
  if (orders === undefined) return narrowed(before, textOf(tree, node), isTrue ? EQUAL : LESS | GREATER);
  const left = textOf(tree, childIn(tree, node, Field.Left));
  const right = textOf(tree, childIn(tree, node, Field.Right));
  return compared(before, left, right, isTrue ? orders : ANY & ~orders);
}

/** The same for `tag == value` of a case. */
export function assumedCase(
  fn: GoFunction,
  before: Assumptions,
  tag: NodeId,
  value: NodeId,
  outcome: boolean,
): Assumptions | undefined {
  const { tree } = fn.file.source;
  return compared(before, textOf(tree, tag), textOf(tree, value), outcome ? EQUAL : LESS | GREATER);
}

/** Without what is assumed about an expression that mentions `name`. */
export function forgotten(before: Assumptions, name: string): Assumptions {
  // Looking for the letters first: hardly any expression has them, and a pattern has to be compiled.
  if (![...before.keys()].some((text) => text.includes(name))) return before;
  const word = new RegExp(`\\b${name.replaceAll(/[^\w]/g, "\\$&")}\\b`);
  return new Map([...before].filter(([text]) => !word.test(text)));
}

function compared(before: Assumptions, left: string, right: string, orders: number): Assumptions | undefined {
  if (left <= right) return narrowed(before, `${left} ? ${right}`, orders);
  const mirrored =
    ((orders & LESS) === 0 ? 0 : GREATER) | (orders & EQUAL) | ((orders & GREATER) === 0 ? 0 : LESS);
  return narrowed(before, `${right} ? ${left}`, mirrored);
}

function narrowed(before: Assumptions, text: string, orders: number): Assumptions | undefined {
  const left = (before.get(text) ?? ANY) & orders;
  return left === 0 ? undefined : new Map([...before, [text, left]]);
}
