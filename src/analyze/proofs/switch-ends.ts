import { childIn, childrenOf, NO_NODE, type NodeId, textOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { assignmentsOf } from "./assignments.ts";
import type { Course } from "./counters.ts";
import type { Decision } from "./relevant.ts";

/**
 * The last case of a switch without default: its cases are taken to be all there are, unless they are texts or characters.
 */
export function isLastCase(facts: PackageFacts, fn: GoFunction, decision: Decision): boolean {
  if (decision.kind !== "case") return false;
  const { tree } = fn.file.source;
  const clause = tree.parent[tree.parent[decision.value]!]!;
  const clauses = childrenOf(tree, tree.parent[clause]!);
  const isLast =
    clauses.at(-1) === clause && tree.after[decision.value]! >= tree.after[tree.parent[decision.value]!]!;
  if (!isLast || clauses.some((one) => tree.kind[one] === Kind.DefaultCase)) return false;
  const isText = /^["'`]/.test(textOf(tree, withoutParentheses(tree, decision.value)));
  return !isText || facts.oracle.typeOf(fn.file, decision.tag).kind === "named";
}

/** Whether the update of a counting loop changes what the condition is about: then no round leaves all as it was. */
export function stepsItsCondition({ facts, fn, loop }: Course, condition: NodeId): boolean {
  const { tree } = fn.file.source;
  const control = condition === NO_NODE ? NO_NODE : tree.parent[condition]!;
  if (control === NO_NODE || tree.kind[control] !== Kind.ForClause || loop.statement === NO_NODE)
    return false;
  const update = childIn(tree, control, Field.Update);
  const kind = update === NO_NODE ? Kind.Other : tree.kind[update];
  const isStep = kind === Kind.IncStatement || kind === Kind.DecStatement;
  if (!isStep && kind !== Kind.AssignmentStatement) return false;
  const mentioned = new Set<number>();
  for (let node = condition; node < tree.after[condition]!; node++)
    if (tree.kind[node] === Kind.Identifier) mentioned.add(fn.file.symbolOf[node]!);
  return assignmentsOf(facts, fn, update).some(
    ({ target, value, operator }) =>
      mentioned.has(target.id) && (isStep || operator !== "=" || mentions(fn, value, target)),
  );
}

function mentions({ file }: GoFunction, value: NodeId, target: GoSymbol): boolean {
  if (value === NO_NODE) return true;
  const { tree } = file.source;
  if (tree.kind[value] === Kind.Identifier) return false;
  for (let node = value; node < tree.after[value]!; node++)
    if (file.symbolOf[node] === target.id) return true;
  return tree.kind[value] === Kind.CallExpression;
}
