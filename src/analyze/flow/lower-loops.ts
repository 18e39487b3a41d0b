import { childIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { BlockId } from "./control-flow.ts";
import { type FlowBuilder, goOnIn, jump, type Lowering, newBlock } from "./flow-builder.ts";
import { branchAtOnce, lowerCondition, lowerStep, stepAtOnce } from "./lower-expressions.ts";

/** Lowers one statement; given to the lowerings of statements that contain others. */
export type LowerStatement = (builder: FlowBuilder, node: NodeId, label: string) => Lowering;

/** Lowers `for`, in all its forms. The header is the block that each iteration starts with. */
export function* lowerFor(
  builder: FlowBuilder,
  node: NodeId,
  label: string,
  lower: LowerStatement,
): Lowering {
  const { tree } = builder;
  const body = childIn(tree, node, Field.Body);
  const control = childrenOf(tree, node).find((child) => child !== body) ?? NO_NODE;
  const kind = control === NO_NODE ? Kind.Other : tree.kind[control]!;
  if (kind === Kind.RangeClause) {
    yield lowerRange(builder, { node, label, body, control }, lower);
    return;
  }
  const part = (field: number): NodeId => (kind === Kind.ForClause ? childIn(tree, control, field) : NO_NODE);
  const initializer = part(Field.Initializer);
  if (initializer !== NO_NODE) yield lower(builder, initializer, "");
  const condition = kind === Kind.ForClause ? part(Field.Condition) : control;
  const header = newBlock(builder);
  const after = newBlock(builder);
  const update = part(Field.Update);
  goOnIn(builder, header);
  builder.headers.set(header, node);
  if (condition !== NO_NODE) {
    const first = newBlock(builder);
    const branches = { whenTrue: first, whenFalse: after, ofLoop: true };
    if (!branchAtOnce(builder, condition, branches)) yield lowerCondition(builder, condition, branches);
    builder.current = first;
  }
  const again = update === NO_NODE ? header : newBlock(builder);
  yield lowerBody(builder, body, { label, breakTo: after, continueTo: again }, lower);
  if (update !== NO_NODE) {
    builder.current = again;
    yield lower(builder, update, "");
    jump(builder, header);
  }
  builder.current = after;
}

interface RangeParts {
  readonly node: NodeId;
  readonly label: string;
  readonly body: NodeId;
  readonly control: NodeId;
}

function* lowerRange(builder: FlowBuilder, parts: RangeParts, lower: LowerStatement): Lowering {
  const { tree } = builder;
  const operand = childIn(tree, parts.control, Field.Right);
  if (operand !== NO_NODE && !stepAtOnce(builder, operand)) yield lowerStep(builder, operand);
  const header = newBlock(builder);
  const first = newBlock(builder);
  const after = newBlock(builder);
  goOnIn(builder, header);
  builder.headers.set(header, parts.node);
  builder.blocks[header]!.steps.push(parts.control);
  builder.blocks[header]!.successors.push(first, after);
  builder.current = first;
  yield lowerBody(builder, parts.body, { label: parts.label, breakTo: after, continueTo: header }, lower);
  builder.current = after;
}

function* lowerBody(
  builder: FlowBuilder,
  body: NodeId,
  target: { readonly label: string; readonly breakTo: BlockId; readonly continueTo: BlockId },
  lower: LowerStatement,
): Lowering {
  builder.targets.push(target);
  if (body !== NO_NODE) yield lower(builder, body, "");
  builder.targets.pop();
  jump(builder, target.continueTo);
}
