import type { NodeId } from "../../source/tree.ts";
import { isPlainlyChanged, localChanges } from "./accesses.ts";
import { buildFlow } from "./build-flow.ts";
import { type CallGraph, callGraphOf } from "./call-graph.ts";
import { type ConstantTable, constantAt, newConstantTable } from "./constants.ts";
import type { BlockEnd, BlockId, ControlFlow } from "./control-flow.ts";
import { Effect } from "./effect.ts";
import { effectsOfStep } from "./effects.ts";
import { newFixedValues } from "./fixed-values.ts";
import type { FlowFacts } from "./flow-builder.ts";
import { endOfLibrary } from "./library.ts";
import { type Loop, loopsOf } from "./loops.ts";
import type { TypeOracle } from "./oracle.ts";
import type { PackageIndex } from "./package-index.ts";
import { newSummaries } from "./summaries.ts";
import type { GoFunction, GoSymbol } from "./symbols.ts";
import { newSyntaxOracle } from "./syntax-oracle.ts";
import { newWork, type Work } from "./work.ts";

/** Everything that rules ask about a package; each answer is worked out once, when it is first asked for. */
export interface PackageFacts {
  readonly index: PackageIndex;
  readonly oracle: TypeOracle;
  readonly fixed: ConstantTable;
  readonly graph: CallGraph;
  /** What walks of more than a few steps are counted on. */
  readonly work: Work;
  /** undefined for a function without a body, or too large. */
  readonly flowOf: (fn: GoFunction) => ControlFlow | undefined;
  readonly loopsOf: (fn: GoFunction) => readonly Loop[];
  /** Effects of calling a function. */
  readonly effectsOf: (fn: GoFunction) => number;
  /** Effects of the steps of a block. */
  readonly effectsOfBlock: (fn: GoFunction, block: BlockId) => number;
  /** Effects of a step without those of some calls in it. */
  readonly effectsOfStep: (fn: GoFunction, step: NodeId, except?: (call: NodeId) => boolean) => number;
  /** Effects of a step without those of the functions of the package that it calls: told without looking at these. */
  readonly ownEffectsOfStep: (fn: GoFunction, step: NodeId) => number;
  /** Mentions of a local variable that may change it, in source order. */
  readonly changesOf: (symbol: GoSymbol) => readonly NodeId[];
  /** Whether only plain assignments in its own function ever change a local variable. */
  readonly isPlainLocal: (symbol: GoSymbol) => boolean;
  /** Whether a function defers a call that recovers from panics. */
  readonly recovers: (fn: GoFunction) => boolean;
  /** Whether anything in the package recovers from panics. */
  readonly recoversAnywhere: boolean;
}

/** The facts of one package. What is asked of them counts as `work`. */
export function newPackageFacts(
  index: PackageIndex,
  work: Work = newWork(Number.POSITIVE_INFINITY),
): PackageFacts {
  const oracle = newSyntaxOracle(index, work);
  const fixed = newFixedValues(index);
  const constants = newConstantTable(index);
  const graph = callGraphOf(oracle);
  const flows = new Map<number, ControlFlow | undefined>();
  const loops = new Map<number, readonly Loop[]>();
  const changes = memoized((symbol: GoSymbol) => localChanges(symbol));
  const flowOf = (fn: GoFunction): ControlFlow | undefined => {
    if (flows.has(fn.id)) return flows.get(fn.id);
    const flow = buildFlow(fn, flowFactsOf(oracle, { fixed, constants }, fn));
    work.charge(flow?.blocks.length ?? 1);
    flows.set(fn.id, flow);
    return flow;
  };
  const chargeStep = ({ file }: GoFunction, step: NodeId): void =>
    work.charge(file.source.tree.after[step]! - step);
  const recovers = (fn: GoFunction): boolean => graph.calls[fn.id]!.some((call) => isRecovery(graph, call));
  const summaries = newSummaries({ index, graph, flowOf, recovers }, (fn, step, ofFunction) => {
    chargeStep(fn, step);
    return effectsOfStep({ oracle, fixed, ofFunction }, fn.file, step);
  });
  const blockEffects = new Map<number, Int32Array>();
  const effectFacts = { oracle, fixed, ofFunction: summaries };
  const ownFacts = { oracle, fixed, ofFunction: () => Effect.None };
  const facts: PackageFacts = {
    index,
    oracle,
    fixed,
    graph,
    work,
    flowOf,
    recovers,
    recoversAnywhere: graph.calls.some((calls) => calls.some(isRecover)),
    changesOf: changes,
    isPlainLocal: memoized((symbol) => isPlainlyChanged(symbol, changes(symbol))),
    effectsOf: summaries,
    effectsOfStep(fn, step, except) {
      chargeStep(fn, step);
      return effectsOfStep(effectFacts, fn.file, step, except);
    },
    ownEffectsOfStep(fn, step) {
      chargeStep(fn, step);
      return effectsOfStep(ownFacts, fn.file, step);
    },
    effectsOfBlock(fn, block) {
      const flow = flowOf(fn);
      if (flow === undefined) return Effect.Unknown;
      const ofFunction = blockEffects.get(fn.id) ?? new Int32Array(flow.blocks.length).fill(-1);
      blockEffects.set(fn.id, ofFunction);
      if (ofFunction[block]! >= 0) return ofFunction[block]!;
      let effects: number = Effect.None;
      for (const step of flow.blocks[block]!.steps) effects |= facts.effectsOfStep(fn, step);
      ofFunction[block] = effects;
      return effects;
    },
    loopsOf(fn) {
      const known = loops.get(fn.id);
      if (known !== undefined) return known;
      // Most functions have neither for nor label: their flow is not built for this.
      const flow = fn.loops + fn.labels === 0 ? undefined : flowOf(fn);
      const found = flow === undefined ? [] : loopsOf(flow);
      for (const loop of found) work.charge(loop.members.size);
      loops.set(fn.id, found);
      return found;
    },
  };
  return facts;
}

function memoized<Key extends { readonly id: number }, Value>(
  work: (key: Key) => Value,
): (key: Key) => Value {
  const known = new Map<number, Value>();
  return (key) => {
    if (!known.has(key.id)) known.set(key.id, work(key));
    return known.get(key.id) as Value;
  };
}

interface Tables {
  readonly fixed: ConstantTable;
  readonly constants: ConstantTable;
}

/**
 * The condition of a loop is folded only when it is constant: one on variables that nothing assigns is a finding, not
 * dead code.
 */
function flowFactsOf(oracle: TypeOracle, tables: Tables, fn: GoFunction): FlowFacts {
  return {
    fixedCondition(node, ofLoop) {
      const value = constantAt(ofLoop ? tables.constants : tables.fixed, fn.file, node)?.value;
      return typeof value === "boolean" ? value : undefined;
    },
    endOfCall(call): BlockEnd {
      const callee = oracle.calleeOf(fn.file, call);
      if (callee.kind === "builtin") return callee.name === "panic" ? "panic" : "";
      return callee.kind === "library" ? endOfLibrary(callee.path, callee.name) : "";
    },
  };
}

function isRecovery(graph: CallGraph, call: CallGraph["calls"][number][number]): boolean {
  if (call.mode !== "defer" || call.callee.kind !== "function") return false;
  return graph.calls[call.callee.fn.id]!.some(isRecover);
}

function isRecover({ callee }: CallGraph["calls"][number][number]): boolean {
  return callee.kind === "builtin" && callee.name === "recover";
}
