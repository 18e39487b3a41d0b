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
    yield lowerCondition(builder, at, join, join);
    builder.current = join;
  }
  builder.blocks[builder.current]!.steps.push(node);
}

interface Leaf {
  readonly at: BlockId;
  readonly node: NodeId;
  readonly whenTrue: BlockId;
  readonly whenFalse: BlockId;
}

/** Branches on the condition at `node` from the current block, in the order of evaluation. Leaves no current block. */
export function* lowerCondition(
  builder: FlowBuilder,
  root: NodeId,
  whenTrue: BlockId,
  whenFalse: BlockId,
): Lowering {
  const { tree } = builder;
  const stack: Leaf[] = [{ at: builder.current, node: root, whenTrue, whenFalse }];
  for (let leaf = stack.pop(); leaf !== undefined; leaf = stack.pop()) {
    const node = withoutParentheses(tree, leaf.node);
    const operator = operatorOf(tree, node);
    if (operator === "!" && tree.kind[node] === Kind.UnaryExpression) {
      const operand = childIn(tree, node, Field.Operand);
      stack.push({ at: leaf.at, node: operand, whenTrue: leaf.whenFalse, whenFalse: leaf.whenTrue });
    } else if (isLogical(tree, node)) {
      const middle = newBlock(builder);
      const isAnd = operator === "&&";
      const left = childIn(tree, node, Field.Left);
      stack.push({ ...leaf, at: middle, node: childIn(tree, node, Field.Right) });
      if (isAnd) stack.push({ at: leaf.at, node: left, whenTrue: middle, whenFalse: leaf.whenFalse });
      else stack.push({ at: leaf.at, node: left, whenTrue: leaf.whenTrue, whenFalse: middle });
    } else {
      builder.current = leaf.at;
      yield lowerLeaf(builder, { ...leaf, node });
    }
  }
}

function* lowerLeaf(builder: FlowBuilder, leaf: Leaf): Lowering {
  const fixed = builder.facts.fixedCondition(leaf.node);
  if (fixed !== undefined) {
    goOnIn(builder, fixed ? leaf.whenTrue : leaf.whenFalse);
    return;
  }
  yield lowerStep(builder, leaf.node);
  const block = builder.blocks[builder.current]!;
  block.successors.push(leaf.whenTrue);
  if (leaf.whenFalse !== leaf.whenTrue) {
    block.successors.push(leaf.whenFalse);
    block.condition = leaf.node;
  }
}
