import { NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type BlockId, type ControlFlow, EXIT } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { placeKey } from "../flow/places.ts";
import type { GoFunction } from "../flow/symbols.ts";
import type { LockState } from "../proofs/held-locks.ts";
import { lockEventsOf } from "../proofs/lock-events.ts";
import type { LockFlow } from "../proofs/lock-flow.ts";
import { locksOf } from "../proofs/locks.ts";
import { type Rule, spanOf } from "../rule.ts";
import { placeAt } from "./execution-path.ts";

/** Paths that return without unlocking what other paths unlock. */
export const lockHeldAtReturn: Rule = {
  id: "lock-held-at-return",
  hazard: "deadlock",
  severity: "warning",
  cwe: ["CWE-667", "CWE-833"],
  help: "write defer mu.Unlock() right after Lock, or unlock before this return",
  docs: {
    what: "A return, or a panic that is recovered from, that leaves a mutex locked which the function unlocks on another path.",
    why: "The next goroutine that wants the lock waits for ever, and so does this one when it comes again.",
    bad: "mu.Lock()\nif n > limit {\n\treturn errTooMuch\n}\ntotal += n\nmu.Unlock()\nreturn nil",
    good: "mu.Lock()\ndefer mu.Unlock()\nif n > limit {\n\treturn errTooMuch\n}\ntotal += n\nreturn nil",
  },
  check({ facts }, report) {
    for (const [fn, flow] of locksOf(facts)) {
      for (const { state, returns } of heldAtReturns(facts, fn, flow)) {
        const { source } = fn.file;
        const { root, path } = state.place;
        report({
          at: spanOf(source, state.taken),
          severity: "warning",
          message: `${root.name}${path} stays locked on a path that leaves the function`,
          related: returns
            .slice(0, 3)
            .map((node) => ({ at: spanOf(source, node), message: "leaves with the lock held" })),
          path: [
            placeAt(fn.file, state.taken, `${root.name}${path} is locked`),
            ...returns.slice(0, 1).map((node) => placeAt(fn.file, node, "leaves with the lock held")),
          ],
        });
      }
    }
  },
};

interface Held {
  readonly state: LockState;
  readonly returns: readonly NodeId[];
}

function heldAtReturns(facts: PackageFacts, fn: GoFunction, locks: LockFlow): Held[] {
  const flow = facts.flowOf(fn)!;
  const found = new Map<string, { state: LockState; returns: NodeId[] }>();
  const givenBack = new Set<string>();
  for (const block of [...flow.predecessors[EXIT]!, ...panicsOf(facts, flow)]) {
    const held = locks.atEnd.get(block);
    if (held === undefined) continue;
    for (const state of held.values()) {
      const key = `${placeKey(state.place)} ${state.shared}`;
      if (!state.may || state.deferred) givenBack.add(placeKey(state.place));
      if (!state.must || state.deferred || state.released) continue;
      const { steps, end } = flow.blocks[block]!;
      const node = end === "panic" ? (steps.at(-1) ?? NO_NODE) : returnOf(fn, steps);
      if (node !== NO_NODE && handsOutUnlock(facts, fn, node)) continue;
      const known = found.get(key) ?? { state, returns: [] };
      if (node !== NO_NODE) known.returns.push(node);
      found.set(key, known);
    }
  }
  const released = releasedBySelf(facts, fn);
  return [...found.values()].filter(
    ({ state, returns }) =>
      returns.length > 0 && givenBack.has(placeKey(state.place)) && released.has(placeKey(state.place)),
  );
}

/** Blocks that end with a panic, when the program recovers from panics, so that it goes on. */
function panicsOf(facts: PackageFacts, flow: ControlFlow): readonly BlockId[] {
  const isProgram = facts.index.name === "main";
  return isProgram && facts.recoversAnywhere
    ? flow.order.filter((block) => flow.blocks[block]!.end === "panic")
    : [];
}

function returnOf(fn: GoFunction, steps: readonly NodeId[]): NodeId {
  const last = steps.at(-1) ?? NO_NODE;
  return last !== NO_NODE && fn.file.source.tree.kind[last] === Kind.ReturnStatement ? last : NO_NODE;
}

/** Whether the caller gets a function to unlock with. */
function handsOutUnlock(facts: PackageFacts, fn: GoFunction, node: NodeId): boolean {
  const { tree } = fn.file.source;
  for (let at = node; at < tree.after[node]!; at++) {
    if (tree.kind[at] === Kind.FuncLiteral) return true;
    if (tree.kind[at] !== Kind.FieldIdentifier || tree.field[tree.parent[at]!] === Field.Function) continue;
    const name = textOf(tree, at);
    if (/Unlock$/.test(name) || facts.index.methodsByName.has(name)) return true;
  }
  return false;
}

function releasedBySelf(facts: PackageFacts, fn: GoFunction): Set<string> {
  const flow = facts.flowOf(fn)!;
  const keys = new Set<string>();
  for (const block of flow.order) {
    for (const step of flow.blocks[block]!.steps) {
      for (const event of lockEventsOf(facts, fn, step)) {
        if (event.kind === "unlock" || event.kind === "defer-unlock") keys.add(placeKey(event.call.place));
      }
    }
  }
  return keys;
}
