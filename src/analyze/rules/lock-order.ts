import { childIn, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { parametersOf } from "../flow/slots.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { argumentsOf } from "../proofs/lengths.ts";
import type { LockOrder } from "../proofs/lock-flow.ts";
import { locksOf } from "../proofs/locks.ts";
import { type Rule, spanOf } from "../rule.ts";
import { placeAt } from "./execution-path.ts";

/** Two locks that are taken in both orders. */
export const lockOrder: Rule = {
  id: "lock-order",
  hazard: "deadlock",
  severity: "warning",
  cwe: ["CWE-833"],
  help: "take the two locks in the same order everywhere, or give one back before taking the other",
  docs: {
    what: "Two locks, one taken while the other is held, and elsewhere the other way round.",
    why: "When two goroutines do both at the same time, each holds what the other waits for.",
    bad: "func a() { x.Lock(); y.Lock(); y.Unlock(); x.Unlock() }\n\nfunc b() { y.Lock(); x.Lock(); x.Unlock(); y.Unlock() }",
    good: "func a() { x.Lock(); y.Lock(); y.Unlock(); x.Unlock() }\n\nfunc b() { x.Lock(); y.Lock(); y.Unlock(); x.Unlock() }",
  },
  check({ facts }, report) {
    const isProgram = facts.index.name === "main";
    const orders = new Map<string, LockOrder>();
    for (const flow of locksOf(facts).values()) {
      for (const one of flow.orders) {
        const key = `${one.from.place.family} ${one.to}`;
        if (orders.get(key)?.isClose !== true) orders.set(key, one);
      }
    }
    for (const one of orders.values()) {
      const swapped = swappedCall(facts, one);
      if (swapped !== undefined) {
        report({
          at: spanOf(one.fn.file.source, one.node),
          severity: "warning",
          message: `${shown(one.to)} is taken while ${shown(one.from.place.family)} is held, and another call has them the other way round`,
          related: [
            { at: spanOf(swapped.file.source, swapped.node), message: "called with the two exchanged" },
          ],
        });
        continue;
      }
      const from = one.from.place.family;
      const opposite = orders.get(`${one.to} ${from}`);
      if (opposite === undefined || from > one.to || !meet(facts, one, opposite)) continue;
      report({
        at: spanOf(one.fn.file.source, one.node),
        severity: isProgram || (one.isClose && opposite.isClose) ? "warning" : "info",
        message: `${shown(one.to)} is taken while ${shown(from)} is held, and elsewhere the other way round`,
        related: [
          { at: spanOf(one.fn.file.source, one.from.taken), message: `${shown(from)} is taken here` },
          { at: spanOf(opposite.fn.file.source, opposite.node), message: "the other way round" },
        ],
        path: [
          placeAt(one.fn.file, one.from.taken, `one goroutine takes ${shown(from)}`),
          placeAt(opposite.fn.file, opposite.from.taken, `another takes ${shown(one.to)}`),
          placeAt(one.fn.file, one.node, `the first waits for ${shown(one.to)}`),
          placeAt(opposite.fn.file, opposite.node, `the other waits for ${shown(from)}`),
        ],
      });
    }
  },
};

/** In a program, at least one of the two must run on a goroutine of its own; in a library anybody may call both. */
function meet(facts: PackageFacts, one: LockOrder, other: LockOrder): boolean {
  if (facts.index.name !== "main") return true;
  const { goroutines } = concurrencyOf(facts);
  return goroutines.mayRunElsewhere(one.fn) || goroutines.mayRunElsewhere(other.fn);
}

/** A family as a reader knows it: `Type.field`, or the name of the variable. */
function shown(family: string): string {
  return family.replace(/#[0-9]+/, "");
}

/** A call of a function that locks two of its parameters, when another call gives it the same two in the other order. */
function swappedCall(facts: PackageFacts, { fn, from, toPlace }: LockOrder): CallPlace | undefined {
  const [first, second] = [from.place.root, toPlace?.root];
  if (second === undefined || first === second || first.owner !== fn || second.owner !== fn) return undefined;
  if (first.kind !== "parameter" || second.kind !== "parameter") return undefined;
  if (facts.index.name === "main" && !concurrencyOf(facts).goroutines.mayRunElsewhere(fn)) return undefined;
  const seen = new Set<string>();
  for (const caller of facts.index.functions) {
    for (const { node, callee } of facts.graph.calls[caller.id]!) {
      if (callee.kind !== "function" || callee.fn !== fn) continue;
      const pair = [first, second].map((parameter) => givenFor(caller, node, fn, parameter));
      if (pair.includes("") || pair[0] === pair[1]) continue;
      if (seen.has([...pair].reverse().join())) return { file: caller.file, node };
      seen.add(pair.join());
    }
  }
  return undefined;
}

interface CallPlace {
  readonly file: IndexedFile;
  readonly node: NodeId;
}

/** Text of the argument that a call gives a parameter, or of its receiver. */
function givenFor(caller: GoFunction, call: NodeId, fn: GoFunction, parameter: GoSymbol): string {
  const { tree } = caller.file.source;
  const isReceiver = fn.receiver?.name === parameter.node;
  const node = isReceiver
    ? childIn(tree, childIn(tree, call, Field.Function), Field.Operand)
    : argumentsOf(caller.file, call)[parametersOf(fn).indexOf(parameter.node)];
  return node === undefined || node === NO_NODE ? "" : textOf(tree, node).replace(/^&/, "");
}
