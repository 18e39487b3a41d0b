import type { NodeId } from "../../source/tree.ts";
import { type ControlFlow, ENTRY, EXIT } from "../flow/control-flow.ts";
import { isNamedLikeLock, type LockCall } from "../flow/lock-calls.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { type Place, placeKey } from "../flow/places.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { type HeldLocks, joinLocks, type LockState, sameLocks, untouched } from "./held-locks.ts";
import { isOf, type LockEvent, lockEventsOf, placeInCaller } from "./lock-events.ts";

/** A lock that a function takes though it did not give it back before, so that its caller must not hold it. */
export interface Acquisition {
  readonly place: Place;
  /** On every path through the function. */
  readonly must: boolean;
  readonly shared: boolean;
  /** Where it is taken in the end, with the function. */
  readonly fn: GoFunction;
  readonly node: NodeId;
}

/** What a call of a function does to locks of its caller. */
export interface LockSummary {
  readonly acquires: readonly Acquisition[];
  /** Gives back what the caller holds. */
  readonly releases: readonly Place[];
  /** Is still held when it returns. */
  readonly leavesHeld: readonly LockState[];
  /** Families of everything that it or its callees take. */
  readonly families: ReadonlyMap<string, NodeId>;
}

/** A lock taken while it is held. */
export interface Relock {
  readonly fn: GoFunction;
  readonly node: NodeId;
  readonly held: LockState;
  readonly acquisition: Acquisition;
  /** Proved for this function: it is held on every path here, and taken on every path from here. */
  readonly must: boolean;
}

/** A lock taken while another one is held. */
export interface LockOrder {
  readonly from: LockState;
  readonly to: string;
  /** undefined when only its family is known. */
  readonly toPlace: Place | undefined;
  readonly fn: GoFunction;
  readonly node: NodeId;
  /** Surely taken by this function itself, or by one that it calls on a path of names that leads here. */
  readonly isClose: boolean;
}

export interface LockFlow {
  readonly summary: LockSummary;
  readonly relocks: readonly Relock[];
  readonly orders: readonly LockOrder[];
  /** Block → what is held at its end. */
  readonly atEnd: ReadonlyMap<number, HeldLocks>;
  /** What is held right before a step runs. */
  readonly before: (step: NodeId) => HeldLocks;
}

export const NO_LOCKS: LockSummary = { acquires: [], releases: [], leavesHeld: [], families: new Map() };
/** More locks than this in one function are not told apart. */
const MAX_LOCKS = 24;

interface Walk {
  readonly facts: PackageFacts;
  readonly fn: GoFunction;
  readonly summaryOf: (fn: GoFunction) => LockSummary;
  readonly relocks: Map<string, Relock>;
  readonly orders: Map<string, LockOrder>;
  readonly acquires: Map<string, Acquisition>;
  readonly families: Map<string, NodeId>;
}

/** Follows the locks of a function along its paths to a fixed point; undefined when it has nothing to do with locks. */
export function lockFlowOf(
  facts: PackageFacts,
  fn: GoFunction,
  summaryOf: (fn: GoFunction) => LockSummary,
): LockFlow | undefined {
  const mayMatter = facts.graph.calls[fn.id]!.some(({ callee, node }) =>
    callee.kind === "function" ? summaryOf(callee.fn).families.size > 0 : isNamedLikeLock(fn.file, node),
  );
  const flow = fn.broken || !mayMatter ? undefined : facts.flowOf(fn);
  if (flow === undefined) return undefined;
  const events = new Map<NodeId, LockEvent[]>();
  let matters = false;
  for (const block of flow.order) {
    for (const step of flow.blocks[block]!.steps) {
      const found = lockEventsOf(facts, fn, step);
      if (found.length > 0) events.set(step, found);
      matters ||= found.some((event) => concerns(event, summaryOf));
    }
  }
  if (!matters) return undefined;
  const walk: Walk = {
    facts,
    fn,
    summaryOf,
    relocks: new Map(),
    orders: new Map(),
    acquires: new Map(),
    families: new Map(),
  };
  const before = new Map<NodeId, HeldLocks>();
  const atEnd = fixedPoint(walk, flow, events, before);
  return {
    summary: summarize(walk, flow, atEnd),
    relocks: [...walk.relocks.values()],
    orders: [...walk.orders.values()],
    atEnd,
    before: (step) => before.get(step) ?? new Map(),
  };
}

function concerns(event: LockEvent, summaryOf: (fn: GoFunction) => LockSummary): boolean {
  if (event.kind === "renew" || event.kind === "forget") return false;
  return event.kind === "call" || event.kind === "defer-call"
    ? summaryOf(event.callee).families.size > 0
    : true;
}

function fixedPoint(
  walk: Walk,
  flow: ControlFlow,
  events: ReadonlyMap<NodeId, readonly LockEvent[]>,
  before: Map<NodeId, HeldLocks>,
): Map<number, HeldLocks> {
  const atEnd = new Map<number, HeldLocks>();
  for (let changed = true, round = 0; changed && round < 50; round++) {
    changed = false;
    for (const block of flow.order) {
      let held: HeldLocks | undefined = block === ENTRY ? new Map() : undefined;
      for (const predecessor of flow.predecessors[block]!) {
        const end = atEnd.get(predecessor);
        if (end !== undefined) held = held === undefined ? end : joinLocks(held, end);
      }
      if (held === undefined) continue;
      for (const step of flow.blocks[block]!.steps) {
        before.set(step, held);
        const own = events.get(step);
        // Most steps do nothing to locks: these share what is held with the step before.
        if (own === undefined || (held.size === 0 && own.every(onlyForgets))) continue;
        const after: Map<string, LockState> = new Map(held);
        for (const event of own) apply(walk, after, event);
        held = after;
      }
      const known = atEnd.get(block);
      if (known !== undefined && sameLocks(known, held)) continue;
      atEnd.set(block, held);
      changed = true;
    }
    if (changed) forget(walk);
  }
  return atEnd;
}

/** Where no lock was touched, there is nothing that such an event could change. */
function onlyForgets({ kind }: LockEvent): boolean {
  return kind === "renew" || kind === "forget";
}

/** What was found with states that were not final yet. */
function forget({ relocks, orders, acquires }: Walk): void {
  relocks.clear();
  orders.clear();
  acquires.clear();
}

function apply(walk: Walk, held: Map<string, LockState>, event: LockEvent): void {
  switch (event.kind) {
    case "forget":
      for (const [key, state] of held) held.set(key, { ...state, may: false, must: false, released: true });
      return;
    case "renew":
      for (const key of [...held.keys()]) if (isOf(key, event.symbol)) held.delete(key);
      return;
    case "lock": {
      const { node, place, shared } = event.call;
      take(walk, held, { place, must: true, shared, fn: walk.fn, node }, node);
      hold(held, place, shared, node);
      return;
    }
    case "unlock":
      release(held, event.call.place);
      return;
    case "defer-unlock":
      update(held, event.call.place, { deferred: true });
      return;
    case "defer-lock":
      deferredLock(walk, held, event.call);
      return;
    case "defer-call":
      for (const place of translated(walk, event, walk.summaryOf(event.callee).releases)) {
        update(held, place, { deferred: true });
      }
      return;
    case "call":
      applyCall(walk, held, event);
  }
}

function applyCall(
  walk: Walk,
  held: Map<string, LockState>,
  event: LockEvent & { readonly kind: "call" | "defer-call" },
): void {
  const summary = walk.summaryOf(event.callee);
  for (const acquisition of summary.acquires) {
    const place = placeInCaller(walk.facts, walk.fn, event.node, event.callee, acquisition.place);
    if (place !== undefined) take(walk, held, { ...acquisition, place }, event.node);
  }
  for (const family of summary.families.keys())
    order(walk, held, { to: family, toPlace: undefined, node: event.node, isClose: false });
  for (const place of translated(walk, event, summary.releases)) release(held, place);
  for (const state of summary.leavesHeld) {
    const place = placeInCaller(walk.facts, walk.fn, event.node, event.callee, state.place);
    if (place !== undefined) hold(held, place, state.shared, event.node);
  }
}

/** `defer mu.Lock()`: most likely Unlock was meant. It runs last, when the lock is still held. */
function deferredLock(walk: Walk, held: ReadonlyMap<string, LockState>, call: LockCall): void {
  const state = held.get(placeKey(call.place));
  if (state === undefined || !state.must || state.deferred) return;
  const acquisition = { place: call.place, must: true, shared: call.shared, fn: walk.fn, node: call.node };
  walk.relocks.set(`${call.node}`, { fn: walk.fn, node: call.node, held: state, acquisition, must: false });
}

function translated(
  walk: Walk,
  event: { readonly node: NodeId; readonly callee: GoFunction },
  places: readonly Place[],
): Place[] {
  return places.flatMap((place) => placeInCaller(walk.facts, walk.fn, event.node, event.callee, place) ?? []);
}

/** Notes that a lock is taken at `node`, and what that means with those that are held. */
function take(walk: Walk, held: Map<string, LockState>, acquisition: Acquisition, node: NodeId): void {
  const key = placeKey(acquisition.place);
  const state = held.get(key);
  const { place, must } = acquisition;
  order(walk, held, { to: place.family, toPlace: place, node, isClose: must });
  if (state?.may === true) {
    const must = state.must && acquisition.must;
    walk.relocks.set(`${node} ${key}`, { fn: walk.fn, node, held: state, acquisition, must });
  } else if (state?.released !== true && !walk.acquires.has(key)) walk.acquires.set(key, acquisition);
  if (acquisition.must) update(held, acquisition.place, { acquired: true });
}

function order(
  walk: Walk,
  held: ReadonlyMap<string, LockState>,
  taken: Pick<LockOrder, "to" | "toPlace" | "node" | "isClose">,
): void {
  const { to, toPlace, node, isClose } = taken;
  if (!walk.families.has(to)) walk.families.set(to, node);
  for (const state of held.values()) {
    if (!state.may) continue;
    const [from, next] = state.place.family === to ? instances(state, toPlace) : [state, to];
    if (from === undefined || next === undefined) continue;
    const key = `${from.place.family} ${next}`;
    const known = walk.orders.get(key);
    if (known === undefined || (isClose && state.must && !known.isClose)) {
      walk.orders.set(key, {
        from,
        to: next,
        toPlace,
        fn: walk.fn,
        node,
        isClose: isClose && state.must,
      });
    }
  }
}

/** Two locks of one kind are told apart when they belong to two variables of the package, or two parameters. */
function instances(from: LockState, to: Place | undefined): [LockState?, string?] {
  const isNamed = ({ root }: Place): boolean => root.owner === undefined || root.kind === "parameter";
  if (to === undefined || from.place.root === to.root || !isNamed(from.place) || !isNamed(to)) return [];
  const instance = ({ root, path }: Place): string => `${root.name}#${root.id}${path}`;
  return [{ ...from, place: { ...from.place, family: instance(from.place) } }, instance(to)];
}

function update(held: Map<string, LockState>, place: Place, change: Partial<LockState>): void {
  const key = placeKey(place);
  if (held.has(key) || held.size < MAX_LOCKS)
    held.set(key, { ...(held.get(key) ?? untouched(place)), ...change });
}

function hold(held: Map<string, LockState>, place: Place, shared: boolean, node: NodeId): void {
  update(held, place, { may: true, must: true, shared, taken: node });
}

function release(held: Map<string, LockState>, place: Place): void {
  const isOwn = held.get(placeKey(place))?.must === true;
  update(held, place, { may: false, must: false, ...(isOwn ? {} : { released: true }) });
}

/** What callers see of it: locks of parameters, of variables around a literal, of the package. */
function summarize(walk: Walk, flow: ControlFlow, atEnd: ReadonlyMap<number, HeldLocks>): LockSummary {
  const { fn } = walk;
  const isVisible = ({ root }: Place): boolean => root.owner !== fn || root.kind === "parameter";
  const ends = flow.order.filter((block) => flow.blocks[block]!.successors.length === 0);
  const always = (key: string): boolean =>
    ends.every((block) => atEnd.get(block)?.get(key)?.acquired === true);
  const last = [...(atEnd.get(EXIT)?.values() ?? [])].filter(({ place }) => isVisible(place));
  return {
    acquires: [...walk.acquires]
      .filter(([, { place }]) => isVisible(place))
      .map(([key, acquisition]) => ({
        ...acquisition,
        must: acquisition.must && ends.length > 0 && always(key),
      })),
    releases: releasedIn(atEnd).filter(isVisible),
    leavesHeld: last.filter((state) => state.must && !state.deferred),
    families: walk.families,
  };
}

/** Locks that are given back on some path without having been taken. */
function releasedIn(atEnd: ReadonlyMap<number, HeldLocks>): Place[] {
  const found = new Map<string, Place>();
  for (const held of atEnd.values()) {
    for (const [key, state] of held) {
      if (state.released || (state.deferred && !state.must)) found.set(key, state.place);
    }
  }
  return [...found.values()];
}
