import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { hasGoroutines, orders, type Rehearsal, rehearse } from "../interpret/goroutines/rehearse.ts";
import { chargeRun, mayRun } from "../interpret/run-cost.ts";

/** What running a program with its goroutines showed. */
export interface Rehearsed {
  /** The first thing that an order showed; undefined when none did, or the program was not run. */
  readonly seen: Rehearsal | undefined;
  /** Functions that ran, when the program ended well in all orders, with nobody left. */
  readonly ranWell: ReadonlySet<GoFunction>;
}

const NOT_RUN: Rehearsed = { seen: undefined, ranWell: new Set() };
const known = new WeakMap<PackageFacts, Rehearsed>();

/** Runs a program without input in all orders, once for all rules that ask. */
export function rehearsalOf(facts: PackageFacts): Rehearsed {
  let rehearsed = known.get(facts);
  if (rehearsed === undefined) {
    rehearsed = rehearseAll(facts);
    known.set(facts, rehearsed);
  }
  return rehearsed;
}

function rehearseAll({ index, work }: PackageFacts): Rehearsed {
  if (index.missing !== "nothing" || index.name !== "main" || !index.functionByName.has("main"))
    return NOT_RUN;
  if (!hasGoroutines(index.files)) return NOT_RUN;
  const called = new Set<GoFunction>();
  for (const order of orders()) {
    if (!mayRun(work)) return NOT_RUN;
    const seen = rehearse(index, order, { spend: (steps) => chargeRun(work, steps), called });
    if (seen.kind !== "nothing") return { seen, ranWell: NOT_RUN.ranWell };
    if (!seen.mayDiffer) return NOT_RUN;
  }
  return { seen: undefined, ranWell: called };
}

/**
 * Whether a function took part in a program that, run in several orders, ended well each time, with no goroutine left:
 * then nothing of it is suspected of waiting in vain.
 */
export function ranWell(facts: PackageFacts, fn: GoFunction): boolean {
  return rehearsalOf(facts).ranWell.has(fn);
}
