import { childIn, NO_NODE, type NodeId, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { BlockId } from "../flow/control-flow.ts";
import { wrap } from "../flow/integers.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { SureCall } from "../flow/sure-calls.ts";
import type { GoSymbol } from "../flow/symbols.ts";
import { type Descent, descentOf, followed, type Recursive, recursiveFunction } from "./descent.ts";
import { type Guard, guardOf, stepAt } from "./guards.ts";
import { unchangingVariables } from "./invariance.ts";
import { argumentsOf, names } from "./lengths.ts";
import type { RecursionCycle } from "./recursion.ts";
import { decisionOf } from "./relevant.ts";
import { stuckCall } from "./stuck-calls.ts";

/** Recursion with a base case that it does not come nearer to. */
export interface SuspectDescent {
  readonly one: Recursive;
  readonly call: NodeId;
  /** The parameter that moves away; undefined when everything is passed on unchanged. */
  readonly parameter: GoSymbol | undefined;
  readonly step: bigint;
  /** For the arguments that the program gives; undefined when nothing is proved. */
  readonly proof: Descent | undefined;
}

/** Values on either side of the constants of the guards that are tried. */
const MARGIN = 3n;
const MAX_TRIED = 64n;

/** Recursive functions with a base case that they do not reach, in source order. */
export function descentsOf(
  facts: PackageFacts,
  cycles: readonly RecursionCycle[],
): readonly SuspectDescent[] {
  const known = new Set(cycles.flatMap(({ members }) => members.map(({ fn }) => fn)));
  return facts.index.functions.flatMap((fn) => {
    const one = known.has(fn) ? undefined : recursiveFunction(facts, fn);
    if (one === undefined) return [];
    const proof = descentOf(one);
    // Only the first call of each run was followed.
    if (proof === "returns") return one.calls.size === 1 ? wrongWay(one).slice(0, 1) : [];
    if (proof?.kind === "repeats") return [{ one, call: proof.call, parameter: undefined, step: 0n, proof }];
    if (proof?.kind === "runs-away")
      return [{ one, call: proof.call, parameter: proof.parameter, step: proof.step, proof }];
    return [...unchanged(one), ...wrongWay(one), ...standingStill(one)].slice(0, 1);
  });
}

/** Calls that pass every parameter on as it came, where parameters and constants alone decide how to get there. */
function unchanged(one: Recursive): SuspectDescent[] {
  for (const [block, calls] of one.calls) {
    const call = calls.find((own) => passesAllOn(one, own));
    if (call !== undefined && dependsOnParameters(one, block))
      return [{ one, call: call.call.node, parameter: undefined, step: 0n, proof: undefined }];
  }
  return [];
}

/** Calls that come again in the same state, as far as it decides. */
function standingStill(one: Recursive): SuspectDescent[] {
  const call = stuckCall(one);
  return call === undefined ? [] : [{ one, call, parameter: undefined, step: 0n, proof: undefined }];
}

function passesAllOn({ facts, fn, parameters }: Recursive, { call }: SureCall): boolean {
  const { tree } = fn.file.source;
  const isKept = (symbol: GoSymbol | undefined, node: NodeId): boolean =>
    symbol !== undefined &&
    facts.changesOf(symbol).length === 0 &&
    names(fn, withoutParentheses(tree, node), symbol.id);
  const given = argumentsOf(fn.file, call.node);
  if (
    given.length !== parameters.length ||
    !parameters.every((parameter, at) => isKept(parameter, given[at]!))
  )
    return false;
  if (fn.receiver === undefined) return parameters.length > 0;
  const receiver =
    fn.receiver.name === NO_NODE ? undefined : facts.index.symbols[fn.file.symbolOf[fn.receiver.name]!];
  const selector = withoutParentheses(tree, childIn(tree, call.node, Field.Function));
  if (receiver === undefined || tree.kind[selector] !== Kind.SelectorExpression) return false;
  return names(fn, withoutParentheses(tree, childIn(tree, selector, Field.Operand)), receiver.id);
}

/** Whether every decision on the way to a block is about parameters that nothing changes; at least one is. */
function dependsOnParameters({ facts, fn, flow }: Recursive, target: BlockId): boolean {
  const seen = new Set<BlockId>([target]);
  let decisions = 0;
  for (const block of seen) {
    for (const before of flow.predecessors[block]!) seen.add(before);
    if (block === target || flow.blocks[block]!.successors.length < 2) continue;
    const decision = decisionOf(flow, block);
    if (decision === undefined) return false;
    for (const node of decision.kind === "case" ? [decision.tag, decision.value] : [decision.node]) {
      const variables = unchangingVariables(facts, fn, fn.body, node);
      if (variables?.every(({ kind }) => kind === "parameter") !== true) return false;
    }
    decisions++;
  }
  return decisions > 0;
}

/**
 * Calls that move the only parameter that decides away from every value that ends the recursion. Where every way that
 * recurses makes all the calls, one that moves away is enough.
 */
function wrongWay(one: Recursive): SuspectDescent[] {
  const guard = guardOf(one);
  if (guard === undefined || guard.limits.length === 0) return [];
  const calls = [...one.calls.values()].flat().map(({ call }) => call.node);
  const steps = calls.map((call) => stepAt(one, guard, call));
  const isSameWay = steps.every((step) => step !== undefined && step !== 0n && step > 0n === steps[0]! > 0n);
  if (!isSameWay && one.calls.size > 1) return [];
  for (const [at, step] of (isSameWay ? steps.slice(0, 1) : steps).entries()) {
    if (step === undefined || step === 0n || !isNeverMet(one, guard, step)) continue;
    return [{ one, call: calls[at]!, parameter: guard.parameter, step, proof: undefined }];
  }
  return [];
}

/** Tries the values around the constants: some recurse, and of those that are not negative none comes to an end. */
function isNeverMet(one: Recursive, guard: Guard, step: bigint): boolean {
  const limits = [...guard.limits].sort((a, b) => (a < b ? -1 : 1));
  const low = limits[0]! - MARGIN;
  const high = limits.at(-1)! + MARGIN;
  if (high - low > MAX_TRIED || guard.shape.bits < 32) return false;
  const size = step > 0n ? step : -step;
  if (size > MARGIN) return false;
  let recurses = false;
  for (let value = low < 0n ? 0n : low; value <= high; value++) {
    let at = value;
    let ended = false;
    let moved = false;
    while (at >= low && at <= high && !ended) {
      const next = followedFrom(one, guard, at);
      if (next === undefined) return false;
      ended = next === "returns";
      if (!ended) {
        moved = true;
        at = wrap(at + step, guard.shape);
      }
    }
    if (moved && ended) return false;
    recurses ||= moved;
  }
  return recurses;
}

function followedFrom(one: Recursive, guard: Guard, value: bigint): ReturnType<typeof followed> {
  return followed(one, new Map([[guard.parameter.id, { kind: "integer", value, shape: guard.shape }]]));
}
