import { sureTargetsOf } from "../flow/call-graph.ts";
import { type BlockId, type ControlFlow, ENTRY } from "../flow/control-flow.ts";
import { Effect } from "../flow/effect.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { type SureCall, sureCallsOf } from "../flow/sure-calls.ts";
import type { GoFunction } from "../flow/symbols.ts";
import type { EndlessLoop } from "./endless.ts";
import { surelyEnters } from "./entry-values.ts";
import type { RecursionCycle } from "./recursion.ts";

/** What may end the program before it comes to a loop that never ends. Panics only where something recovers. */
const ENDS = Effect.Exits | Effect.Raises | Effect.Unknown;

interface Candidate {
  readonly fn: GoFunction;
  readonly flow: ControlFlow;
  readonly sureCalls: ReadonlyMap<BlockId, readonly SureCall[]>;
  /** Headers of the loops that are proved endless. */
  readonly headers: ReadonlySet<BlockId>;
}

/**
 * The functions of which no call ever comes back, or ends the program: every path runs into an endless loop, or calls
 * such a function. The greatest set with that property, so that endless recursion is in it. `proved` are in it already:
 * the calls that the program makes of them never come back.
 */
export function divergingFunctions(
  facts: PackageFacts,
  loops: readonly EndlessLoop[],
  cycles: readonly RecursionCycle[],
  proved: readonly GoFunction[],
): ReadonlySet<number> {
  const certain = loops.filter((one) => one.certain);
  const seeds = [
    ...certain.map((one) => one.fn),
    ...cycles.flatMap((cycle) => cycle.members.map(({ fn }) => fn)),
    ...proved,
  ];
  const candidates = candidatesFrom(facts, seeds, certain);
  const isProved = new Set(proved);
  const diverging = new Set(candidates.map(({ fn }) => fn.id));
  const ends = ENDS | (facts.recoversAnywhere ? Effect.Panics : Effect.None);
  for (let removed = true; removed; ) {
    removed = false;
    for (const candidate of candidates) {
      if (!diverging.has(candidate.fn.id) || isProved.has(candidate.fn)) continue;
      if (!escapes(facts, candidate, diverging, ends)) continue;
      diverging.delete(candidate.fn.id);
      removed = true;
    }
  }
  return diverging;
}

/** The seeds and everything that surely calls them, directly or not. */
function candidatesFrom(
  facts: PackageFacts,
  seeds: readonly GoFunction[],
  certain: readonly EndlessLoop[],
): Candidate[] {
  if (seeds.length === 0) return [];
  const callers = new Map<number, GoFunction[]>();
  for (const fn of facts.index.functions) {
    for (const call of facts.graph.calls[fn.id]!) {
      if (call.mode !== "call") continue;
      for (const target of sureTargetsOf(call)) {
        const known = callers.get(target.id);
        if (known === undefined) callers.set(target.id, [fn]);
        else known.push(fn);
      }
    }
  }
  const reached = new Set<GoFunction>(seeds);
  for (const fn of reached) for (const caller of callers.get(fn.id) ?? []) reached.add(caller);
  const headersOf = new Map<GoFunction, Set<BlockId>>();
  for (const { fn, loop } of certain) {
    const known = headersOf.get(fn);
    if (known === undefined) headersOf.set(fn, new Set([loop.header]));
    else known.add(loop.header);
  }
  return [...reached].flatMap((fn) => {
    const flow = fn.broken ? undefined : facts.flowOf(fn);
    if (flow === undefined) return [];
    return [{ fn, flow, sureCalls: sureCallsOf(facts, fn, flow), headers: headersOf.get(fn) ?? new Set() }];
  });
}

/** Whether some path from the entry comes to an end of the function or of the program. */
function escapes(
  facts: PackageFacts,
  candidate: Candidate,
  diverging: ReadonlySet<number>,
  ends: number,
): boolean {
  const { fn, flow, headers } = candidate;
  const entered = new Map(
    facts
      .loopsOf(fn)
      .filter((loop) => surelyEnters(facts, fn, loop))
      .map((loop) => [loop.header, loop]),
  );
  const seen = new Set<number>();
  const stack: (readonly [block: BlockId, from: BlockId])[] = [[ENTRY, -1]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [block, from] = top;
    const loop = entered.get(block);
    const isEntry = loop !== undefined && !loop.members.has(from);
    const state = block * 2 + (isEntry ? 1 : 0);
    if (seen.has(state)) continue;
    seen.add(state);
    facts.work.charge(1 + flow.blocks[block]!.steps.length);
    const passed = passes(facts, candidate, block, diverging, ends);
    if (passed === "ends") return true;
    if (headers.has(block) || passed === "diverges") continue;
    const { successors } = flow.blocks[block]!;
    if (successors.length === 0) return true;
    for (const next of successors) if (!isEntry || loop.members.has(next)) stack.push([next, block]);
  }
  return false;
}

/** What comes first in a block: an end, a call that never comes back, or the way on. */
function passes(
  facts: PackageFacts,
  candidate: Candidate,
  block: BlockId,
  diverging: ReadonlySet<number>,
  ends: number,
): "ends" | "diverges" | "goes-on" {
  const { fn, flow, sureCalls } = candidate;
  const calls = (sureCalls.get(block) ?? []).filter(({ targets }) =>
    targets.some((target) => diverging.has(target.id)),
  );
  if (calls.length === 0) return (facts.effectsOfBlock(fn, block) & ends) !== 0 ? "ends" : "goes-on";
  const endless = new Set(calls.map(({ call }) => call.node));
  for (const step of flow.blocks[block]!.steps) {
    const inStep = calls.some((call) => call.step === step);
    const effects = facts.effectsOfStep(fn, step, inStep ? (call) => endless.has(call) : undefined);
    if ((effects & ends) !== 0) return "ends";
    if (inStep) return "diverges";
  }
  return "goes-on";
}
