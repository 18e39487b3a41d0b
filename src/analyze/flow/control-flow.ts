import type { NodeId } from "../../source/tree.ts";
import type { GoFunction } from "./symbols.ts";

/** Number of a block in its function. */
export type BlockId = number;

/** How control ends in a block without successors; "" when it goes on, or can never get there. */
export type BlockEnd = "" | "return" | "panic" | "exit" | "blocked";

/** Steps that run one after the other, then one way to go on. */
export interface Block {
  readonly id: BlockId;
  /**
   * Statements and expressions, each run whole. `&&`, `||` inside a step have blocks of their own before it, so a walk
   * through a step leaves them out (see `eachNodeOfStep`).
   */
  readonly steps: NodeId[];
  readonly successors: BlockId[];
  /** Expression that picks successors[0] when true and successors[1] when false, or NO_NODE. */
  condition: NodeId;
  end: BlockEnd;
}

/** What can happen in a function, in which order. Block 0 is the entry, block 1 the exit that `return` leads to. */
export interface ControlFlow {
  readonly fn: GoFunction;
  readonly blocks: readonly Block[];
  /** Loop header → its for statement. */
  readonly headers: ReadonlyMap<BlockId, NodeId>;
  /** Block of a label → the labeled statement. */
  readonly labels: ReadonlyMap<BlockId, NodeId>;
  readonly predecessors: readonly (readonly BlockId[])[];
  /** Blocks that can be reached from the entry, in reverse postorder. */
  readonly order: readonly BlockId[];
  /** Position in `order`, -1 for what cannot be reached. */
  readonly position: Int32Array;
  /** Whether some edge goes backwards in `order`: without one there is no loop. */
  readonly hasBackEdge: boolean;
}

export const ENTRY: BlockId = 0;
export const EXIT: BlockId = 1;

/** Predecessors, order and back edges of blocks that are complete. */
export function finishFlow(
  fn: GoFunction,
  blocks: readonly Block[],
  headers: ReadonlyMap<BlockId, NodeId>,
  labels: ReadonlyMap<BlockId, NodeId>,
): ControlFlow {
  const order = reversePostorder(blocks);
  const position = new Int32Array(blocks.length).fill(-1);
  for (const [at, block] of order.entries()) position[block] = at;
  const predecessors: BlockId[][] = blocks.map(() => []);
  let hasBackEdge = false;
  for (const block of order) {
    for (const next of blocks[block]!.successors) {
      predecessors[next]!.push(block);
      if (position[next]! <= position[block]!) hasBackEdge = true;
    }
  }
  return { fn, blocks, headers, labels, predecessors, order, position, hasBackEdge };
}

function reversePostorder(blocks: readonly Block[]): BlockId[] {
  const seen = new Uint8Array(blocks.length);
  const nextEdge = new Uint32Array(blocks.length);
  const stack: BlockId[] = [ENTRY];
  const postorder: BlockId[] = [];
  seen[ENTRY] = 1;
  while (stack.length > 0) {
    const block = stack.at(-1)!;
    const next = blocks[block]!.successors[nextEdge[block]!++];
    if (next === undefined) {
      postorder.push(block);
      stack.pop();
    } else if (seen[next] === 0) {
      seen[next] = 1;
      stack.push(next);
    }
  }
  return postorder.reverse();
}
