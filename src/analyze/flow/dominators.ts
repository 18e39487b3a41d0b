import type { BlockId, ControlFlow } from "./control-flow.ts";
import { ENTRY } from "./control-flow.ts";

/** The dominator tree of a flow. Blocks that cannot be reached have no place in it. */
export interface Dominators {
  /** Block → its immediate dominator; -1 for the entry and for unreachable blocks. */
  readonly immediate: Int32Array;
  /** Whether every path from the entry to `inner` passes `outer`. */
  dominates(outer: BlockId, inner: BlockId): boolean;
}

/**
 * Dominators by the Semi-NCA algorithm (Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems",
 * 2005, section 2.2): near-linear on real graphs, and without the quadratic case that iterating over a function of
 * many early returns would have.
 */
export function dominatorsOf(flow: ControlFlow): Dominators {
  const search = depthFirst(flow);
  const { vertex, parent, number, count } = search;
  const semi = Int32Array.from({ length: count }, (_, at) => at);
  const label = semi.slice();
  const ancestor = new Int32Array(count).fill(-1);
  for (let at = count - 1; at > 0; at--) {
    for (const predecessor of flow.predecessors[vertex[at]!]!) {
      const from = number[predecessor]!;
      if (from < 0) continue;
      compress(ancestor, label, semi, from);
      semi[at] = Math.min(semi[at]!, semi[label[from]!]!);
    }
    ancestor[at] = parent[at]!;
  }
  const dominator = parent.slice(0, count);
  for (let at = 1; at < count; at++) {
    while (dominator[at]! > semi[at]!) dominator[at] = dominator[dominator[at]!]!;
  }
  return tree(flow, search, dominator);
}

interface Search {
  readonly vertex: Int32Array;
  readonly parent: Int32Array;
  /** Block → its number in the search, -1 when it was not reached. */
  readonly number: Int32Array;
  readonly count: number;
}

function depthFirst(flow: ControlFlow): Search {
  const size = flow.blocks.length;
  const vertex = new Int32Array(size);
  const parent = new Int32Array(size).fill(-1);
  const number = new Int32Array(size).fill(-1);
  const nextEdge = new Uint32Array(size);
  const stack: BlockId[] = [ENTRY];
  let count = 1;
  number[ENTRY] = 0;
  while (stack.length > 0) {
    const block = stack.at(-1)!;
    const next = flow.blocks[block]!.successors[nextEdge[block]!++];
    if (next === undefined) stack.pop();
    else if (number[next]! < 0) {
      number[next] = count;
      vertex[count] = next;
      parent[count] = number[block]!;
      count++;
      stack.push(next);
    }
  }
  return { vertex, parent, number, count };
}

/** Path compression: afterwards `label[from]` has the least semidominator on the way up. */
function compress(ancestor: Int32Array, label: Int32Array, semi: Int32Array, from: number): void {
  const path: number[] = [];
  for (let at = from; ancestor[at]! >= 0 && ancestor[ancestor[at]!]! >= 0; at = ancestor[at]!) path.push(at);
  for (const at of path.reverse()) {
    const above = ancestor[at]!;
    if (semi[label[above]!]! < semi[label[at]!]!) label[at] = label[above]!;
    ancestor[at] = ancestor[above]!;
  }
}

function tree(flow: ControlFlow, search: Search, dominator: Int32Array): Dominators {
  const { vertex, number, count } = search;
  const size = new Int32Array(count).fill(1);
  for (let at = count - 1; at > 0; at--) size[dominator[at]!]! += size[at]!;
  const enter = new Int32Array(count);
  const nextChild = new Int32Array(count);
  nextChild[0] = 1;
  for (let at = 1; at < count; at++) {
    const above = dominator[at]!;
    enter[at] = nextChild[above]!;
    nextChild[above]! += size[at]!;
    nextChild[at] = enter[at]! + 1;
  }
  const immediate = new Int32Array(flow.blocks.length).fill(-1);
  for (let at = 1; at < count; at++) immediate[vertex[at]!] = vertex[dominator[at]!]!;
  return {
    immediate,
    dominates(outer, inner) {
      const a = number[outer]!;
      const b = number[inner]!;
      return a >= 0 && b >= 0 && enter[a]! <= enter[b]! && enter[b]! < enter[a]! + size[a]!;
    },
  };
}
