import { NO_NODE } from "../../source/tree.ts";
import type { BlockId } from "../flow/control-flow.ts";
import { comesRound } from "../flow/loops.ts";
import { concurrentWrites } from "./concurrent-writes.ts";
import { type Counter, type Course, countersOf, putsOf } from "./counters.ts";
import { valueOnEntry } from "./entry-values.ts";
import { footprintAt, isOpaqueAt, touches } from "./footprints.ts";
import { emptyState, isEqual, pastBlock, pastLoop, type Search, type State, valuations } from "./rounds.ts";
import { idOfVariable, type Storage } from "./storage.ts";

/** A way round a loop after which everything that decided on it is as it was: taken once, it is taken for ever. */
export interface StuckRound {
  /** The blocks of the round, the header first. */
  readonly blocks: readonly BlockId[];
  /** Counters and the values for which it happens. */
  readonly state: readonly (readonly [name: string, value: bigint | boolean])[];
}

/** Blocks that are looked at for one loop. */
const MAX_VISITS = 300;
/** A larger loop is too much for a search of its rounds. */
const MAX_MEMBERS = 80;
const MAX_COUNTERS = 3;

interface Budget {
  visits: number;
  /** Whether some way comes back to the head of the loop. */
  comesRound: boolean;
  /** What is known each time that it comes back without being stuck. */
  readonly rounds: State[];
}

/** A stuck round of a loop; undefined when none is found. */
export function stuckRound(course: Course): StuckRound | undefined {
  if (course.loop.members.size > MAX_MEMBERS || !mayComeRound(course)) return undefined;
  const budget: Budget = { visits: MAX_VISITS, comesRound: false, rounds: [] };
  const plain = roundFrom({ ...course, counters: [], start: new Map(), isCall: false }, budget);
  // Knowing counters only rules out ways: without any way round there is nothing to try.
  if (!budget.comesRound || budget.visits <= 0) return undefined;
  const counters = countersOf(course)
    .filter(({ storage }) => isDecisive(course, storage))
    .map((counter) => withStart(course, counter));
  if (counters.length === 0 || counters.length > MAX_COUNTERS) return plain;
  const counted = new Set(counters.map(({ storage }) => storage));
  if (plain === undefined && !budget.rounds.some((state) => mayBeStuck(course, state, counted)))
    return undefined;
  for (const start of valuations(counters)) {
    const found = roundFrom({ ...course, counters, start, isCall: false }, budget);
    if (found !== undefined || budget.visits <= 0) return found;
  }
  return undefined;
}

/** Whether some way leads round the loop past nothing opaque: most loops have none, which is told cheaply. */
function mayComeRound({ facts, fn, flow, loop }: Course): boolean {
  return comesRound(flow, loop, (block) => {
    facts.work.charge(1);
    return !flow.blocks[block]!.steps.some((step) => isOpaqueAt({ facts, fn }, step));
  });
}

/** A counter that only grows, from a number that is always the same, is tried with that alone. */
function withStart({ facts, fn, flow, loop }: Course, counter: Counter): Counter {
  const puts = [...loop.members].flatMap((block) =>
    flow.blocks[block]!.steps.flatMap((step) => putsOf(facts, fn, step)),
  );
  if (puts.some(({ key, operator }) => key === counter.key && !/^(\+|\*|<<|\|)$/.test(operator)))
    return counter;
  const symbol = facts.index.symbols[Number(counter.key)];
  const start = symbol === undefined ? undefined : valueOnEntry(facts, fn, loop, symbol)?.value;
  return typeof start === "bigint" ? { ...counter, start } : counter;
}

/** Whether something in the loop that decides, or is assigned in it, reads a place. */
function isDecisive(course: Course, storage: Storage): boolean {
  for (const block of course.loop.members) {
    const { condition, steps } = course.flow.blocks[block]!;
    if (condition !== NO_NODE && footprintAt(course, condition).reads.has(storage)) return true;
    for (const step of steps) {
      const { reads, writes } = footprintAt(course, step);
      if (reads.has(storage) && (writes.size > 1 || !writes.has(storage))) return true;
    }
  }
  return false;
}

function roundFrom(search: Search, budget: Budget): StuckRound | undefined {
  const { facts, fn, loop, start } = search;
  const stack: (readonly [BlockId, State])[] = [[loop.header, emptyState(start)]];
  for (let top = stack.pop(); top !== undefined && budget.visits > 0; top = stack.pop()) {
    budget.visits--;
    facts.work.charge(1);
    const [block, before] = top;
    const inner = block === loop.header ? undefined : facts.loopsOf(fn).find((one) => one.header === block);
    for (const [next, state] of inner === undefined
      ? pastBlock(search, before, block)
      : pastLoop(search, before, inner)) {
      if (!loop.members.has(next)) continue;
      if (next !== loop.header) {
        if (!state.blocks.includes(next)) stack.push([next, state]);
      } else {
        budget.comesRound = true;
        if (isStuck(search, state)) return resultOf(search, state);
        budget.rounds.push(state);
      }
    }
  }
  return undefined;
}

function isStuck({ facts, fn, counters, start }: Search, state: State): boolean {
  const isCounted = new Set<Storage>();
  const sources = new Set<Storage>();
  for (const { key, storage } of counters) {
    const before = start.get(key);
    if (before === undefined || !state.reads.has(storage)) continue;
    const now = state.values.get(key);
    if (now === undefined || !isEqual(now, before)) return false;
    isCounted.add(storage);
    for (const source of sourcesOf(state, storage)) sources.add(source);
  }
  if (state.asks && isCounted.size === 0) return false;
  const isSettled = (storage: Storage): boolean => isCounted.has(storage) || settles(facts, state, storage);
  const changed = new Set([...state.writes].filter((one) => !isSettled(one)));
  // What a counter got its value from must come again, too: `done = i > 50` is false for a while only.
  if (touches(facts, changed, state.reads) || touches(facts, changed, sources)) return false;
  return !touches(facts, concurrentWrites(facts, fn), state.reads);
}

/** Whether a round that changes something would be stuck if all that is counted came back to what it was. */
function mayBeStuck({ facts }: Course, state: State, counted: ReadonlySet<Storage>): boolean {
  const { writes, reads } = state;
  const maySettle = (storage: Storage): boolean => {
    const sources = sourcesOf(state, storage);
    return sources.size > 0 && !touches(facts, writes, sources);
  };
  const changed = new Set([...writes].filter((one) => !counted.has(one) && !maySettle(one)));
  return !touches(facts, changed, reads);
}

/** Whether a variable gets the same value in every such round, and no decision of the round asks for another. */
function settles(facts: Search["facts"], state: State, storage: Storage): boolean {
  const { depends, writes, pinned, parted } = state;
  const sources = sourcesOf({ depends }, storage);
  if (sources.size === 0 || pinned.has(storage)) return false;
  // `for a != b { a = b }`: it was different from what it becomes.
  if (parted.some((read) => read.has(storage) && [...sources].every((source) => read.has(source))))
    return false;
  return !touches(facts, writes, sources);
}

/** What a variable got its value from in the round; nothing when it was not assigned. */
function sourcesOf({ depends }: Pick<State, "depends">, storage: Storage): ReadonlySet<Storage> {
  const id = idOfVariable(storage);
  return (id === undefined ? undefined : depends.get(id)) ?? NO_SOURCES;
}

const NO_SOURCES: ReadonlySet<Storage> = new Set();

function resultOf({ counters, start }: Search, { blocks, reads }: State): StuckRound {
  const state = counters.flatMap(({ key, name, storage }) => {
    const value = start.get(key);
    const isShown = value?.kind === "integer" || value?.kind === "boolean";
    return isShown && reads.has(storage) ? [[name, value.value] as const] : [];
  });
  return { blocks, state };
}
