import { childIn, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { BlockId, ControlFlow } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { type Assignment, assignmentsOf, delicateParts, mentionedIn } from "./assignments.ts";
import type { Course } from "./counters.ts";

/** What decides how a function goes on after a block with several successors. */
export type Decision =
  | { readonly kind: "condition"; readonly node: NodeId }
  | { readonly kind: "case"; readonly tag: NodeId; readonly value: NodeId };

/** The decision at the end of a block; undefined when it is none that can be evaluated (range, select, type switch). */
export function decisionOf(flow: ControlFlow, block: BlockId): Decision | undefined {
  const { condition, steps } = flow.blocks[block]!;
  if (condition !== NO_NODE) return { kind: "condition", node: condition };
  const { tree } = flow.fn.file.source;
  const value = steps.at(-1);
  const list = value === undefined ? NO_NODE : tree.parent[value]!;
  const clause = list === NO_NODE ? NO_NODE : tree.parent[list]!;
  if (clause === NO_NODE || tree.kind[clause] !== Kind.ExpressionCase || tree.field[list] !== Field.Value)
    return undefined;
  const tag = childIn(tree, tree.parent[clause]!, Field.Value);
  return tag === NO_NODE ? undefined : { kind: "case", tag, value: value! };
}

/** The steps of a function that assign something, with what they assign. */
export type AssignmentTable = ReadonlyMap<NodeId, readonly Assignment[]>;

const tables = new WeakMap<ControlFlow, AssignmentTable>();

/** Assignments of the steps that can be reached. */
export function assignmentTable(facts: PackageFacts, flow: ControlFlow): AssignmentTable {
  let table = tables.get(flow);
  if (table === undefined) {
    table = newTable(facts, flow);
    tables.set(flow, table);
  }
  return table;
}

function newTable(facts: PackageFacts, flow: ControlFlow): AssignmentTable {
  const table = new Map<NodeId, readonly Assignment[]>();
  for (const block of flow.order) {
    for (const step of flow.blocks[block]!.steps) {
      const assignments = assignmentsOf(facts, flow.fn, step);
      if (assignments.length > 0) table.set(step, assignments);
    }
  }
  return table;
}

/**
 * The variables on which it depends how `loop` runs and whether it panics: those that its decisions, indices and
 * quotients mention, and all that flows into them. Of more than `most`, some.
 */
export function relevantVariables(
  { facts, fn, flow, loop }: Course,
  table: AssignmentTable,
  most: number,
): ReadonlySet<number> {
  const relevant = new Set<number>();
  const add = (node: NodeId): void => {
    for (const symbol of mentionedIn(facts, fn, node)) relevant.add(symbol.id);
  };
  for (const block of loop.members) {
    const { steps, successors } = flow.blocks[block]!;
    const decision = successors.length > 1 ? decisionOf(flow, block) : undefined;
    if (decision?.kind === "condition") add(decision.node);
    if (decision?.kind === "case") for (const node of [decision.tag, decision.value]) add(node);
    for (const step of steps) for (const part of delicateParts(fn, step)) add(part);
    if (relevant.size > most) return relevant;
  }
  for (let size = -1; size !== relevant.size && relevant.size <= most; ) {
    size = relevant.size;
    for (const assignments of table.values()) {
      for (const { target, value } of assignments) if (relevant.has(target.id)) add(value);
    }
  }
  return relevant;
}
