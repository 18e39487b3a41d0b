import { childIn, childrenOf, NO_NODE, type NodeId, type SyntaxTree } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";

/** Condition of a `for` statement without a range; NO_NODE when it has none. */
export function loopCondition(tree: SyntaxTree, statement: NodeId): NodeId {
  if (statement === NO_NODE) return NO_NODE;
  const body = childIn(tree, statement, Field.Body);
  const control = childrenOf(tree, statement).find((child) => child !== body) ?? NO_NODE;
  if (control === NO_NODE || tree.kind[control] === Kind.RangeClause) return NO_NODE;
  return tree.kind[control] === Kind.ForClause ? childIn(tree, control, Field.Condition) : control;
}
