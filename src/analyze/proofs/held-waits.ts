import { contains, type NodeId } from "../../source/tree.ts";
import { lockCallAt } from "../flow/lock-calls.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import {
  isUnbuffered,
  knownChannels,
  type LocalOperation,
  mustWait,
  operationsOf,
  partnersOf,
} from "./channels.ts";
import { concurrencyOf } from "./concurrency.ts";
import type { LockState } from "./held-locks.ts";
import { locksOf } from "./locks.ts";
import { findsPath, positionOf } from "./paths.ts";
import { loopsAround } from "./run-counts.ts";
import { isDeferred, isPreceded, stepsOf, waitGroupsOf } from "./wait-groups.ts";

/** A wait under a lock that everybody who could end the wait needs first. */
export interface HeldWait {
  readonly operation: LocalOperation;
  readonly lock: LockState;
  /** Somebody who could end the wait. */
  readonly partner: LocalOperation;
  /** Where that one needs the lock. */
  readonly taken: NodeId;
}

/** Something that waits, with everything that could end the wait. */
interface Wait {
  readonly operation: LocalOperation;
  readonly partners: readonly LocalOperation[];
}

/** The waits of the package during which a lock is held that all of their partners need. */
export function heldWaitsOf(facts: PackageFacts): HeldWait[] {
  if (locksOf(facts).size === 0) return [];
  return waitsOf(facts).flatMap(({ operation, partners }) => {
    for (const lock of locksAt(facts, operation)) {
      const taken = partners.map((partner) => neededBy(facts, lock, partner, operation));
      const [first] = taken;
      if (first !== undefined && taken.every((one) => one !== undefined))
        return [{ operation, lock, partner: partners[0]!, taken: first }];
    }
    return [];
  });
}

function waitsOf(facts: PackageFacts): Wait[] {
  const { values } = concurrencyOf(facts);
  const local = (one: { readonly fn: GoFunction | undefined }): one is LocalOperation => one.fn !== undefined;
  const ofChannels = knownChannels(values)
    .filter((value) => isUnbuffered(facts, value))
    .flatMap((value) =>
      operationsOf(value, "send", "receive", "range")
        .filter(mustWait)
        .map((operation) => ({ operation, partners: partnersOf(value, operation).filter(local) })),
    );
  const ofGroups = waitGroupsOf(values).flatMap(({ waits, dones }) =>
    waits.map((operation) => ({ operation, partners: dones })),
  );
  return [...ofChannels, ...ofGroups].filter(({ partners }) => partners.length > 0);
}

/** The locks that are held on every path to an operation, not only shared with other readers. */
function locksAt(facts: PackageFacts, { fn, node }: LocalOperation): LockState[] {
  const flow = facts.flowOf(fn);
  const at = flow === undefined ? undefined : positionOf(flow, node);
  const locks = locksOf(facts).get(fn);
  if (at === undefined || locks === undefined) return [];
  return [...locks.before(flow!.blocks[at.block]!.steps[at.step]!).values()].filter(
    (one) => one.must && !one.shared,
  );
}

/** Where a partner must take the lock before it can come, again when it came before; undefined when it need not. */
function neededBy(
  facts: PackageFacts,
  { place }: LockState,
  partner: LocalOperation,
  operation: LocalOperation,
): NodeId | undefined {
  const { fn, node } = partner;
  if (fn === operation.fn) return undefined;
  const takes = takesOf(facts, fn, place.family);
  const [first] = takes;
  if (first === undefined) return undefined;
  if (isDeferred(partner) || isPreceded(facts, fn, node, takes))
    return takes.find((one) => one < node) ?? first;
  const isRepeated = loopsAround(facts, operation.fn, operation.node).length > 0;
  const loop = loopsAround(facts, fn, node).at(-1);
  if (loop === undefined || !isRepeated) return undefined;
  const { tree } = fn.file.source;
  const inner = takes.filter((one) => contains(tree, loop.statement, one));
  return inner.length > 0 && comesBackOnlyThrough(facts, partner, inner) ? inner[0] : undefined;
}

/** Whether every way from an operation back to itself passes one of `nodes`. */
function comesBackOnlyThrough(
  facts: PackageFacts,
  { fn, node }: LocalOperation,
  nodes: readonly NodeId[],
): boolean {
  const flow = facts.flowOf(fn);
  const at = flow === undefined ? undefined : positionOf(flow, node);
  if (flow === undefined || at === undefined) return false;
  const own = flow.blocks[at.block]!.steps[at.step]!;
  const stops = stepsOf(facts, fn, nodes);
  return !findsPath(facts, fn, {
    from: { block: at.block, step: at.step + 1 },
    atStep: (step) => (step === own ? "found" : stops.has(step) ? "stop" : "go-on"),
    atEnd: () => "go-on",
  });
}

/** Where a function takes a lock of the family, itself or by a call. */
function takesOf(facts: PackageFacts, fn: GoFunction, family: string): NodeId[] {
  const { oracle, graph } = facts;
  return graph.calls[fn.id]!.flatMap(({ node, mode, callee }) => {
    if (mode !== "call") return [];
    const call = lockCallAt(oracle, fn.file, node);
    if (call !== undefined) return call.action === "lock" && call.place.family === family ? [node] : [];
    if (callee.kind !== "function") return [];
    return locksOf(facts).get(callee.fn)?.summary.families.has(family) === true ? [node] : [];
  });
}
