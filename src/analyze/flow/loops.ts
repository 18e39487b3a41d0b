import { NO_NODE, type NodeId } from "../../source/tree.ts";
import type { BlockId, ControlFlow } from "./control-flow.ts";
import { dominatorsOf } from "./dominators.ts";

/** An edge that leaves a loop. */
export interface LoopExit {
  readonly from: BlockId;
  readonly to: BlockId;
}

/** A natural loop: everything that can get back to the header without passing it. */
export interface Loop {
  readonly header: BlockId;
  readonly members: ReadonlySet<BlockId>;
  readonly exits: readonly LoopExit[];
  /** Its for statement, or NO_NODE for a loop made by goto. */
  readonly statement: NodeId;
  /** Of a loop made by goto: the labeled statement at its head; else NO_NODE. */
  readonly label: NodeId;
}

/** Loops nested by the thousand repeat their members; beyond this many in all, the rest is not looked at. */
const MAX_MEMBERS = 2_000_000;

/** The natural loops of a flow, outer before inner, those with one header merged. */
export function loopsOf(flow: ControlFlow): readonly Loop[] {
  if (!flow.hasBackEdge) return [];
  const dominators = dominatorsOf(flow);
  const latches = new Map<BlockId, BlockId[]>();
  for (const block of flow.order) {
    for (const header of flow.blocks[block]!.successors) {
      if (!dominators.dominates(header, block)) continue;
      const known = latches.get(header);
      if (known === undefined) latches.set(header, [block]);
      else known.push(block);
    }
  }
  const loops: Loop[] = [];
  let budget = MAX_MEMBERS;
  for (const header of flow.order) {
    const ends = latches.get(header);
    if (ends === undefined || budget <= 0) continue;
    const members = membersOf(flow, header, ends);
    budget -= members.size;
    loops.push(loopOf(flow, header, members));
  }
  return loops;
}

function membersOf(flow: ControlFlow, header: BlockId, latches: readonly BlockId[]): Set<BlockId> {
  const members = new Set<BlockId>([header]);
  const stack = [...latches];
  for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
    if (members.has(block)) continue;
    members.add(block);
    for (const predecessor of flow.predecessors[block]!) stack.push(predecessor);
  }
  return members;
}

function loopOf(flow: ControlFlow, header: BlockId, members: ReadonlySet<BlockId>): Loop {
  const exits: LoopExit[] = [];
  for (const from of members) {
    for (const to of flow.blocks[from]!.successors) if (!members.has(to)) exits.push({ from, to });
  }
  const statement = flow.headers.get(header) ?? NO_NODE;
  const label = statement === NO_NODE ? (flow.labels.get(header) ?? NO_NODE) : NO_NODE;
  return { header, members, exits, statement, label };
}

/** Whether some way leads from the header of a loop back to it through blocks of the loop that can all be passed. */
export function comesRound(
  flow: ControlFlow,
  { header, members }: Loop,
  isPassable: (block: BlockId) => boolean,
): boolean {
  const seen = new Set<BlockId>([header]);
  for (const block of seen) {
    if (!isPassable(block)) continue;
    const { successors } = flow.blocks[block]!;
    if (successors.includes(header)) return true;
    for (const next of successors) if (members.has(next)) seen.add(next);
  }
  return false;
}
