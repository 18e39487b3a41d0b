import { childrenOf, type NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import type { Emitter } from "./emitter.ts";

/** Writes the statements in a block or clause. */
export function emitList(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const list = childrenOf(tree, node).find((child) => tree.kind[child] === Kind.StatementList);
  if (list === undefined) return;
  for (const statement of childrenOf(tree, list)) e.statement(statement);
}
