import { Effect } from "../flow/effect.ts";
import { type Goroutines, goroutinesOf } from "../flow/goroutines.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { type SharedValue, sharedValuesOf } from "../flow/shared-values.ts";
import { type MustReach, mustReachOf } from "./must-reach.ts";

/** What rules about goroutines ask; worked out once for a package. */
export interface Concurrency {
  readonly values: readonly SharedValue[];
  readonly goroutines: Goroutines;
  readonly mustReach: MustReach;
  /** Whether a goroutine that the package starts may end the program: then the first one may wait for ever on purpose. */
  readonly endsElsewhere: boolean;
}

const known = new WeakMap<PackageFacts, Concurrency>();

/** The facts about goroutines of a package. */
export function concurrencyOf(facts: PackageFacts): Concurrency {
  let found = known.get(facts);
  if (found === undefined) {
    const goroutines = goroutinesOf(facts);
    found = {
      values: sharedValuesOf(facts),
      goroutines,
      endsElsewhere: goroutines.starts.some(({ targets }) =>
        targets.some((fn) => (facts.effectsOf(fn) & Effect.Exits) !== 0),
      ),
      mustReach: mustReachOf(facts),
    };
    known.set(facts, found);
  }
  return found;
}
