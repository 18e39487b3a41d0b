import { childIn, childrenOf, NO_NODE, type NodeId, type SyntaxTree } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { SharedValue } from "../flow/shared-values.ts";

/**
 * Whether a variable that holds the channel is set to nil somewhere: so a reader of several channels leaves out the one that
 * it has had all from, and goes on until all are nil.
 */
export function isSetToNil({ variables }: SharedValue): boolean {
  return variables.some(({ file, uses }) => {
    const tree = file?.source.tree;
    return tree !== undefined && uses.some((use) => isNilAssigned(tree, use));
  });
}

function isNilAssigned(tree: SyntaxTree, use: NodeId): boolean {
  const list = tree.parent[use]!;
  if (tree.field[list] !== Field.Left || tree.kind[list] !== Kind.ExpressionList) return false;
  const assignment = tree.parent[list]!;
  if (tree.kind[assignment] !== Kind.AssignmentStatement) return false;
  const right = childIn(tree, assignment, Field.Right);
  const value = right === NO_NODE ? undefined : childrenOf(tree, right)[childrenOf(tree, list).indexOf(use)];
  return value !== undefined && tree.kind[value] === Kind.Nil;
}
