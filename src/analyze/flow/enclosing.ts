import type { NodeId } from "../../source/tree.ts";
import type { GoFunction, IndexedFile } from "./symbols.ts";

/** Tells the innermost function around nodes that are asked for in ascending order. */
export function newFunctionFinder(file: IndexedFile): (node: NodeId) => GoFunction | undefined {
  const { after } = file.source.tree;
  const open: GoFunction[] = [];
  return (node) => {
    const entered = file.functionAt.get(node);
    while (open.length > 0 && after[open.at(-1)!.node]! <= node) open.pop();
    const around = open.at(-1);
    if (entered === undefined) return around;
    open.push(entered);
    return entered;
  };
}
