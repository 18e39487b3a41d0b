import { childIn, childrenOf, contains, NO_NODE, type NodeId, textOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { BlockId, ControlFlow } from "../flow/control-flow.ts";
import { integerShape, shapeOfType } from "../flow/integers.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { type GoType, underlying } from "../flow/types.ts";
import { assignmentsOf } from "./assignments.ts";
import { evaluate } from "./evaluate.ts";
import { type Footprint, footprintOfNodes, touches } from "./footprints.ts";
import { applied } from "./operators.ts";
import { type Assumptions, assumed, assumedCase, forgotten } from "./orderings.ts";
import { type Decision, decisionOf } from "./relevant.ts";
import { isExposed, type Storage } from "./storage.ts";
import { stored, type Value } from "./values.ts";

/** A way round a loop after which everything that decided on it is as it was: taken once, it is taken for ever. */
export interface StuckRound {
  /** The blocks of the round, the header first. */
  readonly blocks: readonly BlockId[];
  /** Counters and the values for which it happens. */
  readonly state: readonly (readonly [symbol: GoSymbol, value: bigint])[];
  /** What the decisions of the round read. */
  readonly reads: ReadonlySet<Storage>;
  /** Decisions whose outcome is assumed. */
  readonly assumptions: number;
}

/** Where to look for a round: from a block, within some blocks, back to a goal. */
export interface Course {
  readonly facts: PackageFacts;
  readonly fn: GoFunction;
  readonly flow: ControlFlow;
  readonly loop: Loop;
}

/** Blocks that are looked at for one loop. */
const MAX_VISITS = 1_500;
/** A larger loop is too much for a search of its rounds. */
const MAX_MEMBERS = 80;
const MAX_COUNTERS = 3;
/** Values that each counter is tried with: zero and less often cannot occur. */
const TRIED: readonly bigint[] = [1n, 2n, 3n, 4n];

interface State {
  readonly blocks: readonly BlockId[];
  readonly reads: ReadonlySet<Storage>;
  readonly writes: ReadonlySet<Storage>;
  /** Symbol id → what the value that it got in this round depends on. */
  readonly depends: ReadonlyMap<number, ReadonlySet<Storage>>;
  readonly values: ReadonlyMap<number, Value | undefined>;
  readonly assumptions: Assumptions;
  readonly count: number;
}

/** A stuck round of a loop; undefined when none is found. */
export function stuckRound(course: Course): StuckRound | undefined {
  const { loop } = course;
  if (loop.members.size > MAX_MEMBERS) return undefined;
  const counters = countersOf(course);
  const budget = { visits: MAX_VISITS };
  for (const start of valuations(counters)) {
    const found = roundFrom(course, start, budget);
    if (found !== undefined || budget.visits <= 0) return found;
  }
  return undefined;
}

function* valuations(counters: readonly GoSymbol[]): Generator<ReadonlyMap<number, bigint>> {
  if (counters.length === 0 || counters.length > MAX_COUNTERS) {
    yield new Map();
    return;
  }
  for (let number = 0; number < TRIED.length ** counters.length; number++) {
    let rest = number;
    yield new Map(
      counters.map(({ id }) => {
        const value = TRIED[rest % TRIED.length]!;
        rest = Math.floor(rest / TRIED.length);
        return [id, value] as const;
      }),
    );
  }
}

/** Integer variables from outside the loop that plain assignments in it change. */
function countersOf({ facts, fn, flow, loop }: Course): readonly GoSymbol[] {
  const found = new Set<GoSymbol>();
  for (const block of loop.members) {
    for (const step of flow.blocks[block]!.steps) {
      for (const { target } of assignmentsOf(facts, fn, step)) {
        const shape = shapeOfType(underlying(facts.index, facts.oracle.typeOfSymbol(target)));
        if (shape !== undefined && target.owner === fn && facts.isPlainLocal(target) && !isInside(fn, loop, target))
          found.add(target);
      }
    }
  }
  return [...found];
}

function isInside({ file }: GoFunction, loop: Loop, symbol: GoSymbol): boolean {
  const { tree } = file.source;
  if (loop.statement === NO_NODE || !contains(tree, loop.statement, symbol.node)) return false;
  return tree.field[symbol.declaration] !== Field.Initializer || !isOwnInitializer(tree, loop, symbol);
}

function isOwnInitializer(tree: GoFunction["file"]["source"]["tree"], loop: Loop, symbol: GoSymbol): boolean {
  return tree.parent[tree.parent[symbol.declaration]!] === loop.statement;
}

function roundFrom(
  course: Course,
  start: ReadonlyMap<number, bigint>,
  budget: { visits: number },
): StuckRound | undefined {
  const { facts, flow, loop } = course;
  const values = new Map<number, Value>();
  for (const [id, value] of start) {
    const type = underlying(facts.index, facts.oracle.typeOfSymbol(facts.index.symbols[id]!));
    const known = stored({ kind: "integer", value, shape: undefined }, type);
    if (known !== undefined) values.set(id, known);
  }
  const first: State = {
    blocks: [],
    reads: new Set(),
    writes: new Set(),
    depends: new Map(),
    values,
    assumptions: new Map(),
    count: 0,
  };
  const stack: (readonly [BlockId, State])[] = [[loop.header, first]];
  for (let top = stack.pop(); top !== undefined && budget.visits > 0; top = stack.pop()) {
    budget.visits--;
    const [block, before] = top;
    const inner =
      block === loop.header ? undefined : facts.loopsOf(course.fn).find((one) => one.header === block && one !== loop);
    const after = inner === undefined ? afterBlock(course, before, block) : afterInner(course, before, inner);
    if (after === undefined) continue;
    for (const [next, state] of inner === undefined ? waysFrom(course, after, block) : exitsOf(course, after, inner)) {
      if (!loop.members.has(next) || flow.blocks[next] === undefined) continue;
      if (next !== loop.header) {
        if (!state.blocks.includes(next)) stack.push([next, state]);
      } else if (isStuck(course, state, start)) return resultOf(course, state, start);
    }
  }
  return undefined;
}

function isStuck({ facts }: Course, state: State, start: ReadonlyMap<number, bigint>): boolean {
  for (const [id, value] of start) {
    const now = state.values.get(id);
    if (now?.kind !== "integer" || now.value !== value) return false;
  }
  const isCounter = (storage: Storage): boolean => [...start.keys()].some((id) => storage === `variable ${id}`);
  const writes = new Set([...state.writes].filter((one) => !isCounter(one)));
  return !touches(facts, writes, state.reads);
}

function resultOf({ facts }: Course, { blocks, reads, count, writes }: State, start: ReadonlyMap<number, bigint>): StuckRound {
  const isUsed = (id: number): boolean => reads.has(`variable ${id}`) || writes.has(`variable ${id}`);
  const state = [...start].filter(([id]) => isUsed(id)).map(([id, value]) => [facts.index.symbols[id]!, value] as const);
  return { blocks, state, reads, assumptions: count };
}

/** The state after the steps of a block; undefined when one of them might do anything. */
function afterBlock(course: Course, before: State, block: BlockId): State | undefined {
  let state: State | undefined = { ...before, blocks: [...before.blocks, block] };
  for (const step of course.flow.blocks[block]!.steps) {
    state = afterStep(course, state, step);
    if (state === undefined) return undefined;
  }
  return state;
}

function afterStep(course: Course, before: State, step: NodeId): State | undefined {
  const { facts, fn, loop } = course;
  const footprint = footprintAt(course, step);
  if (footprint.isOpaque) return undefined;
  const reads = resolved(before, footprint.reads);
  const writes = new Set(before.writes);
  for (const storage of footprint.writes) if (!isRoundLocal(course, storage)) writes.add(storage);
  const depends = new Map(before.depends);
  const values = new Map(before.values);
  let { assumptions } = before;
  for (const storage of footprint.writes) {
    const id = Number(/^variable (\d+)$/.exec(storage)?.[1] ?? -1);
    if (id >= 0 && values.has(id)) values.set(id, undefined);
    const name = id >= 0 ? facts.index.symbols[id]?.name : storage.split(".").at(-1);
    if (name !== undefined) assumptions = forgotten(assumptions, name);
  }
  const read = (symbol: GoSymbol): Value | undefined => before.values.get(symbol.id);
  for (const { target, value, operator } of assignmentsOf(facts, fn, step)) {
    const type = underlying(facts.index, facts.oracle.typeOfSymbol(target));
    const scope = { facts, file: fn.file, read };
    const given = value === NO_NODE ? (operator === "+" || operator === "-" ? ONE : undefined) : evaluate(scope, value);
    const left = read(target);
    const result =
      operator === "=" ? given : left === undefined || given === undefined ? undefined : applied(operator, left, given);
    const isKept = before.values.has(target.id) || isInside(fn, loop, target);
    if (isKept) values.set(target.id, operator === "zero" ? undefined : storedValue(result, type));
    depends.set(target.id, reads);
  }
  return { ...before, writes, depends, values, assumptions };
}

const ONE: Value = { kind: "integer", value: 1n, shape: undefined };

function storedValue(value: Value | undefined, type: GoType): Value | undefined {
  if (type.kind !== "unknown") return stored(value, type);
  return value?.kind === "integer" ? { ...value, shape: value.shape ?? integerShape("int") } : undefined;
}

const footprints = new WeakMap<PackageFacts, Map<GoFunction, Map<NodeId, Footprint>>>();

function footprintAt({ facts, fn }: Course, node: NodeId): Footprint {
  const ofPackage = footprints.get(facts) ?? new Map<GoFunction, Map<NodeId, Footprint>>();
  footprints.set(facts, ofPackage);
  const ofFunction = ofPackage.get(fn) ?? new Map<NodeId, Footprint>();
  ofPackage.set(fn, ofFunction);
  const known = ofFunction.get(node) ?? footprintOfNodes(facts, fn, node);
  ofFunction.set(node, known);
  return known;
}

/** What something depends on at the head of the loop. */
function resolved({ depends }: State, reads: ReadonlySet<Storage>): Set<Storage> {
  const found = new Set<Storage>();
  for (const storage of reads) {
    const id = Number(/^variable (\d+)$/.exec(storage)?.[1] ?? -1);
    const inner = depends.get(id);
    if (inner === undefined) found.add(storage);
    else for (const one of inner) found.add(one);
  }
  return found;
}

/** Variables that each round makes anew. */
function isRoundLocal({ facts, fn, loop }: Course, storage: Storage): boolean {
  const symbol = facts.index.symbols[Number(/^variable (\d+)$/.exec(storage)?.[1] ?? -1)];
  return symbol !== undefined && symbol.owner === fn && isInside(fn, loop, symbol) && !isExposed(facts, symbol);
}

/** A loop in the round is passed as a whole: it may do all that is in it, or nothing. */
function afterInner(course: Course, before: State, inner: Loop): State | undefined {
  const { facts, fn, flow } = course;
  let state: State | undefined = { ...before, blocks: [...before.blocks, ...inner.members] };
  const reads = new Set<Storage>(before.reads);
  for (const block of inner.members) {
    for (const step of [...flow.blocks[block]!.steps, flow.blocks[block]!.condition]) {
      if (step === NO_NODE) continue;
      const footprint = footprintAt(course, step);
      if (footprint.isOpaque) return undefined;
      for (const one of resolved(state, footprint.reads)) reads.add(one);
    }
  }
  const values = new Map(state.values);
  const depends = new Map(state.depends);
  const writes = new Set(state.writes);
  for (const block of inner.members) {
    for (const step of flow.blocks[block]!.steps) {
      for (const storage of footprintAt(course, step).writes) if (!isRoundLocal(course, storage)) writes.add(storage);
      for (const { target } of assignmentsOf(facts, fn, step)) {
        values.set(target.id, undefined);
        depends.set(target.id, new Set([...(depends.get(target.id) ?? [`variable ${target.id}`]), ...reads]));
      }
    }
  }
  state = { ...state, reads, values, depends, writes, assumptions: new Map(), count: state.count + 1 };
  return state;
}

function exitsOf({ loop }: Course, state: State, inner: Loop): (readonly [BlockId, State])[] {
  const targets = new Set(inner.exits.map(({ to }) => to).filter((to) => loop.members.has(to)));
  return [...targets].map((to) => [to, state] as const);
}

/** The blocks that may follow, each with what is then known. */
function waysFrom(course: Course, state: State, block: BlockId): (readonly [BlockId, State])[] {
  const { flow } = course;
  const { successors } = flow.blocks[block]!;
  if (successors.length < 2) return successors.map((next) => [next, state] as const);
  const decision = decisionOf(flow, block);
  if (decision === undefined || successors.length !== 2) return [];
  const nodes = decision.kind === "case" ? [decision.tag, decision.value] : [decision.node];
  const reads = new Set(state.reads);
  for (const node of nodes) {
    const footprint = footprintAt(course, node);
    if (footprint.isOpaque || footprint.writes.size > 0) return [];
    for (const one of resolved(state, footprint.reads)) reads.add(one);
  }
  const outcome = outcomeOf(course, state, decision);
  const after = { ...state, reads };
  if (outcome !== undefined) return [[successors[outcome ? 0 : 1]!, after]];
  return [true, false].flatMap((isTrue) => {
    if (!isTrue && isLastCase(course, decision)) return [];
    const assumptions =
      decision.kind === "case"
        ? assumedCase(course.fn, state.assumptions, decision.tag, decision.value, isTrue)
        : assumed(course.fn, state.assumptions, decision.node, isTrue);
    if (assumptions === undefined) return [];
    return [[successors[isTrue ? 0 : 1]!, { ...after, assumptions, count: after.count + 1 }] as const];
  });
}

function outcomeOf({ facts, fn }: Course, { values }: State, decision: Decision): boolean | undefined {
  const scope = { facts, file: fn.file, read: (symbol: GoSymbol) => values.get(symbol.id) };
  if (decision.kind === "condition") {
    const value = evaluate(scope, decision.node);
    return value?.kind === "boolean" ? value.value : undefined;
  }
  const [tag, value] = [evaluate(scope, decision.tag), evaluate(scope, decision.value)];
  const same = tag === undefined || value === undefined ? undefined : applied("==", tag, value);
  return same?.kind === "boolean" ? same.value : undefined;
}

/** The last case of a switch without default over a type with named values: they are taken to be all there are. */
function isLastCase({ facts, fn }: Course, decision: Decision): boolean {
  if (decision.kind !== "case") return false;
  const { tree } = fn.file.source;
  const clause = tree.parent[tree.parent[decision.value]!]!;
  const clauses = childrenOf(tree, tree.parent[clause]!);
  const isLast = clauses.at(-1) === clause && tree.after[decision.value]! >= tree.after[tree.parent[decision.value]!]!;
  if (!isLast || clauses.some((one) => tree.kind[one] === Kind.DefaultCase)) return false;
  const isLiteral = /^["'`0-9]/.test(textOf(tree, withoutParentheses(tree, decision.value)));
  return !isLiteral || facts.oracle.typeOf(fn.file, decision.tag).kind === "named";
}

/** Whether a place in the condition of the loop is written anywhere in it. */
export function writesOfLoop(course: Course): ReadonlySet<Storage> {
  const found = new Set<Storage>();
  for (const block of course.loop.members)
    for (const step of course.flow.blocks[block]!.steps)
      for (const storage of footprintAt(course, step).writes) found.add(storage);
  return found;
}

/** What an expression reads. */
export function readsOf(course: Course, node: NodeId): ReadonlySet<Storage> {
  return footprintAt(course, node).reads;
}

/** The update of a counting loop changes what the condition is about: no round is stuck. */
export function stepsItsCondition({ facts, fn, loop }: Course, condition: NodeId): boolean {
  const { tree } = fn.file.source;
  const control = condition === NO_NODE ? NO_NODE : tree.parent[condition]!;
  if (control === NO_NODE || tree.kind[control] !== Kind.ForClause || loop.statement === NO_NODE) return false;
  const update = childIn(tree, control, Field.Update);
  if (update === NO_NODE) return false;
  const mentioned = new Set<number>();
  for (let node = condition; node < tree.after[condition]!; node++)
    if (tree.kind[node] === Kind.Identifier) mentioned.add(fn.file.symbolOf[node]!);
  const kind = tree.kind[update];
  const isStep = kind === Kind.IncStatement || kind === Kind.DecStatement;
  const targets = assignmentsOf(facts, fn, update);
  return isStep || tree.kind[update] === Kind.AssignmentStatement
    ? targets.some(({ target, value, operator }) => mentioned.has(target.id) && (isStep || operator !== "=" || !isItself(fn, value, target)))
    : false;
}

function isItself({ file }: GoFunction, value: NodeId, target: GoSymbol): boolean {
  return value !== NO_NODE && file.symbolOf[withoutParentheses(file.source.tree, value)] === target.id;
}
