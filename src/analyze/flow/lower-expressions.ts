import { childIn, type NodeId, operatorOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { BlockId } from "./control-flow.ts";
import { type FlowBuilder, goOnIn, type Lowering, newBlock } from "./flow-builder.ts";
import { isLogical, nextLogical } from "./steps.ts";

/** Adds a step. Logical operators inside get blocks of their own, which run before it. */
export function* lowerStep(builder: FlowBuilder, node: NodeId): Lowering {
  const { tree } = builder;
  for (let at = nextLogical(tree, node, node); at >= 0; at = nextLogical(tree, node, tree.after[at]!)) {
    const join = newBlock(builder);
    yield lowerCondition(builder, at, { whenTrue: join, whenFalse: join });
    builder.current = join;
  }
  builder.blocks[builder.current]!.steps.push(node);
}

/** Adds a step at once when no logical operator is inside, as in most; else false, and nothing was done. */
export function stepAtOnce(builder: FlowBuilder, node: NodeId): boolean {
  if (nextLogical(builder.tree, node, node) >= 0) return false;
  builder.blocks[builder.current]!.steps.push(node);
  return true;
}

/** Where a condition leads. */
export interface Branches {
  readonly whenTrue: BlockId;
  readonly whenFalse: BlockId;
  /** Whether it is the condition of a for statement. */
  readonly ofLoop?: boolean;
}

interface Leaf extends Branches {
  readonly at: BlockId;
  readonly node: NodeId;
}

/** Branches on the condition at `node` from the current block, in the order of evaluation. Leaves no current block. */
export function* lowerCondition(builder: FlowBuilder, root: NodeId, branches: Branches): Lowering {
  const { tree } = builder;
  const stack: Leaf[] = [{ ...branches, at: builder.current, node: root }];
  for (let leaf = stack.pop(); leaf !== undefined; leaf = stack.pop()) {
    const node = withoutParentheses(tree, leaf.node);
    const operator = operatorOf(tree, node);
    if (operator === "!" && tree.kind[node] === Kind.UnaryExpression) {
      const operand = childIn(tree, node, Field.Operand);
      stack.push({ ...leaf, node: operand, whenTrue: leaf.whenFalse, whenFalse: leaf.whenTrue });
    } else if (isLogical(tree, node)) {
      const middle = newBlock(builder);
      const isAnd = operator === "&&";
      const left = childIn(tree, node, Field.Left);
      stack.push({ ...leaf, at: middle, node: childIn(tree, node, Field.Right) });
      if (isAnd) stack.push({ ...leaf, node: left, whenTrue: middle });
      else stack.push({ ...leaf, node: left, whenFalse: middle });
    } else {
      builder.current = leaf.at;
      if (!branchAtOnce(builder, node, leaf)) yield lowerLeaf(builder, { ...leaf, node });
    }
  }
}

/**
 * The same for a condition without logical operators, as most are, without a lowering: false when it has some, and nothing
 * was done.
 */
export function branchAtOnce(builder: FlowBuilder, condition: NodeId, branches: Branches): boolean {
  const { tree } = builder;
  let node = withoutParentheses(tree, condition);
  let { whenTrue, whenFalse } = branches;
  while (tree.kind[node] === Kind.UnaryExpression && operatorOf(tree, node) === "!") {
    node = withoutParentheses(tree, childIn(tree, node, Field.Operand));
    [whenTrue, whenFalse] = [whenFalse, whenTrue];
  }
  if (nextLogical(tree, node, node) >= 0) return false;
  const leaf = { whenTrue, whenFalse, ofLoop: branches.ofLoop === true, node };
  if (isFixed(builder, leaf)) return true;
  builder.blocks[builder.current]!.steps.push(node);
  branch(builder, leaf);
  return true;
}

function* lowerLeaf(builder: FlowBuilder, leaf: Leaf): Lowering {
  if (isFixed(builder, leaf)) return;
  yield lowerStep(builder, leaf.node);
  branch(builder, leaf);
}

/** Whether a condition can turn out only one way, where it then went on. */
function isFixed(builder: FlowBuilder, { node, whenTrue, whenFalse, ofLoop }: Omit<Leaf, "at">): boolean {
  const fixed = builder.facts.fixedCondition(node, ofLoop === true);
  if (fixed === undefined) return false;
  goOnIn(builder, fixed ? whenTrue : whenFalse);
  return true;
}

function branch(builder: FlowBuilder, { node, whenTrue, whenFalse }: Omit<Leaf, "at">): void {
  const block = builder.blocks[builder.current]!;
  block.successors.push(whenTrue);
  if (whenFalse === whenTrue) return;
  block.successors.push(whenFalse);
  block.condition = node;
}
