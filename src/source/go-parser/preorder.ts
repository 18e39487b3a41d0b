import type { SyntaxTree } from "../tree.ts";
import { FIELD_SHIFT, OPERATOR_SHIFT } from "./nodes.ts";
import { NODE_NUMBERS, type Parse } from "./state.ts";

/** Nodes around the current one: where their subtree begins, and their number in preorder. */
let openFirst = new Int32Array(1 << 8);
let openNumber = new Int32Array(1 << 8);

/**
 * The nodes of a parse, each written behind its children, as a tree in preorder. Before a node in preorder come those
 * around it, and those to its left, which are the ones before the first of its subtree: so its number is known at once
 * when they are taken from the last to the first, parents before children.
 */
export function treeOf({ text, nodes, size }: Parse): SyntaxTree {
  const tree = emptyTree(text, size);
  let depth = 0;
  for (let at = size - 1; at >= 0; at--) {
    const from = at * NODE_NUMBERS;
    const first = nodes[from + 3]!;
    while (depth > 0 && openFirst[depth - 1]! > at) depth--;
    const number = first + depth;
    const packed = nodes[from]!;
    tree.kind[number] = packed;
    tree.field[number] = packed >>> FIELD_SHIFT;
    tree.operator[number] = packed >>> OPERATOR_SHIFT;
    tree.start[number] = nodes[from + 1]!;
    tree.end[number] = nodes[from + 2]!;
    tree.parent[number] = depth === 0 ? -1 : openNumber[depth - 1]!;
    tree.after[number] = number + at - first + 1;
    if (first === at) continue;
    if (depth === openFirst.length) deepen();
    openFirst[depth] = first;
    openNumber[depth] = number;
    depth++;
  }
  return tree;
}

function emptyTree(text: string, size: number): SyntaxTree {
  return {
    text,
    size,
    kind: new Uint8Array(size),
    field: new Uint8Array(size),
    operator: new Uint8Array(size),
    start: new Uint32Array(size),
    end: new Uint32Array(size),
    parent: new Int32Array(size),
    after: new Int32Array(size),
    errors: [],
  };
}

function deepen(): void {
  const longer = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
    const grown = new Int32Array(2 * old.length);
    grown.set(old);
    return grown;
  };
  openFirst = longer(openFirst);
  openNumber = longer(openNumber);
}
