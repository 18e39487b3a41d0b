import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import type { Rehearsal } from "../interpret/goroutines/rehearse.ts";
import { chargeRun, mayRun } from "../interpret/run-cost.ts";
import type { RuleContext } from "../rule.ts";
import { CalledFunctions, NONE_CALLED } from "./called-functions.ts";
import { programRun } from "./program-run.ts";

/** What running a program with its goroutines showed. */
export interface Rehearsed {
  /** The first thing that an order showed; undefined when none did, or the program was not run. */
  readonly seen: Rehearsal | undefined;
  /** The functions that ran, when the program ended well in all orders, with nobody left. */
  readonly ranWell: CalledFunctions;
}

const NOT_RUN: Rehearsed = { seen: undefined, ranWell: NONE_CALLED };
const known = new WeakMap<PackageFacts, Rehearsed>();

/** Runs a program without input in all orders, once for all rules that ask. */
export function rehearsalOf(context: RuleContext): Rehearsed {
  let rehearsed = known.get(context.facts);
  if (rehearsed === undefined) {
    rehearsed = rehearseAll(context);
    known.set(context.facts, rehearsed);
  }
  return rehearsed;
}

function rehearseAll(context: RuleContext): Rehearsed {
  const {
    facts: { index, work },
    runnable,
  } = context;
  if (index.missing !== "nothing" || runnable === undefined) return NOT_RUN;
  const { hasGoroutines, orders, rehearse } = runnable.interpreter;
  if (!hasGoroutines(index.files)) return NOT_RUN;
  // A run without goroutines that came to its end, or used up its time, met none.
  if (!programRun(context).isUnknown) return NOT_RUN;
  const called = new Set<GoFunction>();
  let ended = 0;
  let failed = 0;
  for (const order of orders()) {
    if (!mayRun(work)) return NOT_RUN;
    const seen = rehearse(runnable.index(), order, { spend: (steps) => chargeRun(work, steps), called });
    if (seen.kind !== "nothing") return { seen, ranWell: NOT_RUN.ranWell };
    if (seen.mayDiffer) ended++;
    else failed++;
    // What goes wrong first, or twice, is not modelled; once, it may be an order that takes longer.
    if (failed > Math.min(1, ended)) return NOT_RUN;
  }
  if (failed > 0) return NOT_RUN;
  return { seen: undefined, ranWell: new CalledFunctions(called) };
}

/**
 * Whether a function took part in a program that, run in several orders, ended well each time, with no goroutine left:
 * then nothing of it is suspected of waiting in vain.
 */
export function ranWell(context: RuleContext, fn: GoFunction): boolean {
  return rehearsalOf(context).ranWell.has(fn);
}
