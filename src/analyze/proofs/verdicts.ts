import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { descentsOf, type SuspectDescent } from "./descents.ts";
import { divergingFunctions } from "./divergence.ts";
import { type EndlessLoop, endlessLoopsOf } from "./endless.ts";
import { reachOf } from "./reach.ts";
import { type RecursionCycle, recursionCycles } from "./recursion.ts";

/** What is proved, or suspected, about a package. */
export interface Verdicts {
  readonly loops: readonly EndlessLoop[];
  readonly cycles: readonly RecursionCycle[];
  readonly descents: readonly SuspectDescent[];
  /** Whether it is proved that the program (of a library: every call of the function) never comes past `fn`. */
  readonly neverPasses: (fn: GoFunction) => boolean;
}

/** Works out all verdicts of a package. */
export function verdictsOf(facts: PackageFacts): Verdicts {
  const loops = facts.index.functions.flatMap((fn) => endlessLoopsOf(facts, fn));
  const cycles = recursionCycles(facts);
  const descents = descentsOf(facts, cycles);
  const proved = descents.flatMap(({ one, proof }) => (proof === undefined ? [] : [one.fn]));
  const diverging = divergingFunctions(facts, loops, cycles, proved);
  const reach = reachOf(facts, diverging);
  return { loops, cycles, descents, neverPasses: reach.isFinal };
}
