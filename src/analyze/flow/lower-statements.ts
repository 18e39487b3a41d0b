import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type BlockId, EXIT } from "./control-flow.ts";
import {
  endHere,
  type FlowBuilder,
  goOnIn,
  jump,
  type Lowering,
  labelBlock,
  newBlock,
} from "./flow-builder.ts";
import { branchAtOnce, lowerCondition, lowerStep, stepAtOnce } from "./lower-expressions.ts";
import { lowerFor } from "./lower-loops.ts";
import { lowerSelect, lowerSwitch, lowerTypeSwitch } from "./lower-switches.ts";

/** Lowers a statement. `label` is the label right before it, "" for none. */
export function* lowerStatement(builder: FlowBuilder, node: NodeId, label: string): Lowering {
  const { tree } = builder;
  switch (tree.kind[node]) {
    case Kind.Block:
    case Kind.StatementList:
    case Kind.VarDeclaration:
    case Kind.VarSpecList: {
      const stop = tree.after[node]!;
      for (let child = node + 1; child < stop; child = tree.after[child]!) {
        const inner = lowerAtOnce(builder, child);
        if (inner === undefined) continue;
        yield inner;
        lowerEnd(builder, child);
      }
      return;
    }
    case Kind.LabeledStatement:
      yield lowerLabeled(builder, node);
      return;
    case Kind.IfStatement:
      yield lowerIf(builder, node);
      return;
    case Kind.ForStatement:
      yield lowerFor(builder, node, label, lowerStatement);
      return;
    case Kind.ExpressionSwitchStatement:
      yield lowerSwitch(builder, node, label, lowerStatement);
      return;
    case Kind.TypeSwitchStatement:
      yield lowerTypeSwitch(builder, node, label, lowerStatement);
      return;
    case Kind.SelectStatement:
      yield lowerSelect(builder, node, label, lowerStatement);
      return;
    default: {
      const inner = lowerAtOnce(builder, node);
      if (inner === undefined) return;
      yield inner;
      lowerEnd(builder, node);
    }
  }
}

/**
 * Lowers what needs no lowering of its own: statements without statements and `&&`, `||` inside, as most of a program are.
 * For others gives the lowering that is still to be run, before `lowerEnd`.
 */
function lowerAtOnce(builder: FlowBuilder, node: NodeId): Lowering | undefined {
  const { tree } = builder;
  switch (tree.kind[node]) {
    case Kind.IfStatement:
      return lowerIf(builder, node);
    case Kind.Block:
    case Kind.StatementList:
    case Kind.VarDeclaration:
    case Kind.VarSpecList:
    case Kind.LabeledStatement:
    case Kind.ForStatement:
    case Kind.ExpressionSwitchStatement:
    case Kind.TypeSwitchStatement:
    case Kind.SelectStatement:
      return lowerStatement(builder, node, "");
    case Kind.Comment:
    case Kind.ConstDeclaration:
    case Kind.TypeDeclaration:
    case Kind.EmptyStatement:
      return undefined;
    case Kind.BreakStatement:
    case Kind.ContinueStatement:
    case Kind.GotoStatement:
    case Kind.FallthroughStatement:
      lowerJump(builder, node);
      return undefined;
  }
  if (!stepAtOnce(builder, node)) return lowerStep(builder, node);
  lowerEnd(builder, node);
  return undefined;
}

/** After the step of a return, or of a call that never returns, nothing follows. */
function lowerEnd(builder: FlowBuilder, node: NodeId): void {
  const { tree } = builder;
  if (tree.kind[node] === Kind.ReturnStatement) {
    builder.blocks[builder.current]!.end = "return";
    jump(builder, EXIT);
  } else if (tree.kind[node] === Kind.ExpressionStatement) {
    const call = withoutParentheses(tree, onlyChild(tree, node));
    const end =
      call !== NO_NODE && tree.kind[call] === Kind.CallExpression ? builder.facts.endOfCall(call) : "";
    if (end !== "") endHere(builder, end);
  }
}

function lowerJump(builder: FlowBuilder, node: NodeId): void {
  const { tree } = builder;
  const labelNode = onlyChild(tree, node);
  const label = labelNode === NO_NODE ? "" : textOf(tree, labelNode);
  const kind = tree.kind[node];
  const target =
    kind === Kind.GotoStatement
      ? labelBlock(builder, label)
      : kind === Kind.FallthroughStatement
        ? (builder.fallthroughTo.at(-1) ?? -1)
        : targetOf(builder, label, kind === Kind.BreakStatement);
  if (target >= 0) jump(builder, target);
}

/** Where break or continue leads; -1 in code that does not compile. */
function targetOf(builder: FlowBuilder, label: string, isBreak: boolean): BlockId {
  const target = builder.targets.findLast(
    (candidate) => (label === "" || candidate.label === label) && (isBreak || candidate.continueTo >= 0),
  );
  if (target === undefined) return -1;
  return isBreak ? target.breakTo : target.continueTo;
}

function* lowerLabeled(builder: FlowBuilder, node: NodeId): Lowering {
  const { tree } = builder;
  const labelNode = childIn(tree, node, Field.Label);
  const label = textOf(tree, labelNode);
  const block = labelBlock(builder, label);
  goOnIn(builder, block);
  builder.labels.set(block, node);
  for (const child of childrenOf(tree, node)) {
    if (child !== labelNode) yield lowerStatement(builder, child, label);
  }
}

function* lowerIf(builder: FlowBuilder, node: NodeId): Lowering {
  const { tree } = builder;
  const initializer = childIn(tree, node, Field.Initializer);
  const first = initializer === NO_NODE ? undefined : lowerAtOnce(builder, initializer);
  if (first !== undefined) {
    yield first;
    lowerEnd(builder, initializer);
  }
  const consequence = newBlock(builder);
  const alternative = newBlock(builder);
  const after = newBlock(builder);
  const condition = childIn(tree, node, Field.Condition);
  if (condition === NO_NODE) builder.blocks[builder.current]!.successors.push(consequence, alternative);
  else {
    const branches = { whenTrue: consequence, whenFalse: alternative };
    if (!branchAtOnce(builder, condition, branches)) yield lowerCondition(builder, condition, branches);
  }
  builder.current = consequence;
  const branch = childIn(tree, node, Field.Consequence);
  if (branch !== NO_NODE) yield lowerStatement(builder, branch, "");
  jump(builder, after);
  builder.current = alternative;
  const other = childIn(tree, node, Field.Alternative);
  if (other !== NO_NODE) yield lowerStatement(builder, other, "");
  jump(builder, after);
  builder.current = after;
}
