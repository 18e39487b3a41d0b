import { componentsOf } from "../flow/components.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { type LockFlow, type LockSummary, lockFlowOf, NO_LOCKS } from "./lock-flow.ts";

/** Function → how it handles locks, for those that do. */
export type Locks = ReadonlyMap<GoFunction, LockFlow>;

const known = new WeakMap<PackageFacts, Locks>();

/** Follows all locks of the package, callees first; within recursion a second time, with what the first found. */
export function locksOf(facts: PackageFacts): Locks {
  let found = known.get(facts);
  if (found === undefined) {
    found = followLocks(facts);
    known.set(facts, found);
  }
  return found;
}

function followLocks(facts: PackageFacts): Locks {
  const { functions, files } = facts.index;
  const flows = new Map<GoFunction, LockFlow>();
  if (!files.some(({ source }) => /\bR?Lock\(/.test(source.text))) return flows;
  const summaryOf = (fn: GoFunction): LockSummary => flows.get(fn)?.summary ?? NO_LOCKS;
  const callees = functions.map((fn) =>
    facts.graph.calls[fn.id]!.flatMap((call) =>
      call.mode !== "go" && call.callee.kind === "function" ? [call.callee.fn.id] : [],
    ),
  );
  for (const component of componentsOf(functions.length, (id) => callees[id]!)) {
    const isRecursive = component.length > 1 || callees[component[0]!]!.includes(component[0]!);
    const rounds = isRecursive ? 2 : 1;
    for (let round = 0; round < rounds; round++) {
      for (const id of component) {
        const fn = functions[id]!;
        const flow = lockFlowOf(facts, fn, summaryOf);
        if (flow !== undefined) flows.set(fn, flow);
      }
    }
  }
  return flows;
}
