import { NO_NODE } from "../../source/tree.ts";
import { type ControlFlow, EXIT, finishFlow } from "./control-flow.ts";
import { type FlowFacts, jump, newFlowBuilder, runLowering } from "./flow-builder.ts";
import { lowerStatement } from "./lower-statements.ts";
import type { GoFunction } from "./symbols.ts";

/**
 * A function with more blocks is generated code, or an attack on the analyzer; it is not analysed. The largest of Go's own
 * tree (rewriteValueAMD64 and its kind) have some 5,000.
 */
export const MAX_BLOCKS = 50_000;

/** Control flow of a function; undefined when it has no body, or more than MAX_BLOCKS blocks. */
export function buildFlow(fn: GoFunction, facts: FlowFacts): ControlFlow | undefined {
  if (fn.body === NO_NODE) return undefined;
  const builder = newFlowBuilder(fn, facts);
  runLowering(lowerStatement(builder, fn.body, ""), () => builder.blocks.length > MAX_BLOCKS);
  builder.blocks[builder.current]!.end = "return";
  jump(builder, EXIT);
  if (builder.blocks.length > MAX_BLOCKS) return undefined;
  return finishFlow(fn, builder.blocks, builder.headers, builder.labels);
}
