import { childIn, NO_NODE, type NodeId, operatorOf, textOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import { compare } from "../flow/fold.ts";
import { shapeOfType } from "../flow/integers.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";

/** Two comparisons joined by `||` of which always one is true. */
export interface EitherHolds {
  readonly left: NodeId;
  readonly right: NodeId;
}

/** Whether `condition` is `x != a || x != b`, `x > 1 || x < 5` and the like: true whatever x is. */
export function eitherHolds(facts: PackageFacts, fn: GoFunction, condition: NodeId): EitherHolds | undefined {
  const parts = disjuncts(fn, condition).flatMap((node) => comparisonAt(facts, fn, node) ?? []);
  for (const [at, one] of parts.entries()) {
    for (const other of parts.slice(at + 1)) {
      if (one.text === other.text && covers(one, other)) return { left: one.node, right: other.node };
    }
  }
  return undefined;
}

/** Longer chains of `||` are cut off. */
const MAX_DISJUNCTS = 16;

function disjuncts(fn: GoFunction, condition: NodeId): NodeId[] {
  const { tree } = fn.file.source;
  const found: NodeId[] = [];
  const stack = [condition];
  for (let next = stack.pop(); next !== undefined && found.length < MAX_DISJUNCTS; next = stack.pop()) {
    const node = withoutParentheses(tree, next);
    if (tree.kind[node] !== Kind.BinaryExpression) continue;
    if (operatorOf(tree, node) === "||")
      stack.push(childIn(tree, node, Field.Right), childIn(tree, node, Field.Left));
    else found.push(node);
  }
  return found;
}

interface ComparisonWith {
  readonly node: NodeId;
  /** What is compared. */
  readonly text: string;
  readonly operator: string;
  readonly bound: bigint | string;
}

/** `x OP constant` for a variable or field of an integer or string type: its value is the same in both comparisons. */
function comparisonAt(facts: PackageFacts, fn: GoFunction, node: NodeId): ComparisonWith | undefined {
  const { tree } = fn.file.source;
  const operator = operatorOf(tree, node);
  const operand = childIn(tree, node, Field.Left);
  const right = childIn(tree, node, Field.Right);
  if (!isPlainOperand(fn, operand) || right === NO_NODE) return undefined;
  const type = underlying(facts.index, facts.oracle.typeOf(fn.file, operand));
  const text = textOf(tree, operand);
  if (shapeOfType(type) !== undefined) {
    const bound = constantAt(facts.fixed, fn.file, right)?.value;
    return typeof bound === "bigint" ? { node, text, operator, bound } : undefined;
  }
  const isText = type.kind === "basic" && type.name === "string";
  const isLiteral = tree.kind[right] === Kind.InterpretedStringLiteral && !textOf(tree, right).includes("\\");
  return isText && isLiteral && operator === "!="
    ? { node, text, operator, bound: textOf(tree, right) }
    : undefined;
}

function isPlainOperand(fn: GoFunction, operand: NodeId): boolean {
  const { tree } = fn.file.source;
  let node = operand;
  while (node !== NO_NODE && tree.kind[node] === Kind.SelectorExpression)
    node = childIn(tree, node, Field.Operand);
  return node !== NO_NODE && tree.kind[node] === Kind.Identifier;
}

/** Whether each value satisfies one of the two: of integers, the bounds and their neighbours decide. */
function covers(one: ComparisonWith, other: ComparisonWith): boolean {
  if (typeof one.bound === "string" || typeof other.bound === "string") return one.bound !== other.bound;
  const points = [one.bound, other.bound].flatMap((bound) => [bound - 1n, bound, bound + 1n]);
  return points.every(
    (point) =>
      compare(one.operator, point, one.bound as bigint) === true ||
      compare(other.operator, point, other.bound as bigint) === true,
  );
}
