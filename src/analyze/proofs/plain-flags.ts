import { NO_NODE, type NodeId, operatorOf, textOf } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { accessAt, mayChange } from "../flow/accesses.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { placeAt } from "../flow/places.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { concurrencyOf } from "./concurrency.ts";
import { conditionOf } from "./ways-out.ts";

/**
 * The variable for which a loop waits without anything that makes the writes of other goroutines visible: only another
 * goroutine changes it, and there is no call, lock, channel or atomic in the loop. The compiler may read it once, before
 * the loop (go.dev/ref/mem, "Incorrect synchronization"). undefined for any other loop.
 */
export function flagOfOthers(facts: PackageFacts, fn: GoFunction, loop: Loop): string | undefined {
  const { file } = fn;
  const { tree } = file.source;
  const condition = conditionOf(fn, loop.statement);
  if (condition === NO_NODE || loop.exits.length !== 1) return undefined;
  for (let node = loop.statement; node < tree.after[loop.statement]!; node++)
    if (mayLookAnew(file, node)) return undefined;
  const changed = new Set(changesWithin(facts, file, loop.statement, tree.after[loop.statement]!));
  let flag: string | undefined;
  for (const node of placesIn(file, condition)) {
    const place = placeAt(facts.oracle, file, node);
    if (place === undefined || changed.has(place.family)) return undefined;
    if (changedByOthers(facts).has(place.family)) flag ??= textOf(tree, node);
  }
  return flag;
}

/** Calls, waits and what else makes a goroutine see what others wrote, or leave the loop. */
function mayLookAnew({ source: { tree } }: IndexedFile, node: NodeId): boolean {
  switch (tree.kind[node]) {
    case Kind.CallExpression:
    case Kind.TypeConversionExpression:
    case Kind.SendStatement:
    case Kind.SelectStatement:
    case Kind.GoStatement:
    case Kind.DeferStatement:
    case Kind.FuncLiteral:
    case Kind.IndexExpression:
    case Kind.RangeClause:
      return true;
    case Kind.UnaryExpression:
      return operatorOf(tree, node) === "<-";
    default:
      return false;
  }
}

/** The outermost variables and fields that an expression reads. */
function placesIn({ source: { tree } }: IndexedFile, expression: NodeId): NodeId[] {
  const found: NodeId[] = [];
  for (let node = expression; node < tree.after[expression]!; node++) {
    if (tree.kind[node] !== Kind.Identifier && tree.kind[node] !== Kind.SelectorExpression) continue;
    found.push(node);
    node = tree.after[node]! - 1;
  }
  return found;
}

/** The families of places that a stretch of code writes. */
function changesWithin(facts: PackageFacts, file: IndexedFile, from: NodeId, to: NodeId): string[] {
  const { tree } = file.source;
  const found: string[] = [];
  for (let node = from; node < to; node++) {
    const kind = tree.kind[node];
    if (kind !== Kind.Identifier && kind !== Kind.SelectorExpression) continue;
    if (!mayChange(accessAt(tree, node))) continue;
    const family = placeAt(facts.oracle, file, node)?.family;
    if (family !== undefined) found.push(family);
  }
  return found;
}

const known = new WeakMap<PackageFacts, ReadonlySet<string>>();

/** What functions write that run on goroutines of their own only. */
function changedByOthers(facts: PackageFacts): ReadonlySet<string> {
  let found = known.get(facts);
  if (found === undefined) {
    const { goroutines } = concurrencyOf(facts);
    const own = goroutines.starts.length === 0 ? [] : facts.index.functions.filter(goroutines.isOnlyStarted);
    found = new Set(
      own.flatMap(({ file, body, node }) =>
        body === NO_NODE ? [] : changesWithin(facts, file, body, file.source.tree.after[node]!),
      ),
    );
    known.set(facts, found);
  }
  return found;
}
