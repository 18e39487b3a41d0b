import { childrenOf, contains, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import type { ControlFlow } from "../flow/control-flow.ts";
import { Effect } from "../flow/effect.ts";
import { loopCondition } from "../flow/loop-condition.ts";
import type { Loop, LoopExit } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";

/** How a loop may be left. */
export interface WaysOut {
  /** Condition of the for statement, NO_NODE when there is none. */
  readonly condition: NodeId;
  /** Leaves when the condition is false. */
  readonly byCondition: readonly LoopExit[];
  /** break, return, goto. */
  readonly byJump: readonly LoopExit[];
  /** Edges that lead nowhere but to a panic or to the end of the process. */
  readonly byCrash: readonly LoopExit[];
}

/** Condition of a for statement without a range; NO_NODE when it has none. */
export function conditionOf(fn: GoFunction, statement: NodeId): NodeId {
  return loopCondition(fn.file.source.tree, statement);
}

/** Whether the loop is `for … range`, which ends with what it ranges over. */
export function isRange(fn: GoFunction, loop: Loop): boolean {
  if (loop.statement === NO_NODE) return false;
  const { tree } = fn.file.source;
  return childrenOf(tree, loop.statement).some((child) => tree.kind[child] === Kind.RangeClause);
}

/** Sorts the ways out of a loop. */
export function waysOut(fn: GoFunction, flow: ControlFlow, loop: Loop): WaysOut {
  const condition = conditionOf(fn, loop.statement);
  const byCondition: LoopExit[] = [];
  const byJump: LoopExit[] = [];
  const byCrash: LoopExit[] = [];
  for (const exit of loop.exits) {
    const decider = flow.blocks[exit.from]!.condition;
    if (condition !== NO_NODE && decider !== NO_NODE && contains(fn.file.source.tree, condition, decider)) {
      byCondition.push(exit);
    } else if (crashes(flow, exit.to)) byCrash.push(exit);
    else byJump.push(exit);
  }
  return { condition, byCondition, byJump, byCrash };
}

/** Effects of everything in a loop. */
export function effectsOfLoop(facts: PackageFacts, fn: GoFunction, loop: Loop): number {
  let effects: number = Effect.None;
  for (const block of loop.members) effects |= facts.effectsOfBlock(fn, block);
  return effects;
}

/** Whether all that follows is straight code into a panic or the end of the process. */
function crashes(flow: ControlFlow, from: number): boolean {
  let at = from;
  for (let step = 0; step < 8; step++) {
    const { end, successors } = flow.blocks[at]!;
    if (end === "panic" || end === "exit") return true;
    if (successors.length !== 1) return false;
    at = successors[0]!;
  }
  return false;
}
