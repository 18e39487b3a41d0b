import type { NodeId } from "../../source/tree.ts";
import { type CallGraph, targetsOf } from "./call-graph.ts";
import { componentsOf } from "./components.ts";
import type { ControlFlow } from "./control-flow.ts";
import { Effect } from "./effect.ts";
import type { PackageIndex } from "./package-index.ts";
import type { GoFunction } from "./symbols.ts";

interface SummaryFacts {
  readonly index: PackageIndex;
  readonly graph: CallGraph;
  readonly flowOf: (fn: GoFunction) => ControlFlow | undefined;
  readonly recovers: (fn: GoFunction) => boolean;
}

type StepEffects = (fn: GoFunction, step: NodeId, ofFunction: (callee: GoFunction) => number) => number;

/**
 * Effects of calling each function, worked out on demand for a function and all that it calls: strongly connected
 * components callees first, within one to a fixed point (bits are only ever added, so it is reached).
 */
export function newSummaries(facts: SummaryFacts, effectsOfStep: StepEffects): (fn: GoFunction) => number {
  const known = new Map<number, number>();
  const current = (fn: GoFunction): number => known.get(fn.id) ?? Effect.None;
  return (asked) => {
    if (known.has(asked.id)) return current(asked);
    const fresh = reachable(facts, asked, known);
    const position = new Map(fresh.map((fn, at) => [fn.id, at]));
    const successors = fresh.map((fn) =>
      facts.graph.calls[fn.id]!.flatMap((call) =>
        targetsOf(call).flatMap((target) => position.get(target.id) ?? []),
      ),
    );
    for (const component of componentsOf(fresh.length, (at) => successors[at]!)) {
      for (let changed = true; changed; ) {
        changed = false;
        for (const at of component) {
          const fn = fresh[at]!;
          const effects = ownEffects(facts, fn, effectsOfStep, current);
          if (effects !== current(fn)) changed = component.length > 1 || successors[at]!.includes(at);
          known.set(fn.id, effects);
        }
      }
    }
    return current(asked);
  };
}

function reachable(facts: SummaryFacts, from: GoFunction, known: ReadonlyMap<number, number>): GoFunction[] {
  const seen = new Set<number>([from.id]);
  const found: GoFunction[] = [from];
  for (let at = 0; at < found.length; at++) {
    for (const call of facts.graph.calls[found[at]!.id]!) {
      for (const target of targetsOf(call)) {
        if (seen.has(target.id) || known.has(target.id)) continue;
        seen.add(target.id);
        found.push(target);
      }
    }
  }
  return found;
}

function ownEffects(
  facts: SummaryFacts,
  fn: GoFunction,
  effectsOfStep: StepEffects,
  current: (callee: GoFunction) => number,
): number {
  const flow = facts.flowOf(fn);
  if (flow === undefined || fn.broken) return Effect.Unknown;
  let effects: number = Effect.None;
  for (const block of flow.order) {
    for (const step of flow.blocks[block]!.steps) effects |= effectsOfStep(fn, step, current);
    if (flow.blocks[block]!.end === "blocked") effects |= Effect.Blocks;
  }
  for (const call of facts.graph.calls[fn.id]!) {
    if (call.mode !== "defer") continue;
    if (call.callee.kind === "unknown") effects |= Effect.Unknown;
    for (const target of targetsOf(call)) effects |= current(target);
  }
  return facts.recovers(fn) ? effects & ~(Effect.Raises | Effect.Panics) : effects;
}
