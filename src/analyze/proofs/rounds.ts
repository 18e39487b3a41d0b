import { NO_NODE, type NodeId, operatorOf } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { type BlockId, type ControlFlow, ENTRY } from "../flow/control-flow.ts";
import { integerShape } from "../flow/integers.ts";
import type { Loop } from "../flow/loops.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { type GoType, underlying } from "../flow/types.ts";
import { fixedOutcome } from "./constant-results.ts";
import { type Counter, type Course, isWithinLoop, keyAt, keyOfId, type Put, putsOf } from "./counters.ts";
import { evaluate, type Scope } from "./evaluate.ts";
import { type Footprint, footprintAt, isOpaqueAt, touches } from "./footprints.ts";
import { applied } from "./operators.ts";
import { type Assumptions, assumed, assumedCase, forgotten } from "./orderings.ts";
import { type Decision, decisionOf } from "./relevant.ts";
import { idOfVariable, isExposed, type Storage } from "./storage.ts";
import { isLastCase } from "./switch-ends.ts";
import { stored, type Value } from "./values.ts";

/** Values that each number is tried with: zero and less often cannot occur. */
const NUMBERS: readonly bigint[] = [1n, 2n, 3n, 4n];
/** Slices of which only the length is known, the empty one left out. */
const LENGTHS: readonly Value[] = [1, 2, 3].map((length) => ({
  kind: "list",
  elements: Array.from({ length }, () => undefined),
}));

/** What is known at one point of a round. */
export interface State {
  readonly blocks: readonly BlockId[];
  /** What the decisions so far depend on, at the head of the loop. */
  readonly reads: ReadonlySet<Storage>;
  readonly writes: ReadonlySet<Storage>;
  /** The same with what each round has of its own. */
  readonly allWrites: ReadonlySet<Storage>;
  /** Symbol id → what the value that it got in this round depends on. */
  readonly depends: ReadonlyMap<number, ReadonlySet<Storage>>;
  /** Key of a variable or field → its value, undefined when it is not known any more. */
  readonly values: ReadonlyMap<string, Value | undefined>;
  readonly assumptions: Assumptions;
  readonly asks: boolean;
  /** Places that a decision found equal to something. */
  readonly pinned: ReadonlySet<Storage>;
  /** What each decision read that found two things different. */
  readonly parted: readonly ReadonlySet<Storage>[];
}

/** The state at the head of the loop. */
export function emptyState(values: ReadonlyMap<string, Value>): State {
  const nothing: ReadonlySet<Storage> = new Set();
  return {
    blocks: [],
    reads: nothing,
    writes: nothing,
    allWrites: nothing,
    depends: new Map(),
    values,
    assumptions: new Map(),
    asks: false,
    pinned: nothing,
    parted: [],
  };
}

/** Whether two numbers or truth values are the same. */
export function isEqual(left: Value, right: Value): boolean {
  const isPlain = left.kind === "integer" || left.kind === "boolean";
  return isPlain && left.kind === right.kind && left.value === right.value;
}

/** The search for one start. */
export interface Search extends Course {
  readonly counters: readonly Counter[];
  readonly start: ReadonlyMap<string, Value>;
  /** The round is a call of the function by itself: each has variables of its own. */
  readonly isCall: boolean;
}

/** The whole function as a loop: a call of it by itself is a round. */
export function callAsLoop(flow: ControlFlow): Loop {
  return { header: ENTRY, members: new Set(flow.order), exits: [], statement: NO_NODE, label: NO_NODE };
}

/** Every choice of values for some counters. */
export function* valuations(counters: readonly Counter[]): Generator<ReadonlyMap<string, Value>> {
  const choices = counters.map(({ type, start }): readonly Value[] => {
    if (type.kind === "basic" && type.name === "bool")
      return [true, false].map((value) => ({ kind: "boolean", value }));
    if (type.kind === "slice") return LENGTHS;
    const numbers = start === undefined ? NUMBERS : [start];
    return numbers.flatMap((value) => stored({ kind: "integer", value, shape: undefined }, type) ?? []);
  });
  const count = choices.reduce((product, { length }) => product * length, 1);
  for (let number = 0; number < count; number++) {
    let rest = number;
    const values = new Map<string, Value>();
    for (const [at, choice] of choices.entries()) {
      values.set(counters[at]!.key, choice[rest % choice.length]!);
      rest = Math.floor(rest / choice.length);
    }
    yield values;
  }
}

/** A state on the way through steps, which change it. */
interface Draft extends State {
  readonly writes: Set<Storage>;
  readonly allWrites: Set<Storage>;
  readonly depends: Map<number, ReadonlySet<Storage>>;
  readonly values: Map<string, Value | undefined>;
  assumptions: Assumptions;
  asks: boolean;
}

function draftOf(state: State): Draft {
  return {
    ...state,
    writes: new Set(state.writes),
    allWrites: new Set(state.allWrites),
    depends: new Map(state.depends),
    values: new Map(state.values),
  };
}

/** The ways on after a block, with what is known there; none when a step might do anything. */
export function pastBlock(
  search: Search,
  before: State,
  block: BlockId,
): readonly (readonly [BlockId, State])[] {
  const { steps } = search.flow.blocks[block]!;
  const draft = draftOf({ ...before, blocks: [...before.blocks, block] });
  for (const step of steps) if (!isPassed(search, draft, step)) return [];
  return waysFrom(search, draft, block);
}

/** The state after a step; undefined when it might do anything. */
export function afterStep(search: Search, before: State, step: NodeId): State | undefined {
  const draft = draftOf(before);
  return isPassed(search, draft, step) ? draft : undefined;
}

/** What a step puts somewhere, once it is worked out with the values before the step. */
interface Result {
  readonly put: Put;
  readonly symbol: GoSymbol;
  readonly isField: boolean;
  /** Whether its value is followed. */
  readonly isKept: boolean;
  readonly value: Value | undefined;
}

/** Takes a state through a step; false when the step might do anything. */
function isPassed(search: Search, draft: Draft, step: NodeId): boolean {
  const { facts, fn } = search;
  const footprint = footprintAt(search, step);
  if (footprint.isOpaque) return false;
  if (footprint.asks && !isAboutCounter(search, draft, footprint)) return false;
  const puts = putsOf(facts, fn, step);
  const results = puts.length === 0 ? [] : resultsOf(search, draft, puts);
  const reads = puts.length === 0 ? footprint.reads : resolved(draft, footprint.reads);
  write(search, draft, footprint);
  for (const { put, symbol, isField, isKept, value } of results) {
    if (!isField) draft.depends.set(symbol.id, reads);
    if (isKept) draft.values.set(put.key, value);
  }
  draft.asks ||= footprint.asks;
  return true;
}

function resultsOf(search: Search, before: State, puts: readonly Put[]): readonly Result[] {
  const { facts, fn, loop } = search;
  const scope = scopeOf(search, before);
  return puts.map((put): Result => {
    const { key, node, value, operator } = put;
    const symbol = facts.index.symbols[Number.parseInt(key, 10)]!;
    const isField = key.includes(".");
    if (!before.values.has(key) && !search.isCall && !isWithinLoop(fn, loop, symbol))
      return { put, symbol, isField, isKept: false, value: undefined };
    const given =
      value === NO_NODE ? (operator === "+" || operator === "-" ? ONE : undefined) : evaluate(scope, value);
    const left = before.values.get(key);
    const result =
      operator === "="
        ? given
        : left === undefined || given === undefined
          ? undefined
          : applied(operator, left, given);
    const type = isField ? facts.oracle.typeOf(fn.file, node) : facts.oracle.typeOfSymbol(symbol);
    const kept = storedValue(result, underlying(facts.index, type));
    return { put, symbol, isField, isKept: true, value: kept };
  });
}

/** Notes that something is written: values and assumptions that it may change are forgotten. */
function write(search: Search, draft: Draft, footprint: Pick<Footprint, "writes">): void {
  const { facts, counters } = search;
  const { writes, allWrites, values } = draft;
  for (const storage of footprint.writes) {
    allWrites.add(storage);
    if (!isRoundLocal(search, storage)) writes.add(storage);
    const id = idOfVariable(storage);
    if (id !== undefined && values.has(keyOfId(id))) values.set(keyOfId(id), undefined);
    if (draft.assumptions.size === 0) continue;
    const name = id === undefined ? storage.split(".").at(-1) : facts.index.symbols[id]?.name;
    if (name !== undefined) draft.assumptions = forgotten(draft.assumptions, name);
  }
  for (const { key, storage } of counters)
    if (values.has(key) && touches(facts, footprint.writes, new Set([storage]))) values.set(key, undefined);
}

export function scopeOf({ facts, fn }: Course, { values }: State): Scope {
  return {
    facts,
    file: fn.file,
    read: (symbol: GoSymbol) => values.get(keyOfId(symbol.id)),
    readField: (selector) => values.get(keyAt(fn, selector) ?? ""),
  };
}

const ONE: Value = { kind: "integer", value: 1n, shape: undefined };

function storedValue(value: Value | undefined, type: GoType): Value | undefined {
  if (type.kind !== "unknown") return stored(value, type);
  return value?.kind === "integer" ? { ...value, shape: value.shape ?? integerShape("int") } : undefined;
}

/** What something depends on at the head of the loop. */
function resolved({ depends }: State, reads: ReadonlySet<Storage>): Set<Storage> {
  const found = new Set<Storage>();
  for (const storage of reads) {
    const inner = depends.get(idOfVariable(storage) ?? -1);
    if (inner === undefined) found.add(storage);
    else for (const one of inner) found.add(one);
  }
  return found;
}

/** Whether a question is about a counter: the same question may be answered in another way, one about the same state not. */
function isAboutCounter({ counters }: Search, state: State, { reads }: Footprint): boolean {
  if (counters.length === 0) return true;
  const asked = resolved(state, reads);
  return counters.some(({ storage }) => asked.has(storage));
}

/** Variables that each round makes anew. */
function isRoundLocal({ facts, fn, loop, isCall }: Search, storage: Storage): boolean {
  const symbol = facts.index.symbols[idOfVariable(storage) ?? -1];
  if (isCall && symbol?.owner === fn && !isExposed(facts, symbol)) return true;
  return (
    symbol !== undefined && symbol.owner === fn && isWithinLoop(fn, loop, symbol) && !isExposed(facts, symbol)
  );
}

/** A loop within the round is passed as a whole, by each of its ways out: it may do all that is in it, or nothing. */
export function pastLoop(search: Search, before: State, inner: Loop): readonly (readonly [BlockId, State])[] {
  const { facts, fn, flow, loop } = search;
  const steps = [...inner.members].flatMap((block) => flow.blocks[block]!.steps);
  if (steps.some((step) => isOpaqueAt(search, step))) return [];
  const conditions = [...inner.members].flatMap((block) => {
    const { condition, successors } = flow.blocks[block]!;
    return condition !== NO_NODE
      ? [condition]
      : successors.length > 1
        ? flow.blocks[block]!.steps.slice(-1)
        : [];
  });
  // A function that was given may answer differently each time that it is asked.
  const isUnseen = (node: NodeId): boolean => {
    const { isOpaque, asks } = footprintAt(search, node);
    return isOpaque || asks;
  };
  if ([...steps, ...conditions].some(isUnseen)) return [];
  const decided = closure(
    search,
    before,
    conditions.flatMap((node) => [...footprintAt(search, node).reads]),
    steps,
  );
  const draft = draftOf({ ...before, blocks: [...before.blocks, ...inner.members] });
  const nothing = scopeOf(search, { ...before, values: new Map() });
  for (const step of steps) {
    const puts = putsOf(facts, fn, step);
    const kept = puts.map(({ key }) => draft.values.get(key));
    write(search, draft, footprintAt(search, step));
    for (const [at, { key, value, operator }] of puts.entries()) {
      const known = kept[at];
      const given = operator === "=" ? evaluate(nothing, value) : undefined;
      const isSame = known !== undefined && given !== undefined && isEqual(known, given);
      draft.values.set(key, isSame ? known : undefined);
      const id = Number.parseInt(key, 10);
      if (key !== keyOfId(id)) continue;
      const own = closure(search, before, [`variable ${id}`], steps);
      draft.depends.set(id, new Set([...own, ...decided]));
    }
  }
  const after = { ...draft, reads: new Set([...before.reads, ...decided]), assumptions: new Map() };
  const targets = new Set(inner.exits.map(({ to }) => to).filter((to) => loop.members.has(to)));
  return [...targets].map((to) => [to, after] as const);
}

/** What some places depend on when any of the steps may have run. */
function closure(
  search: Search,
  before: State,
  from: readonly Storage[],
  steps: readonly NodeId[],
): Set<Storage> {
  const found = new Set<Storage>(from);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const step of steps) {
      const { reads, writes } = footprintAt(search, step);
      if (touches(search.facts, writes, found)) for (const one of reads) found.add(one);
    }
  }
  return resolved(before, found);
}

/** The blocks that may follow, each with what is then known. */
export function waysFrom(search: Search, state: State, block: BlockId): (readonly [BlockId, State])[] {
  const { flow, fn } = search;
  const { successors } = flow.blocks[block]!;
  if (successors.length < 2) return successors.map((next) => [next, state] as const);
  const decision = decisionOf(flow, block);
  if (decision === undefined || successors.length !== 2) return [];
  const fixed = decision.kind === "condition" ? fixedOutcome(search.facts, fn, decision.node) : undefined;
  if (fixed !== undefined) return [[successors[fixed.outcome ? 0 : 1]!, state]];
  const nodes = decision.kind === "case" ? [decision.tag, decision.value] : [decision.node];
  const reads = new Set(state.reads);
  let { asks } = state;
  for (const node of nodes) {
    const footprint = footprintAt(search, node);
    if (footprint.isOpaque || footprint.writes.size > 0) return [];
    asks ||= footprint.asks;
    if (footprint.asks && !isAboutCounter(search, state, footprint)) return [];
    for (const one of resolved(state, footprint.reads)) reads.add(one);
  }
  const after = { ...state, reads, asks };
  const outcome = outcomeOf(search, state, decision);
  if (outcome !== undefined) return [[successors[outcome ? 0 : 1]!, after]];
  if (nodes.some((node) => masksCounter(search, node))) return [];
  return [true, false].flatMap((isTrue) => {
    if (!isTrue && isLastCase(search.facts, fn, decision)) return [];
    const assumptions =
      decision.kind === "case"
        ? assumedCase(fn, state.assumptions, decision.tag, decision.value, isTrue)
        : assumed(fn, state.assumptions, decision.node, isTrue);
    const equality = asksForEquality(fn, decision);
    const pinned = isTrue === equality ? new Set([...state.pinned, ...reads]) : state.pinned;
    const parted = equality === !isTrue ? [...state.parted, reads] : state.parted;
    return assumptions === undefined
      ? []
      : [[successors[isTrue ? 0 : 1]!, { ...after, assumptions, pinned, parted }] as const];
  });
}

/** Truth of a decision that means that two things are equal; undefined when none does. */
function asksForEquality(fn: GoFunction, decision: Decision): boolean | undefined {
  if (decision.kind === "case") return true;
  const operator = operatorOf(fn.file.source.tree, decision.node);
  return operator === "==" ? true : operator === "!=" ? false : undefined;
}

/** Bits of a counter: which values they have together with other decisions is beyond what is tried here. */
function masksCounter({ fn, counters }: Search, node: NodeId): boolean {
  const { tree } = fn.file.source;
  let masks = false;
  let counts = false;
  for (let at = node; at < tree.after[node]!; at++) {
    masks ||= tree.kind[at] === Kind.BinaryExpression && /^(<<|>>|&|%|&\^)$/.test(operatorOf(tree, at));
    const key = masks ? keyAt(fn, at) : undefined;
    counts ||= key !== undefined && counters.some((counter) => counter.key === key);
  }
  return masks && counts;
}

function outcomeOf(search: Search, state: State, decision: Decision): boolean | undefined {
  const scope = scopeOf(search, state);
  if (decision.kind === "condition") {
    const value = evaluate(scope, decision.node);
    return value?.kind === "boolean" ? value.value : undefined;
  }
  const [tag, value] = [evaluate(scope, decision.tag), evaluate(scope, decision.value)];
  const same = tag === undefined || value === undefined ? undefined : applied("==", tag, value);
  return same?.kind === "boolean" ? same.value : undefined;
}
