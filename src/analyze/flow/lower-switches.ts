import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { BlockId } from "./control-flow.ts";
import { endHere, type FlowBuilder, jump, type Lowering, newBlock } from "./flow-builder.ts";
import { branchAtOnce, lowerCondition, lowerStep, stepAtOnce } from "./lower-expressions.ts";
import type { LowerStatement } from "./lower-loops.ts";

interface Clause {
  readonly node: NodeId;
  readonly body: BlockId;
}

/** Lowers `switch v { … }`: cases are tried in order, `default` last wherever it stands. */
export function* lowerSwitch(
  builder: FlowBuilder,
  node: NodeId,
  label: string,
  lower: LowerStatement,
): Lowering {
  const { tree } = builder;
  yield lowerHead(builder, node, lower);
  const hasTag = childIn(tree, node, Field.Value) !== NO_NODE;
  const clauses = clausesOf(builder, node);
  const after = newBlock(builder);
  for (const clause of clauses) {
    const list = childIn(tree, clause.node, Field.Value);
    if (tree.kind[clause.node] !== Kind.ExpressionCase || list === NO_NODE) continue;
    for (const value of childrenOf(tree, list)) {
      const next = newBlock(builder);
      if (hasTag) {
        if (!stepAtOnce(builder, value)) yield lowerStep(builder, value);
        builder.blocks[builder.current]!.successors.push(clause.body, next);
      } else {
        const branches = { whenTrue: clause.body, whenFalse: next };
        if (!branchAtOnce(builder, value, branches)) yield lowerCondition(builder, value, branches);
      }
      builder.current = next;
    }
  }
  jump(builder, defaultBody(builder, clauses) ?? after);
  yield lowerClauses(builder, clauses, { label, after }, lower);
}

/** Lowers `switch x := v.(type) { … }`. */
export function* lowerTypeSwitch(
  builder: FlowBuilder,
  node: NodeId,
  label: string,
  lower: LowerStatement,
): Lowering {
  yield lowerHead(builder, node, lower);
  const clauses = clausesOf(builder, node);
  const after = newBlock(builder);
  const { successors } = builder.blocks[builder.current]!;
  for (const clause of clauses) successors.push(clause.body);
  if (defaultBody(builder, clauses) === undefined) successors.push(after);
  yield lowerClauses(builder, clauses, { label, after }, lower);
}

/** Lowers `select { … }`; without clauses it blocks for ever. The select itself is a step, for its effects. */
export function* lowerSelect(
  builder: FlowBuilder,
  node: NodeId,
  label: string,
  lower: LowerStatement,
): Lowering {
  const clauses = clausesOf(builder, node);
  const after = newBlock(builder);
  const block = builder.blocks[builder.current]!;
  block.steps.push(node);
  if (clauses.length === 0) {
    endHere(builder, "blocked");
    return;
  }
  for (const clause of clauses) block.successors.push(clause.body);
  yield lowerClauses(builder, clauses, { label, after }, lower);
}

function* lowerHead(builder: FlowBuilder, node: NodeId, lower: LowerStatement): Lowering {
  const { tree } = builder;
  const initializer = childIn(tree, node, Field.Initializer);
  if (initializer !== NO_NODE) yield lower(builder, initializer, "");
  const value = childIn(tree, node, Field.Value);
  if (value !== NO_NODE && !stepAtOnce(builder, value)) yield lowerStep(builder, value);
}

function clausesOf(builder: FlowBuilder, node: NodeId): Clause[] {
  const { tree } = builder;
  return childrenOf(tree, node)
    .filter((child) => isClause(tree.kind[child]!))
    .map((child) => ({ node: child, body: newBlock(builder) }));
}

function isClause(kind: number): boolean {
  return (
    kind === Kind.ExpressionCase ||
    kind === Kind.TypeCase ||
    kind === Kind.CommunicationCase ||
    kind === Kind.DefaultCase
  );
}

function defaultBody(builder: FlowBuilder, clauses: readonly Clause[]): BlockId | undefined {
  return clauses.find((clause) => builder.tree.kind[clause.node] === Kind.DefaultCase)?.body;
}

function* lowerClauses(
  builder: FlowBuilder,
  clauses: readonly Clause[],
  target: { readonly label: string; readonly after: BlockId },
  lower: LowerStatement,
): Lowering {
  const { tree } = builder;
  builder.targets.push({ label: target.label, breakTo: target.after, continueTo: -1 });
  for (const [position, clause] of clauses.entries()) {
    builder.current = clause.body;
    builder.fallthroughTo.push(clauses[position + 1]?.body ?? -1);
    const communication = childIn(tree, clause.node, Field.Communication);
    if (communication !== NO_NODE && !stepAtOnce(builder, communication))
      yield lowerStep(builder, communication);
    for (const child of childrenOf(tree, clause.node)) {
      if (tree.kind[child] === Kind.StatementList) yield lower(builder, child, "");
    }
    builder.fallthroughTo.pop();
    jump(builder, target.after);
  }
  builder.targets.pop();
  builder.current = target.after;
}
