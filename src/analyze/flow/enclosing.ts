import type { NodeId } from "../../source/tree.ts";
import type { GoFunction, IndexedFile } from "./symbols.ts";

/** Tells the innermost function around nodes that are asked for in ascending order. */
export function newFunctionFinder(file: IndexedFile): (node: NodeId) => GoFunction | undefined {
  const { after } = file.source.tree;
  // In source order: functions are added to the map as a walk through the file comes to them.
  const functions = [...file.functionAt.values()];
  const open: GoFunction[] = [];
  let next = 0;
  return (node) => {
    for (; next < functions.length && functions[next]!.node <= node; next++) {
      while (open.length > 0 && after[open.at(-1)!.node]! <= functions[next]!.node) open.pop();
      open.push(functions[next]!);
    }
    while (open.length > 0 && after[open.at(-1)!.node]! <= node) open.pop();
    return open.at(-1);
  };
}
