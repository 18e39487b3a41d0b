import type { NodeId, SyntaxTree } from "../../source/tree.ts";
import { Kind, OPERATORS } from "../../source/tree-kinds.ts";

const AND = OPERATORS.indexOf("&&");
const OR = OPERATORS.indexOf("||");

/** Whether `node` is `a && b` or `a || b`: its right side need not run. */
export function isLogical(tree: SyntaxTree, node: NodeId): boolean {
  const operator = tree.operator[node];
  return (operator === AND || operator === OR) && tree.kind[node] === Kind.BinaryExpression;
}

/** First logical operator in the subtree of `node` outside function literals, from `start` on; -1 for none. */
export function nextLogical(tree: SyntaxTree, node: NodeId, start: NodeId): NodeId {
  const stop = tree.after[node]!;
  for (let at = start; at < stop; at++) {
    if (tree.kind[at] === Kind.FuncLiteral) at = tree.after[at]! - 1;
    else if (isLogical(tree, at)) return at;
  }
  return -1;
}

/**
 * Calls `visit` for each node that surely runs when the step runs: not what is inside function literals, behind `&&`
 * and `||`, or in the clauses of a select. `visit` returns true to skip the subtree of a node.
 */
export function eachNodeOfStep(
  tree: SyntaxTree,
  step: NodeId,
  visit: (node: NodeId, kind: number) => boolean,
): void {
  const stop = tree.after[step]!;
  for (let at = step; at < stop; at++) {
    const kind = tree.kind[at]!;
    const closed = kind === Kind.FuncLiteral || kind === Kind.SelectStatement || isLogical(tree, at);
    if (visit(at, kind) || closed) at = tree.after[at]! - 1;
  }
}
