import { NO_NODE, type NodeId, nextSibling, onlyChild } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import type { Loop } from "../flow/loops.ts";
import type { GoFunction } from "../flow/symbols.ts";

/**
 * `break` statements that leave only a switch or select of the loop and have no effect there, because nothing follows
 * them: most likely they were meant to leave the loop.
 */
export function lostBreaks(fn: GoFunction, loop: Loop): NodeId[] {
  const { tree } = fn.file.source;
  if (loop.statement === NO_NODE) return [];
  const found: NodeId[] = [];
  for (let node = loop.statement + 1; node < tree.after[loop.statement]!; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.FuncLiteral || kind === Kind.ForStatement) node = tree.after[node]! - 1;
    else if (kind === Kind.BreakStatement && onlyChild(tree, node) === NO_NODE && isLost(fn, node))
      found.push(node);
  }
  return found;
}

/** Whether the break ends a clause: climbs from the last statement to the last statement around it. */
function isLost(fn: GoFunction, statement: NodeId): boolean {
  const { tree } = fn.file.source;
  let at = statement;
  for (;;) {
    const outer = tree.parent[at]!;
    if (outer === NO_NODE) return false;
    const kind = tree.kind[outer];
    if (kind === Kind.StatementList) {
      if (nextSibling(tree, at) !== NO_NODE) return false;
    } else if (isClause(kind!)) return true;
    else if (kind !== Kind.Block && kind !== Kind.IfStatement) return false;
    at = outer;
  }
}

function isClause(kind: number): boolean {
  return (
    kind === Kind.ExpressionCase ||
    kind === Kind.TypeCase ||
    kind === Kind.CommunicationCase ||
    kind === Kind.DefaultCase
  );
}
