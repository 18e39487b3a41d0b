import type { NodeId } from "../../source/tree.ts";
import { contains } from "../../source/tree.ts";
import { resolveCall, targetsOf } from "../flow/call-graph.ts";
import { Effect } from "../flow/effect.ts";
import { goroutinesOf } from "../flow/goroutines.ts";
import { lockCallAt } from "../flow/lock-calls.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { sureCallsOf } from "../flow/sure-calls.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { isUsedAsValue } from "../flow/value-uses.ts";
import { findsPath, positionOf } from "./paths.ts";
import { mayExit } from "./unseen-callees.ts";

const ENDS = Effect.Exits | Effect.Raises | Effect.Unknown;
const MAY_END = Effect.Exits | Effect.Unknown;
/** Longer chains of calls are not followed. */
const MAX_CHAIN = 12;

/** Decides what a program surely does. */
export interface MustReach {
  /** Whether the program (not a library) surely comes to `node` of `fn` on its first goroutine, if it does not hang before. */
  readonly reaches: (fn: GoFunction, node: NodeId) => boolean;
  /** Whether every call of `fn` comes to `node`, if it does not hang or crash before. */
  readonly passes: (fn: GoFunction, node: NodeId) => boolean;
}

/** Answers for one package. */
export function mustReachOf(facts: PackageFacts): MustReach {
  let closed: boolean | undefined;
  const passes = (fn: GoFunction, node: NodeId): boolean => alwaysPasses(facts, fn, node);
  const reaches = (fn: GoFunction, node: NodeId, depth: number): boolean => {
    if (depth > MAX_CHAIN || !passes(fn, node)) return false;
    if (fn.kind === "function" && fn.name === "main") return true;
    facts.work.charge(facts.index.functions.length);
    return facts.index.functions.some(
      (caller) =>
        caller !== fn && callsTo(facts, caller, fn).some((call) => reaches(caller, call, depth + 1)),
    );
  };
  return {
    passes,
    reaches(fn, node) {
      if (facts.index.name !== "main" || !facts.index.functionByName.has("main")) return false;
      closed ??= !mayEndOtherwise(facts);
      return closed && reaches(fn, node, 0);
    },
  };
}

function alwaysPasses(facts: PackageFacts, fn: GoFunction, node: NodeId): boolean {
  const flow = fn.broken ? undefined : facts.flowOf(fn);
  const position = flow === undefined ? undefined : positionOf(flow, node);
  if (flow === undefined || position === undefined) return false;
  const target = flow.blocks[position.block]!.steps[position.step]!;
  const ends = ENDS | (facts.recoversAnywhere ? Effect.Panics : Effect.None);
  const { tree } = fn.file.source;
  const isLock = (call: NodeId): boolean => lockCallAt(facts.oracle, fn.file, call) !== undefined;
  const isLater = (call: NodeId): boolean => contains(tree, call, node) || call >= node || isLock(call);
  return !findsPath(facts, fn, {
    atStep(step) {
      const isTarget = step === target;
      const effects = facts.effectsOfStep(fn, step, isTarget ? isLater : isLock);
      if ((effects & ends) !== 0) return "found";
      return isTarget ? "stop" : "go-on";
    },
    atEnd: (block) => (flow.blocks[block]!.successors.length === 0 ? "found" : "go-on"),
  });
}

function callsTo(facts: PackageFacts, caller: GoFunction, fn: GoFunction): NodeId[] {
  const isCaller = facts.graph.calls[caller.id]!.some(
    (call) => call.mode === "call" && call.callee.kind === "function" && call.callee.fn === fn,
  );
  const flow = isCaller && !caller.broken ? facts.flowOf(caller) : undefined;
  if (flow === undefined) return [];
  return [...sureCallsOf(facts, caller, flow).values()]
    .flat()
    .filter(({ targets }) => targets.includes(fn))
    .map(({ call }) => call.node);
}

/** Initialization, goroutines and functions that are handed out: could any of them end the program? */
function mayEndOtherwise(facts: PackageFacts): boolean {
  const { index } = facts;
  if (index.missing !== "nothing") return true;
  if (index.initializers.some((fn) => (facts.effectsOf(fn) & (MAY_END | Effect.Raises)) !== 0)) return true;
  const initial = index.topLevelCalls.flatMap(({ file, node }) => resolveCall(facts.oracle, file, node));
  if (initial.some(({ callee }) => callee.kind === "unknown" || callee.kind === "methods")) return true;
  if (initial.flatMap(targetsOf).some((fn) => (facts.effectsOf(fn) & MAY_END) !== 0)) return true;
  const { starts } = goroutinesOf(facts);
  if (starts.some(({ call, targets }) => targets.length === 0 && mayExit(call.callee))) return true;
  const elsewhere = new Set(starts.flatMap(({ targets }) => targets));
  return index.functions.some(
    (fn) => (elsewhere.has(fn) || isUsedAsValue(facts, fn)) && (facts.effectsOf(fn) & MAY_END) !== 0,
  );
}
