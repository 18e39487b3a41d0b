import type { NodeId } from "../../source/tree.ts";
import { type Call, sureTargetsOf } from "./call-graph.ts";
import type { BlockId, ControlFlow } from "./control-flow.ts";
import type { PackageFacts } from "./package-facts.ts";
import { isLogical } from "./steps.ts";
import type { GoFunction } from "./symbols.ts";

/** A call that runs whenever its step runs, with the functions of the package that it surely runs. */
export interface SureCall {
  readonly call: Call;
  readonly step: NodeId;
  readonly targets: readonly GoFunction[];
}

/**
 * Block → the sure calls of functions of the package in it. Calls by `go` and `defer` are not among them. `targetsOf` says
 * what a call runs.
 */
export function sureCallsOf(
  facts: PackageFacts,
  fn: GoFunction,
  flow: ControlFlow,
  targetsOf: (call: Call, caller: GoFunction) => readonly GoFunction[] = sureTargetsOf,
): Map<BlockId, SureCall[]> {
  const found = new Map<BlockId, SureCall[]>();
  const calls = facts.graph.calls[fn.id]!.filter(
    (call) => call.mode === "call" && targetsOf(call, fn).length > 0,
  );
  if (calls.length === 0) return found;
  const { tree } = fn.file.source;
  for (const block of flow.order) {
    for (const step of flow.blocks[block]!.steps) {
      const stop = tree.after[step]!;
      for (let at = firstFrom(calls, step); at < calls.length && calls[at]!.node < stop; at++) {
        const call = calls[at]!;
        if (!isSure(fn, step, call.node)) continue;
        const known = found.get(block);
        const sure: SureCall = { call, step, targets: targetsOf(call, fn) };
        if (known === undefined) found.set(block, [sure]);
        else known.push(sure);
      }
    }
  }
  return found;
}

function firstFrom(calls: readonly Call[], node: NodeId): number {
  let low = 0;
  for (let high = calls.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (calls[middle]!.node < node) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether nothing between the step and the call makes it optional. */
function isSure(fn: GoFunction, step: NodeId, call: NodeId): boolean {
  const { tree } = fn.file.source;
  for (let at = tree.parent[call]!; at >= step; at = tree.parent[at]!) if (isLogical(tree, at)) return false;
  return true;
}
