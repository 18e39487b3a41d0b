import {
  DROPPED,
  fieldUnder,
  LEAVES,
  meaningOf,
  type NodeTypes,
  OPERATOR_BASE,
  type TreeCursor,
} from "./node-types.ts";
import type { SyntaxTree } from "./tree.ts";
import { scratch } from "./tree-columns.ts";
import { Kind } from "./tree-kinds.ts";

/**
 * Copies a tree-sitter tree in one pass of a cursor that stands on its root, asking it for everything: right for any
 * tree, also of broken source. Returns undefined when the tree has more than `maxNodes` nodes. `hasErrors` (of the root)
 * only saves asking each node whether it is missing. Errors right inside errors, or of no width, are left out: engines
 * of different versions put different ones there.
 */
export function copyTree(
  cursor: TreeCursor,
  text: string,
  types: NodeTypes,
  limits: { readonly maxNodes: number; readonly hasErrors: boolean },
): SyntaxTree | undefined {
  const errors: number[] = [];
  let size = 0;
  let parent = -1;
  for (;;) {
    let kind = meaningOf(types, cursor, cursor.nodeTypeId);
    if (limits.hasErrors && cursor.nodeIsMissing) kind = Kind.Missing;
    let descend = false;
    const isEcho = kind === Kind.Error && parent >= 0 && isEchoIn(parent, cursor);
    if (kind < OPERATOR_BASE && !isEcho) {
      if (size >= limits.maxNodes) return undefined;
      if (size === scratch.capacity) scratch.grow();
      if (kind === Kind.Error || kind === Kind.Missing) errors.push(size);
      writeNode(size, kind, parent, cursor, types);
      size++;
      descend = !LEAVES.has(kind) && cursor.gotoFirstChild();
      if (descend) parent = size - 1;
      else scratch.after[size - 1] = size;
    } else if (!isEcho && kind !== DROPPED && parent >= 0 && scratch.operator[parent] === 0) {
      scratch.operator[parent] = kind - OPERATOR_BASE;
    }
    while (!descend && !cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        if (limits.hasErrors && errors.length === 0) errors.push(0);
        return scratch.finish(text, size, errors);
      }
      scratch.after[parent] = size;
      parent = scratch.parent[parent]!;
    }
  }
}

/** An error in an error, or of no width, says nothing new. */
function isEchoIn(parent: number, cursor: TreeCursor): boolean {
  return scratch.kind[parent] === Kind.Error || cursor.startIndex === cursor.endIndex;
}

function writeNode(node: number, kind: number, parent: number, cursor: TreeCursor, types: NodeTypes): void {
  scratch.kind[node] = kind;
  scratch.field[node] = fieldUnder(types, cursor);
  scratch.operator[node] = 0;
  scratch.start[node] = cursor.startIndex;
  scratch.end[node] = cursor.endIndex;
  scratch.parent[node] = parent;
}
