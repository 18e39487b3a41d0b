import type { NodeId } from "../../source/tree.ts";
import { constantAt } from "../flow/constants.ts";
import { arithmetic, compare } from "../flow/fold.ts";
import { wrap } from "../flow/integers.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { iterationsOf } from "./count.ts";
import { type Counter, counterOf } from "./counter.ts";
import { valueOnEntry } from "./entry-values.ts";
import { unchangingVariables } from "./invariance.ts";

/** What is wrong with the way a loop counts. */
export interface CountingFlaw {
  readonly kind: "step-zero" | "never-equal" | "wrong-direction" | "fixed-point";
  /** Whether start, bound and step are all known, so that the arithmetic is a proof. */
  readonly isExact: boolean;
  readonly start: bigint | undefined;
  readonly bound: bigint | undefined;
  /** Iterations until the counter wraps round and the loop ends after all; undefined for never. */
  readonly iterations: bigint | undefined;
}

/** More iterations than this take years on any machine: the loop practically never ends. */
const PRACTICALLY_NEVER = 1n << 56n;
/** Fewer iterations than this end within seconds: wrapping round is then taken for intended. */
const SECONDS = 1n << 31n;
/** Steps of a multiplying counter that are followed. */
const MAX_SIMULATED = 10_000;

/** The counter of a loop and what is wrong with it, if anything is. */
export function countingFlaw(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  condition: NodeId,
): { readonly counter: Counter; readonly flaw: CountingFlaw } | undefined {
  const counter = counterOf(facts, fn, loop, condition);
  if (counter === undefined) return undefined;
  const start = integer(valueOnEntry(facts, fn, loop, counter.variable)?.value);
  const bound = integer(constantAt(facts.fixed, fn.file, counter.bound)?.value);
  const flaw =
    start !== undefined && bound !== undefined
      ? exactFlaw(counter, start, bound)
      : likelyFlaw(facts, fn, loop, counter, { start, bound });
  return flaw === undefined ? undefined : { counter, flaw };
}

function integer(value: bigint | boolean | undefined): bigint | undefined {
  return typeof value === "bigint" ? value : undefined;
}

function exactFlaw(counter: Counter, start: bigint, bound: bigint): CountingFlaw | undefined {
  if (counter.change !== "+") return simulatedFlaw(counter, start, bound);
  const { shape, amount } = counter;
  const operator = isDownToZero(counter, bound) ? "!=" : counter.operator;
  const result = iterationsOf({ shape, start, operator, bound, step: amount });
  const known = { isExact: true, start, bound, iterations: undefined };
  if (result.kind === "never") {
    return result.why === "always-true" ? undefined : { ...known, kind: result.why };
  }
  if (result.kind === "unknown" || !result.wraps || result.count < SECONDS) return undefined;
  const kind = operator === "!=" ? "never-equal" : "wrong-direction";
  return { ...known, kind, isExact: result.count >= PRACTICALLY_NEVER, iterations: result.count };
}

/** `x > 0` of a number that cannot be less: it waits for x to be 0. */
function isDownToZero({ shape, operator }: Counter, bound: bigint | undefined): boolean {
  return !shape.signed && operator === ">" && bound === 0n;
}

/** `v *= 2` from 0 and the like: follows the values until one comes again. */
function simulatedFlaw(counter: Counter, start: bigint, bound: bigint): CountingFlaw | undefined {
  const seen = new Set<bigint>();
  let value = start;
  for (let step = 0; step < MAX_SIMULATED; step++) {
    if (compare(counter.operator, value, bound) !== true) return undefined;
    if (seen.has(value)) return { kind: "fixed-point", isExact: true, start, bound, iterations: undefined };
    seen.add(value);
    const next = arithmetic(counter.change, value, counter.amount);
    if (next === undefined) return undefined;
    value = wrap(next, counter.shape);
  }
  return undefined;
}

/** Without all three numbers: a step of zero, or one away from a bound that does not move. */
function likelyFlaw(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  counter: Counter,
  known: Pick<CountingFlaw, "start" | "bound">,
): CountingFlaw | undefined {
  if (counter.change !== "+") return undefined;
  const flaw = { ...known, isExact: false, iterations: undefined };
  if (unchangingVariables(facts, fn, loop.statement, counter.bound) === undefined) return undefined;
  if (counter.amount === 0n) return { ...flaw, kind: "step-zero" };
  const isUpper = counter.operator === "<" || counter.operator === "<=";
  const isLower = counter.operator === ">" || counter.operator === ">=";
  const away = (isUpper && counter.amount < 0n) || (isLower && counter.amount > 0n);
  if (!away || !counter.shape.signed || counter.shape.bits < 64) return undefined;
  return { ...flaw, kind: "wrong-direction" };
}
