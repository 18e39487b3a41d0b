import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { descentsOf, type SuspectDescent } from "./descents.ts";
import { divergingFunctions } from "./divergence.ts";
import { type EndlessLoop, endlessLoopsOf } from "./endless.ts";
import { reachOf } from "./reach.ts";
import { likelyTargets, type RecursionCycle, recursionCycles } from "./recursion.ts";
import { type StuckCircle, stuckCircles } from "./stuck-circles.ts";

/** What is proved, or suspected, about a package. */
export interface Verdicts {
  readonly loops: readonly EndlessLoop[];
  readonly cycles: readonly RecursionCycle[];
  /** The same through interfaces that one type of the package implements. */
  readonly likelyCycles: readonly RecursionCycle[];
  /** Pairs that call each other without having changed what made them call. */
  readonly circles: readonly StuckCircle[];
  readonly descents: readonly SuspectDescent[];
  /** Whether it is proved that the program (of a library: every call of the function) never comes past `fn`. */
  readonly neverPasses: (fn: GoFunction) => boolean;
}

/** Works out all verdicts of a package. */
export function verdictsOf(facts: PackageFacts): Verdicts {
  const loops = facts.index.functions.flatMap((fn) => endlessLoopsOf(facts, fn));
  const cycles = recursionCycles(facts);
  const likelyCycles = facts.index.name === "main" ? likelyOnes(facts, cycles) : [];
  const circles = stuckCircles(facts, [...cycles, ...likelyCycles]);
  const descents = descentsOf(facts, cycles);
  const proved = descents.flatMap(({ one, proof }) => (proof === undefined ? [] : [one.fn]));
  const diverging = divergingFunctions(facts, loops, cycles, proved);
  const reach = reachOf(facts, diverging);
  return { loops, cycles, likelyCycles, circles, descents, neverPasses: reach.isFinal };
}

/** Cycles that are none of the sure ones. */
function likelyOnes(facts: PackageFacts, sure: readonly RecursionCycle[]): readonly RecursionCycle[] {
  const known = new Set(sure.flatMap(({ members }) => members.map(({ fn }) => fn)));
  return recursionCycles(facts, (call, fn) => likelyTargets(facts, call, fn)).filter(
    ({ members }) => !members.some(({ fn }) => known.has(fn)),
  );
}
