import type { PackageFacts } from "../flow/package-facts.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import type { LockOrder } from "../proofs/lock-flow.ts";
import { locksOf } from "../proofs/locks.ts";
import { type Rule, spanOf } from "../rule.ts";

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
