import { FIELD_NAMES, KIND_NAMES, Kind, OPERATORS } from "./tree-kinds.ts";

/** A node is its number in the tree, counted in preorder from 0, the root. */
export type NodeId = number;

/** "There is no such node". */
export const NO_NODE: NodeId = -1;

/**
 * A Go syntax tree in typed arrays. Nodes are numbered in preorder, so the subtree of `n` is the range `n` to
 * `after[n]`, and most questions are a flat loop: no recursion, whatever the depth of the source. Punctuation and
 * keywords are left out, operators sit on their node. Offsets are UTF-16 code units of `text`.
 */
export interface SyntaxTree {
  readonly text: string;
  /** Number of nodes. */
  readonly size: number;
  readonly kind: Uint8Array;
  readonly field: Uint8Array;
  /** Index into OPERATORS. */
  readonly operator: Uint8Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly parent: Int32Array;
  /** First node that is not in the subtree: the next sibling, when the parent has one. */
  readonly after: Int32Array;
  /** Nodes of kind Error or Missing, in order. */
  readonly errors: readonly NodeId[];
}

/** First child of `node`, or NO_NODE. */
export function firstChild(tree: SyntaxTree, node: NodeId): NodeId {
  return tree.after[node]! > node + 1 ? node + 1 : NO_NODE;
}

/** Next sibling of `node`, or NO_NODE. */
export function nextSibling(tree: SyntaxTree, node: NodeId): NodeId {
  const parent = tree.parent[node]!;
  const next = tree.after[node]!;
  return parent !== NO_NODE && next < tree.after[parent]! ? next : NO_NODE;
}

/** First child in the given role (a value of Field), or NO_NODE. */
export function childIn(tree: SyntaxTree, node: NodeId, field: number): NodeId {
  const stop = tree.after[node]!;
  for (let child = node + 1; child < stop; child = tree.after[child]!) {
    if (tree.field[child] === field) return child;
  }
  return NO_NODE;
}

/** Children of `node` without comments, in order. */
export function childrenOf(tree: SyntaxTree, node: NodeId): NodeId[] {
  const children: NodeId[] = [];
  const stop = tree.after[node]!;
  for (let child = node + 1; child < stop; child = tree.after[child]!) {
    if (tree.kind[child] !== Kind.Comment) children.push(child);
  }
  return children;
}

/** Children of `node` in the given role, in order. */
export function childrenIn(tree: SyntaxTree, node: NodeId, field: number): NodeId[] {
  return childrenOf(tree, node).filter((child) => tree.field[child] === field);
}

/** First child that is no comment, or NO_NODE. */
export function onlyChild(tree: SyntaxTree, node: NodeId): NodeId {
  const stop = tree.after[node]!;
  for (let child = node + 1; child < stop; child = tree.after[child]!) {
    if (tree.kind[child] !== Kind.Comment) return child;
  }
  return NO_NODE;
}

/** Source text of `node`. */
export function textOf(tree: SyntaxTree, node: NodeId): string {
  return tree.text.slice(tree.start[node]!, tree.end[node]!);
}

/** Operator of `node` as it stands in the source, "" for none. */
export function operatorOf(tree: SyntaxTree, node: NodeId): string {
  return OPERATORS[tree.operator[node]!]!;
}

/** Whether `inner` lies in the subtree of `outer` (a node contains itself). */
export function contains(tree: SyntaxTree, outer: NodeId, inner: NodeId): boolean {
  return inner >= outer && inner < tree.after[outer]!;
}

/** `node` without the parentheses around it. */
export function withoutParentheses(tree: SyntaxTree, node: NodeId): NodeId {
  let inner = node;
  while (inner !== NO_NODE && tree.kind[inner] === Kind.ParenthesizedExpression)
    inner = onlyChild(tree, inner);
  return inner;
}

/** The tree as text, one node a line: for tests and for comparing engines. */
export function dumpTree(tree: SyntaxTree): string {
  const depth = new Int32Array(tree.size);
  const lines: string[] = [];
  for (let node = 0; node < tree.size; node++) {
    const parent = tree.parent[node]!;
    depth[node] = parent === NO_NODE ? 0 : depth[parent]! + 1;
    const field = tree.field[node] === 0 ? "" : `${FIELD_NAMES[tree.field[node]!]}: `;
    const operator = tree.operator[node] === 0 ? "" : ` ${operatorOf(tree, node)}`;
    const range = `${tree.start[node]}-${tree.end[node]}`;
    lines.push(
      `${" ".repeat(Math.min(depth[node]!, 200))}${field}${KIND_NAMES[tree.kind[node]!]}${operator} ${range}`,
    );
  }
  return lines.join("\n");
}
