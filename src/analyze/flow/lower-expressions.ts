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
      yield lowerLeaf(builder, { ...leaf, node });
    }
  }
}

function* lowerLeaf(builder: FlowBuilder, leaf: Leaf): Lowering {
  const fixed = builder.facts.fixedCondition(leaf.node, leaf.ofLoop === true);
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
