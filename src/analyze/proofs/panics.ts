import { childIn, type NodeId, operatorOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import { Effect, UNPROVEN } from "../flow/effect.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { eachNodeOfStep } from "../flow/steps.ts";
import type { GoFunction } from "../flow/symbols.ts";

/** Kinds of nodes that may panic in a way that cannot be worked out. */
const OPAQUE_KINDS: ReadonlySet<number> = new Set<number>([
  Kind.TypeAssertionExpression,
  Kind.SendStatement,
  Kind.SelectStatement,
  Kind.RangeClause,
]);

/**
 * Whether a step surely comes to its end: nothing in it ends, waits or is unknown, and what might panic in it is safe.
 * `isSafe` is asked for indices, slices, quotients and shifts.
 */
export function comesToItsEnd(
  facts: PackageFacts,
  fn: GoFunction,
  step: NodeId,
  isSafe: (node: NodeId) => boolean,
): boolean {
  const effects = facts.effectsOfStep(fn, step) & UNPROVEN;
  if (effects === Effect.None) return true;
  if (effects !== Effect.Panics) return false;
  let safe = true;
  eachNodeOfStep(fn.file.source.tree, step, (node, kind) => {
    safe &&= isDelicate(facts, fn, node) ? isSafe(node) : !panics(facts, fn, node, kind);
    return false;
  });
  return safe;
}

/** Indices, slices, quotients and shifts, without those by a constant. */
function isDelicate(facts: PackageFacts, fn: GoFunction, node: NodeId): boolean {
  const { tree } = fn.file.source;
  const kind = tree.kind[node];
  if (kind === Kind.IndexExpression || kind === Kind.SliceExpression) return true;
  if (kind !== Kind.BinaryExpression || !/^(\/|%|<<|>>)$/.test(operatorOf(tree, node))) return false;
  const by = constantAt(facts.fixed, fn.file, childIn(tree, node, Field.Right))?.value;
  return typeof by !== "bigint" || by <= 0n;
}

function panics(facts: PackageFacts, fn: GoFunction, node: NodeId, kind: number): boolean {
  const { tree } = fn.file.source;
  if (OPAQUE_KINDS.has(kind)) return true;
  switch (kind) {
    case Kind.AssignmentStatement:
      return /^(\/|%|<<|>>)=$/.test(operatorOf(tree, node));
    case Kind.UnaryExpression:
      return operatorOf(tree, node) === "*";
    case Kind.SelectorExpression: {
      const operand = childIn(tree, node, Field.Operand);
      return facts.index.symbols[fn.file.symbolOf[operand]!]?.kind !== "package";
    }
    case Kind.CallExpression:
      return mayPanic(facts, fn, node);
    default:
      return false;
  }
}

function mayPanic(facts: PackageFacts, fn: GoFunction, call: NodeId): boolean {
  const callee = facts.oracle.calleeOf(fn.file, call);
  if (callee.kind === "function") return (facts.effectsOf(callee.fn) & UNPROVEN) !== 0;
  if (callee.kind === "builtin") return callee.name === "close" || callee.name === "make";
  return callee.kind !== "conversion" && callee.kind !== "library";
}
