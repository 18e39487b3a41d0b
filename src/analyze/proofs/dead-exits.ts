import { NO_NODE, type NodeId } from "../../source/tree.ts";
import type { BlockId } from "../flow/control-flow.ts";
import { fixedOutcome } from "./constant-results.ts";
import type { Course } from "./counters.ts";
import { waysOut } from "./ways-out.ts";

/** A loop that is only left when a function returns what it never returns. */
export interface DeadExit {
  /** The condition that never turns out so. */
  readonly condition: NodeId;
  /** The call whose result it is about. */
  readonly call: NodeId;
}

/** The dead exit of a loop whose every other way out is a crash; undefined when it has a live one. */
export function deadExitOf({ facts, fn, flow, loop }: Course): DeadExit | undefined {
  let dead: DeadExit | undefined;
  const seen = new Set<BlockId>([loop.header]);
  const live = new Set<string>();
  for (const block of seen) {
    const { condition, successors } = flow.blocks[block]!;
    const fixed =
      condition === NO_NODE || successors.length !== 2 ? undefined : fixedOutcome(facts, fn, condition);
    const open = fixed === undefined ? successors : [successors[fixed.outcome ? 0 : 1]!];
    if (fixed !== undefined && loop.exits.some(({ from }) => from === block))
      dead ??= { condition, call: fixed.call };
    for (const next of open) {
      if (loop.members.has(next)) seen.add(next);
      else live.add(`${block} ${next}`);
    }
  }
  if (dead === undefined) return undefined;
  const { byCrash } = waysOut(fn, flow, loop);
  const isCrash = ({ from, to }: { readonly from: BlockId; readonly to: BlockId }): boolean =>
    byCrash.some((exit) => exit.from === from && exit.to === to);
  const isLeft = loop.exits.some((exit) => live.has(`${exit.from} ${exit.to}`) && !isCrash(exit));
  return isLeft ? undefined : dead;
}
