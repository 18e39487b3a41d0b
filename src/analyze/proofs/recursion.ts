import { childIn, NO_NODE } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type Call, sureTargetsOf } from "../flow/call-graph.ts";
import { componentsOf } from "../flow/components.ts";
import { type BlockId, type ControlFlow, ENTRY } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { type SureCall, sureCallsOf } from "../flow/sure-calls.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";

/** What a call in a function runs. */
type TargetsOf = (call: Call, caller: GoFunction) => readonly GoFunction[];

/** Functions that call one another on every path, so that a call of one of them never returns. */
export interface RecursionCycle {
  /** In source order. */
  readonly members: readonly RecursiveFunction[];
}

export interface RecursiveFunction {
  readonly fn: GoFunction;
  /** Its calls into the cycle that come first on some path, in source order. */
  readonly calls: readonly SureCall[];
}

/**
 * The functions of the package that a call runs as far as the package tells: those that it surely runs, and the only
 * method of the name when it is called through an interface that the package declares.
 */
export function likelyTargets(facts: PackageFacts, call: Call, caller: GoFunction): readonly GoFunction[] {
  const { callee, node } = call;
  if (callee.kind !== "methods" || callee.candidates.length !== 1) return sureTargetsOf(call);
  const { file } = caller;
  const selector = childIn(file.source.tree, node, Field.Function);
  if (selector === NO_NODE || file.source.tree.kind[selector] !== Kind.SelectorExpression) return [];
  const type = facts.oracle.typeOf(file, childIn(file.source.tree, selector, Field.Operand));
  const isOwn = type.kind === "named" && underlying(facts.index, type).kind === "interface";
  return isOwn ? callee.candidates : [];
}

/**
 * The sets of functions in which every path of every member calls into the set before it can end: the greatest such
 * set within each strongly connected component of the sure calls.
 */
export function recursionCycles(facts: PackageFacts, targetsOf: TargetsOf = sureTargetsOf): RecursionCycle[] {
  const { functions } = facts.index;
  const targets = functions.map((fn) =>
    facts.graph.calls[fn.id]!.flatMap((call) =>
      call.mode === "call" ? targetsOf(call, fn).map((target) => target.id) : [],
    ),
  );
  const cycles: RecursionCycle[] = [];
  for (const component of componentsOf(functions.length, (id) => targets[id]!)) {
    const isCycle = component.length > 1 || targets[component[0]!]!.includes(component[0]!);
    if (isCycle)
      cycles.push(
        ...cyclesWithin(
          facts,
          component.map((id) => functions[id]!),
          targetsOf,
        ),
      );
  }
  return cycles.sort((a, b) => a.members[0]!.fn.id - b.members[0]!.fn.id);
}

interface Member {
  readonly fn: GoFunction;
  readonly flow: ControlFlow;
  readonly calls: ReadonlyMap<BlockId, readonly SureCall[]>;
}

function cyclesWithin(
  facts: PackageFacts,
  component: readonly GoFunction[],
  targetsOf: TargetsOf,
): RecursionCycle[] {
  const members = new Map<number, Member>();
  for (const fn of component) {
    const flow = fn.broken ? undefined : facts.flowOf(fn);
    if (flow !== undefined) members.set(fn.id, { fn, flow, calls: sureCallsOf(facts, fn, flow, targetsOf) });
  }
  for (let removed = true; removed; ) {
    removed = false;
    for (const [id, member] of members) {
      if (firstCalls(facts, member, members) !== undefined) continue;
      members.delete(id);
      removed = true;
    }
  }
  return split(facts, [...members.values()], members);
}

/** Members that only lead into a cycle are no cycle themselves. */
function split(
  facts: PackageFacts,
  members: readonly Member[],
  all: ReadonlyMap<number, Member>,
): RecursionCycle[] {
  const found = members.map(({ fn }) => ({ fn, calls: firstCalls(facts, all.get(fn.id)!, all)! }));
  const at = new Map(members.map(({ fn }, position) => [fn.id, position]));
  const next = found.map(({ calls }) =>
    calls.flatMap((call) => call.targets.flatMap((target) => at.get(target.id) ?? [])),
  );
  const cycles: RecursionCycle[] = [];
  for (const component of componentsOf(found.length, (position) => next[position]!)) {
    const isCycle = component.length > 1 || next[component[0]!]!.includes(component[0]!);
    if (!isCycle) continue;
    const inOrder = component.map((position) => found[position]!).sort((a, b) => a.fn.id - b.fn.id);
    cycles.push({ members: inOrder });
  }
  return cycles;
}

/** Calls into `members` that come first on the paths from the entry; undefined when a path ends without one. */
function firstCalls(
  facts: PackageFacts,
  member: Member,
  members: ReadonlyMap<number, unknown>,
): SureCall[] | undefined {
  const { flow, calls } = member;
  const seen = new Set<BlockId>([ENTRY]);
  const stack: BlockId[] = [ENTRY];
  const first: SureCall[] = [];
  for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
    facts.work.charge(1 + (calls.get(block)?.length ?? 0));
    const call = calls.get(block)?.find(({ targets }) => targets.some((target) => members.has(target.id)));
    if (call !== undefined) {
      first.push(call);
      continue;
    }
    const { successors } = flow.blocks[block]!;
    if (successors.length === 0) return undefined;
    for (const next of successors) {
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return first.length === 0 ? undefined : first.sort((a, b) => a.call.node - b.call.node);
}
