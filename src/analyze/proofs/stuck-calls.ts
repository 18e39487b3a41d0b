import { childIn, NO_NODE, type NodeId, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type BlockId, ENTRY } from "../flow/control-flow.ts";
import { shapeOfType } from "../flow/integers.ts";
import type { SureCall } from "../flow/sure-calls.ts";
import type { GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { type Counter, keyAt, keyOfId } from "./counters.ts";
import type { Recursive } from "./descent.ts";
import { evaluate } from "./evaluate.ts";
import { isOpaqueAt, touches } from "./footprints.ts";
import { argumentsOf } from "./lengths.ts";
import {
  afterStep,
  callAsLoop,
  emptyState,
  isEqual,
  pastBlock,
  pastLoop,
  type Search,
  type State,
  scopeOf,
  valuations,
} from "./rounds.ts";
import { stored, type Value } from "./values.ts";

const MAX_VISITS = 1_000;
const MAX_BLOCKS = 80;
const MAX_COUNTERS = 3;

/**
 * A call of a function by itself that it comes to in the same state, with the same arguments as far as they decide, and
 * without having written anything that decided on the way; undefined when none is found.
 */
export function stuckCall(one: Recursive): NodeId | undefined {
  const { facts, fn, flow } = one;
  if (flow.blocks.length > MAX_BLOCKS) return undefined;
  if (!mayComeToCall(one)) return undefined;
  const loop = callAsLoop(flow);
  const counters = one.parameters.flatMap((symbol): Counter[] => {
    const type = underlying(facts.index, facts.oracle.typeOfSymbol(symbol));
    const isCounted =
      (shapeOfType(type) !== undefined || type.kind === "slice") && facts.isPlainLocal(symbol);
    return isCounted
      ? [{ key: keyOfId(symbol.id), name: symbol.name, type, storage: `variable ${symbol.id}` }]
      : [];
  });
  const budget = { visits: MAX_VISITS };
  for (const start of valuations(counters.length > MAX_COUNTERS ? [] : counters)) {
    if (!isAscending([...start.values()])) continue;
    const found = callFrom(one, { facts, fn, flow, loop, counters, start, isCall: true }, budget);
    if (found !== undefined || budget.visits <= 0) return found;
  }
  return undefined;
}

/** Whether some way leads to a call of the function by itself past nothing opaque: in most there is none. */
function mayComeToCall({ facts, fn, flow, calls }: Recursive): boolean {
  const seen = new Set<BlockId>([ENTRY]);
  for (const block of seen) {
    facts.work.charge(1);
    const { steps, successors } = flow.blocks[block]!;
    const stop = steps.findIndex((step) => isOpaqueAt({ facts, fn }, step));
    const passed = stop < 0 ? steps : steps.slice(0, stop + 1);
    if (calls.get(block)?.some(({ step }) => passed.includes(step)) === true) return true;
    if (stop < 0) for (const next of successors) seen.add(next);
  }
  return false;
}

/** Bounds come in order: what the function does with others is nobody's concern. */
function isAscending(values: readonly Value[]): boolean {
  return values.every((value, at) => {
    const before = values[at - 1];
    return before?.kind !== "integer" || value.kind !== "integer" || before.value <= value.value;
  });
}

function callFrom(one: Recursive, search: Search, budget: { visits: number }): NodeId | undefined {
  const { facts, fn } = search;
  const stack: (readonly [BlockId, State])[] = [[ENTRY, emptyState(search.start)]];
  for (let top = stack.pop(); top !== undefined && budget.visits > 0; top = stack.pop()) {
    budget.visits--;
    facts.work.charge(1);
    const [block, before] = top;
    for (const own of one.calls.get(block) ?? []) {
      const state = upTo(search, before, block, own);
      if (state !== undefined && isSame(one, search, state, own)) return own.call.node;
    }
    const inner = facts.loopsOf(fn).find((other) => other.header === block);
    const ways = inner === undefined ? pastBlock(search, before, block) : pastLoop(search, before, inner);
    for (const [next, state] of ways) if (!state.blocks.includes(next)) stack.push([next, state]);
  }
  return undefined;
}

/** The state right before the step of a call. */
function upTo(search: Search, before: State, block: BlockId, { step }: SureCall): State | undefined {
  let state: State | undefined = before;
  for (const each of search.flow.blocks[block]!.steps) {
    if (each === step) return state;
    state = state === undefined ? undefined : afterStep(search, state, each);
  }
  return undefined;
}

/** Whether the call finds everything that decided on the way to it as it was. */
function isSame(one: Recursive, search: Search, state: State, { call }: SureCall): boolean {
  const { facts, fn } = one;
  if (state.reads.size === 0) return false;
  const given = argumentsOf(fn.file, call.node);
  if (given.length !== one.parameters.length) return false;
  const parameters = one.parameters.map((symbol, at) => [symbol, given[at]!] as const);
  const receiver = receiverOf(one, call.node);
  if (receiver === "other") return false;
  let counted = false;
  for (const [symbol, argument] of receiver === undefined ? parameters : [...parameters, receiver]) {
    if (!state.reads.has(`variable ${symbol.id}`)) continue;
    const before = search.start.get(keyOfId(symbol.id));
    if (before?.kind === "list") {
      if (
        state.allWrites.has(`variable ${symbol.id}`) ||
        !isWhole(search, state, symbol, argument, before.elements.length)
      )
        return false;
      counted = true;
      continue;
    }
    const type = underlying(facts.index, facts.oracle.typeOfSymbol(symbol));
    const now = before === undefined ? undefined : stored(evaluate(scopeOf(search, state), argument), type);
    if (before !== undefined && now !== undefined) {
      if (!isEqual(before, now)) return false;
      counted = true;
    } else if (keyAt(fn, argument) !== keyOfId(symbol.id) || state.allWrites.has(`variable ${symbol.id}`))
      return false;
  }
  if (state.asks && !counted) return false;
  return !touches(facts, state.writes, state.reads);
}

/** Whether an argument is a slice parameter as it came: itself, or a slice of it from its start to its end. */
function isWhole(search: Search, state: State, symbol: GoSymbol, argument: NodeId, length: number): boolean {
  const { tree } = search.fn.file.source;
  const node = withoutParentheses(tree, argument);
  if (keyAt(search.fn, node) === keyOfId(symbol.id)) return true;
  if (tree.kind[node] !== Kind.SliceExpression) return false;
  if (keyAt(search.fn, childIn(tree, node, Field.Operand)) !== keyOfId(symbol.id)) return false;
  const bound = (field: number, otherwise: bigint): bigint | undefined => {
    const at = childIn(tree, node, field);
    const value = at === NO_NODE ? undefined : evaluate(scopeOf(search, state), at);
    return at === NO_NODE ? otherwise : value?.kind === "integer" ? value.value : undefined;
  };
  return bound(Field.Start, 0n) === 0n && bound(Field.End, BigInt(length)) === BigInt(length);
}

/** The receiver with what the call is made on; undefined for a function, "other" for what cannot be compared. */
function receiverOf(
  { facts, fn }: Recursive,
  call: NodeId,
): readonly [GoSymbol, NodeId] | "other" | undefined {
  const { tree } = fn.file.source;
  if (fn.receiver === undefined || fn.receiver.name === NO_NODE) return undefined;
  const symbol = facts.index.symbols[fn.file.symbolOf[fn.receiver.name]!];
  const selector = withoutParentheses(tree, childIn(tree, call, Field.Function));
  if (symbol === undefined || tree.kind[selector] !== Kind.SelectorExpression) return "other";
  return [symbol, childIn(tree, selector, Field.Operand)];
}
