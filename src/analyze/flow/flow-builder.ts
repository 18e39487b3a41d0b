import { NO_NODE, type NodeId, type SyntaxTree } from "../../source/tree.ts";
import type { Block, BlockEnd, BlockId } from "./control-flow.ts";
import type { GoFunction } from "./symbols.ts";

/** What the builder must know about expressions. */
export interface FlowFacts {
  /** The value of a condition that can never be anything else; of a loop's, only when it is a constant of Go. */
  readonly fixedCondition: (node: NodeId, ofLoop: boolean) => boolean | undefined;
  /** How a call ends the function, "" when it returns as far as known here. */
  readonly endOfCall: (call: NodeId) => BlockEnd;
}

/** Where `break` and `continue` lead, innermost last. */
export interface JumpTarget {
  readonly label: string;
  readonly breakTo: BlockId;
  /** -1 for switch and select. */
  readonly continueTo: BlockId;
}

/** The flow of one function while it is built. */
export interface FlowBuilder {
  readonly fn: GoFunction;
  readonly tree: SyntaxTree;
  readonly facts: FlowFacts;
  readonly blocks: Block[];
  readonly headers: Map<BlockId, NodeId>;
  readonly labels: Map<BlockId, NodeId>;
  readonly labelBlocks: Map<string, BlockId>;
  readonly targets: JumpTarget[];
  /** Body of the next clause, for `fallthrough`; innermost last. */
  readonly fallthroughTo: BlockId[];
  current: BlockId;
}

/**
 * Lowering a statement: yields the lowerings of the statements in it, which `runLowering` runs on a stack of its own.
 * So it reads like recursion and still takes nesting of any depth.
 */
export type Lowering = Generator<Lowering, void, undefined>;

/** A builder with an entry and an exit. */
export function newFlowBuilder(fn: GoFunction, facts: FlowFacts): FlowBuilder {
  const builder: FlowBuilder = {
    fn,
    tree: fn.file.source.tree,
    facts,
    blocks: [],
    headers: new Map(),
    labels: new Map(),
    labelBlocks: new Map(),
    targets: [],
    fallthroughTo: [],
    current: 0,
  };
  newBlock(builder);
  newBlock(builder);
  return builder;
}

/** Runs a lowering and everything that it yields, until it is done or too much. */
export function runLowering(root: Lowering, isTooMuch: () => boolean): void {
  const stack: Lowering[] = [root];
  while (stack.length > 0 && !isTooMuch()) {
    const next = stack.at(-1)!.next();
    if (next.done === true) stack.pop();
    else stack.push(next.value);
  }
}

/** Adds an empty block. */
export function newBlock(builder: FlowBuilder): BlockId {
  const id = builder.blocks.length;
  builder.blocks.push({ id, steps: [], successors: [], condition: NO_NODE, end: "" });
  return id;
}

/** Ends the current block with an edge to `target`. Nothing is current afterwards but a block without a way in. */
export function jump(builder: FlowBuilder, target: BlockId): void {
  builder.blocks[builder.current]!.successors.push(target);
  builder.current = newBlock(builder);
}

/** Ends the current block with an edge to `target` and goes on there. */
export function goOnIn(builder: FlowBuilder, target: BlockId): void {
  builder.blocks[builder.current]!.successors.push(target);
  builder.current = target;
}

/** Ends the current block for good. */
export function endHere(builder: FlowBuilder, end: BlockEnd): void {
  builder.blocks[builder.current]!.end = end;
  builder.current = newBlock(builder);
}

/** The block that a label names, made when it is first mentioned. */
export function labelBlock(builder: FlowBuilder, label: string): BlockId {
  let block = builder.labelBlocks.get(label);
  if (block === undefined) {
    block = newBlock(builder);
    builder.labelBlocks.set(label, block);
  }
  return block;
}
