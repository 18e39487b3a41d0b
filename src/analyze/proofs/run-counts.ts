import { childIn, childrenOf, contains, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { targetsOf } from "../flow/call-graph.ts";
import { constantAt } from "../flow/constants.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { isUsedAsValue } from "../flow/value-uses.ts";
import { iterationsOf } from "./count.ts";
import { counterOf } from "./counter.ts";
import { valueOnEntry } from "./entry-values.ts";
import { conditionOf } from "./ways-out.ts";

/** Longer chains of calls count as often. */
const MAX_CHAIN = 8;

/** How often the body of a loop runs when nothing leaves it early; undefined when that is not known. */
export function tripCount(facts: PackageFacts, fn: GoFunction, loop: Loop): number | undefined {
  if (loop.statement === NO_NODE) return undefined;
  const { tree } = fn.file.source;
  const range = childrenOf(tree, loop.statement).find((child) => tree.kind[child] === Kind.RangeClause);
  if (range !== undefined) {
    const count = constantAt(facts.fixed, fn.file, childIn(tree, range, Field.Right))?.value;
    return typeof count === "bigint" ? Number(count) : undefined;
  }
  const condition = conditionOf(fn, loop.statement);
  const counter = condition === NO_NODE ? undefined : counterOf(facts, fn, loop, condition);
  if (counter === undefined || counter.change !== "+") return undefined;
  const start = valueOnEntry(facts, fn, loop, counter.variable)?.value;
  const bound = constantAt(facts.fixed, fn.file, counter.bound)?.value;
  if (typeof start !== "bigint" || typeof bound !== "bigint") return undefined;
  const { shape, operator, amount } = counter;
  const count = iterationsOf({ shape, start, operator, bound, step: amount });
  return count.kind === "ends" ? Number(count.count) : undefined;
}

/** The loops of a function around a node, outermost first. */
export function loopsAround(facts: PackageFacts, fn: GoFunction, node: NodeId): readonly Loop[] {
  const { tree } = fn.file.source;
  return facts.loopsOf(fn).filter(({ statement, label }) => {
    const around = statement === NO_NODE ? label : statement;
    return around === NO_NODE || contains(tree, around, node);
  });
}

/** How often at most `node` runs in one call of `fn`. */
export function mostRunsWithin(facts: PackageFacts, fn: GoFunction, node: NodeId): number {
  return loopsAround(facts, fn, node).reduce(
    (runs, loop) => runs * (tripCount(facts, fn, loop) ?? Number.POSITIVE_INFINITY),
    1,
  );
}

/** How often at most `fn` is called or started in one run of the program; Infinity when that is not known. */
export function mostRuns(facts: PackageFacts, fn: GoFunction, depth = 0): number {
  if (facts.index.name !== "main" || depth > MAX_CHAIN || isUsedAsValue(facts, fn))
    return Number.POSITIVE_INFINITY;
  if (fn.kind === "function" && fn.name === "main") return 1;
  let runs = 0;
  for (const caller of facts.index.functions) {
    for (const call of facts.graph.calls[caller.id]!) {
      if (!targetsOf(call).includes(fn)) continue;
      if (caller === fn) return Number.POSITIVE_INFINITY;
      runs += mostRunsWithin(facts, caller, call.node) * mostRuns(facts, caller, depth + 1);
    }
  }
  return Number.isNaN(runs) ? Number.POSITIVE_INFINITY : runs;
}
