import { contains, type NodeId } from "../../source/tree.ts";
import { type BlockId, type ControlFlow, ENTRY } from "../flow/control-flow.ts";
import { UNPROVEN } from "../flow/effect.ts";
import { type IntegerShape, maximumOf, minimumOf } from "../flow/integers.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { type SureCall, sureCallsOf } from "../flow/sure-calls.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { constantArguments } from "./arguments.ts";
import { evaluate } from "./evaluate.ts";
import { parameterAt } from "./frozen.ts";
import { guardOf, stepAt } from "./guards.ts";
import { argumentsOf } from "./lengths.ts";
import { type Machine, nextBlock, runBlock, scopeOf } from "./machine.ts";
import { assignmentTable } from "./relevant.ts";
import { keyOf, stored, type Value } from "./values.ts";

/** A function that calls itself, with what is needed to follow its calls. */
export interface Recursive {
  readonly facts: PackageFacts;
  readonly fn: GoFunction;
  readonly flow: ControlFlow;
  readonly calls: ReadonlyMap<BlockId, readonly SureCall[]>;
  readonly parameters: readonly GoSymbol[];
}

/** Proof that a function never returns for the arguments that it gets. */
export type Descent =
  | { readonly kind: "repeats"; readonly call: NodeId; readonly state: string }
  | {
      readonly kind: "runs-away";
      readonly call: NodeId;
      readonly parameter: GoSymbol;
      readonly from: bigint;
      readonly step: bigint;
    };

const MAX_CALLS = 400;
const MAX_BLOCKS_RUN = 400;
/** Go's stack of at most a gigabyte holds fewer frames than this. */
const MAX_FRAMES = 1n << 27n;

/** A function with calls of itself of which none is an argument of another; undefined for everything else. */
export function recursiveFunction(facts: PackageFacts, fn: GoFunction): Recursive | undefined {
  const callsItself = facts.graph.calls[fn.id]!.some(
    ({ mode, callee }) => mode === "call" && callee.kind === "function" && callee.fn === fn,
  );
  const flow = !callsItself || fn.broken || fn.kind === "literal" ? undefined : facts.flowOf(fn);
  if (flow === undefined || flow.blocks.length > MAX_BLOCKS_RUN) return undefined;
  const calls = new Map<BlockId, SureCall[]>();
  for (const [block, all] of sureCallsOf(facts, fn, flow)) {
    const own = all.filter(({ call }) => call.callee.kind === "function" && call.callee.fn === fn);
    const { tree } = fn.file.source;
    if (
      own.some((one) => own.some((other) => one !== other && contains(tree, one.call.node, other.call.node)))
    )
      return undefined;
    if (own.length > 0) calls.set(block, own);
  }
  const parameters: GoSymbol[] = [];
  for (let at = 0; ; at++) {
    const parameter = parameterAt(facts, fn, at);
    if (parameter === undefined) break;
    parameters.push(parameter);
  }
  return calls.size === 0 ? undefined : { facts, fn, flow, calls, parameters };
}

/** Where a call with known arguments calls the function again, and with what. */
export interface Again {
  readonly call: NodeId;
  readonly values: ReadonlyMap<number, Value>;
}

/** Runs one call: its first call of itself, "returns" when it ends without one, undefined when that is not known. */
export function followed(one: Recursive, given: ReadonlyMap<number, Value>): Again | "returns" | undefined {
  const { facts, fn, flow } = one;
  const initial = (symbol: GoSymbol): Value | undefined =>
    symbol.kind === "parameter" && facts.isPlainLocal(symbol) ? given.get(symbol.id) : undefined;
  const machine: Machine = {
    facts,
    fn,
    flow,
    table: assignmentTable(facts, flow),
    values: new Map(),
    initial,
  };
  let block: BlockId | undefined = ENTRY;
  for (let budget = MAX_BLOCKS_RUN; block !== undefined && budget > 0; budget--) {
    const own = one.calls.get(block)?.[0];
    if (!runBlock(machine, block, true, own?.step)) return undefined;
    if (own !== undefined) return isFirst(one, own) ? again(one, machine, own) : undefined;
    if (flow.blocks[block]!.successors.length === 0) return "returns";
    block = nextBlock(machine, block);
  }
  return undefined;
}

/** Whether nothing else in the step of a call might end, wait or panic before the call. */
function isFirst({ facts, fn }: Recursive, own: SureCall): boolean {
  const isOwn = (call: NodeId): boolean => {
    const callee = facts.oracle.calleeOf(fn.file, call);
    return callee.kind === "function" && callee.fn === fn;
  };
  return (facts.effectsOfStep(fn, own.step, isOwn) & UNPROVEN) === 0;
}

/** The arguments of a call of the function by itself. */
function again({ facts, fn, parameters }: Recursive, machine: Machine, own: SureCall): Again {
  const scope = scopeOf(machine);
  const values = new Map<number, Value>();
  const given = argumentsOf(fn.file, own.call.node);
  for (const [at, parameter] of parameters.entries()) {
    const type = underlying(facts.index, facts.oracle.typeOfSymbol(parameter));
    const value = given[at] === undefined ? undefined : stored(evaluate(scope, given[at]), type);
    if (value !== undefined) values.set(parameter.id, value);
  }
  return { call: own.call.node, values };
}

/** Follows the calls from the constant arguments of the program until they repeat or run away from every base case. */
export function descentOf(one: Recursive): Descent | "returns" | undefined {
  const { facts, fn, parameters } = one;
  const seen = new Set<string>();
  const names = new Map<object, number>();
  let values = constantArguments(facts, fn, "ignored");
  if (values.size === 0) return undefined;
  let last: Again | undefined;
  for (let count = 0; count < MAX_CALLS; count++) {
    const state = parameters.map(({ id }) => keyOf(values.get(id), names)).join(" ");
    if (last !== undefined && seen.has(state))
      return { kind: "repeats", call: last.call, state: argumentText(one, values) };
    seen.add(state);
    const next = followed(one, values);
    if (next === "returns" || next === undefined) return next;
    if (last !== undefined && last.call === next.call) {
      const away = runningAway(one, { before: values, after: next.values, call: next.call });
      if (away !== undefined) return away;
    }
    last = next;
    values = next.values;
  }
  return undefined;
}

interface Step {
  readonly before: ReadonlyMap<number, Value>;
  readonly after: ReadonlyMap<number, Value>;
  readonly call: NodeId;
}

/** When only one parameter decides, by comparison with constants, and it is past all of them and goes on. */
function runningAway(one: Recursive, { before, after, call }: Step): Descent | undefined {
  const guard = guardOf(one);
  if (guard === undefined) return undefined;
  const from = before.get(guard.parameter.id);
  const to = after.get(guard.parameter.id);
  if (from?.kind !== "integer" || to?.kind !== "integer") return undefined;
  const step = stepAt(one, guard, call);
  if (step === undefined || step === 0n || to.value - from.value !== step) return undefined;
  const isPast =
    step > 0n
      ? guard.limits.every((limit) => from.value > limit)
      : guard.limits.every((limit) => from.value < limit);
  return isPast && room(guard.shape, from.value, step) > MAX_FRAMES
    ? { kind: "runs-away", call, parameter: guard.parameter, from: from.value, step }
    : undefined;
}

/** Calls until the parameter wraps round. */
function room(shape: IntegerShape, from: bigint, step: bigint): bigint {
  return step > 0n ? (maximumOf(shape) - from) / step : (from - minimumOf(shape)) / -step;
}

function argumentText({ parameters }: Recursive, values: ReadonlyMap<number, Value>): string {
  return parameters
    .flatMap(({ id, name }) => {
      const value = values.get(id);
      const isShort = value?.kind === "integer" || value?.kind === "boolean" || value?.kind === "float";
      return isShort ? [`${name} = ${value.value}`] : [];
    })
    .join(", ");
}
