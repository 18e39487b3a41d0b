import { type Call, sureTargetsOf } from "../flow/call-graph.ts";
import { componentsOf } from "../flow/components.ts";
import { type BlockId, ENTRY } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { sureCallsOf } from "../flow/sure-calls.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { touches } from "./footprints.ts";
import type { RecursionCycle } from "./recursion.ts";
import { afterStep, callAsLoop, emptyState, pastBlock, pastLoop, type Search, type State } from "./rounds.ts";
import { idOfVariable, type Storage } from "./storage.ts";

/** Two functions that call each other before either has changed what made them call. */
export interface StuckCircle {
  readonly first: StuckEdge;
  readonly second: StuckEdge;
}

/** A call that a function comes to whatever its arguments are, given what it reads besides. */
export interface StuckEdge {
  readonly fn: GoFunction;
  readonly call: Call;
  readonly to: GoFunction;
  readonly reads: ReadonlySet<Storage>;
  readonly writes: ReadonlySet<Storage>;
}

const MAX_VISITS = 300;
const MAX_BLOCKS = 80;
const MAX_MEMBERS = 12;

/** The stuck circles of a package, without those that are circles on every path. */
export function stuckCircles(facts: PackageFacts, cycles: readonly RecursionCycle[]): readonly StuckCircle[] {
  const known = new Set(cycles.flatMap(({ members }) => members.map(({ fn }) => fn)));
  const { functions } = facts.index;
  const next = functions.map((fn) =>
    facts.graph.calls[fn.id]!.flatMap((call) =>
      call.mode === "call" ? sureTargetsOf(call).map(({ id }) => id) : [],
    ),
  );
  const found: StuckCircle[] = [];
  for (const component of componentsOf(functions.length, (id) => next[id]!)) {
    if (component.length < 2 || component.length > MAX_MEMBERS) continue;
    const members = new Set(component.map((id) => functions[id]!).filter((fn) => !known.has(fn)));
    const edges = [...members].flatMap((fn) => edgesOf(facts, fn, members));
    const circle = edges.flatMap((first) =>
      edges.filter((second) => isCircle(facts, first, second)).map((second) => ({ first, second })),
    )[0];
    if (circle !== undefined) found.push(circle);
  }
  return found;
}

function isCircle(facts: PackageFacts, first: StuckEdge, second: StuckEdge): boolean {
  if (first.to !== second.fn || second.to !== first.fn || first.fn.id >= second.fn.id) return false;
  const reads = new Set([...first.reads, ...second.reads]);
  return reads.size > 0 && !touches(facts, new Set([...first.writes, ...second.writes]), reads);
}

/** The calls of other members that a function comes to without asking for its arguments, one for each member. */
function edgesOf(
  facts: PackageFacts,
  fn: GoFunction,
  members: ReadonlySet<GoFunction>,
): readonly StuckEdge[] {
  const flow = fn.broken ? undefined : facts.flowOf(fn);
  if (flow === undefined || flow.blocks.length > MAX_BLOCKS) return [];
  const calls = sureCallsOf(facts, fn, flow);
  const loop = callAsLoop(flow);
  const search: Search = { facts, fn, flow, loop, counters: [], start: new Map(), isCall: true };
  const found = new Map<GoFunction, StuckEdge>();
  const stack: (readonly [BlockId, State])[] = [[ENTRY, emptyState(new Map())]];
  let visits = MAX_VISITS;
  for (let top = stack.pop(); top !== undefined && visits-- > 0; top = stack.pop()) {
    facts.work.charge(1);
    const [block, before] = top;
    let state: State | undefined = before;
    for (const step of flow.blocks[block]!.steps) {
      for (const { call, targets } of (calls.get(block) ?? []).filter((one) => one.step === step)) {
        const to = targets.find((target) => target !== fn && members.has(target));
        if (to === undefined || found.has(to) || state === undefined || asksArguments(facts, fn, state))
          continue;
        found.set(to, { fn, call, to, reads: state.reads, writes: state.writes });
      }
      state = state === undefined ? undefined : afterStep(search, state, step);
    }
    const inner = facts.loopsOf(fn).find((other) => other.header === block);
    for (const [to, after] of inner === undefined
      ? pastBlock(search, before, block)
      : pastLoop(search, before, inner))
      if (!after.blocks.includes(to)) stack.push([to, after]);
  }
  return [...found.values()];
}

/** Whether a decision so far depends on a parameter, or on what somebody else answers. */
function asksArguments(facts: PackageFacts, fn: GoFunction, { reads, asks }: State): boolean {
  if (asks) return true;
  return [...reads].some((storage) => {
    const id = idOfVariable(storage);
    return id !== undefined && facts.index.symbols[id]?.owner === fn;
  });
}
