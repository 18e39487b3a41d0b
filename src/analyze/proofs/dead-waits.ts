import { childrenOf, contains, NO_NODE, type NodeId, operatorOf } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { SharedValue } from "../flow/shared-values.ts";
import { type LocalOperation, MAX_OPERATIONS, operationsOf } from "./channels.ts";
import { concurrencyOf } from "./concurrency.ts";
import { loopsAround } from "./run-counts.ts";

/** The receives `<-ctx.Done()` from contexts that nothing can cancel: Done gives them a nil channel. */
export function endlessContexts(values: readonly SharedValue[]): readonly LocalOperation[] {
  return values.flatMap((value) => {
    const isEndless = value.kind === "context" && !value.escapes && value.creations.length > 0;
    if (!isEndless || value.operations.length > MAX_OPERATIONS) return [];
    return operationsOf(value, "method").flatMap((one): LocalOperation[] => {
      const { tree } = one.file.source;
      const node = tree.parent[one.node]!;
      const isReceive = tree.kind[node] === Kind.UnaryExpression && operatorOf(tree, node) === "<-";
      return one.method === "Done" && isReceive ? [{ ...one, kind: "receive", node }] : [];
    });
  });
}

/** What waits: the operation, or the select around it. */
export function waitingNode({ file, node, clause }: LocalOperation): NodeId {
  return clause === NO_NODE ? node : file.source.tree.parent[clause]!;
}

/** Whether a goroutine goes round in a loop that only this case of a select would leave. */
export function isOnlyWayOut(facts: PackageFacts, { fn, clause, kind, node }: LocalOperation): boolean {
  if (clause === NO_NODE || kind === "send" || !concurrencyOf(facts).goroutines.isOnlyStarted(fn))
    return false;
  const { tree } = fn.file.source;
  const loop = loopsAround(facts, fn, node).at(-1);
  const flow = facts.flowOf(fn);
  if (loop === undefined || flow === undefined || loop.exits.length === 0) return false;
  const isHere = (at: NodeId): boolean => contains(tree, clause, at);
  return loop.exits.every(({ from, to }) =>
    [from, to].some((block) => flow.blocks[block]!.steps.some(isHere)),
  );
}

/** The cases of the select around a clause. */
export function casesAround({ file, clause }: LocalOperation): readonly NodeId[] {
  const { tree } = file.source;
  return childrenOf(tree, tree.parent[clause]!).filter((child) => tree.kind[child] !== Kind.Comment);
}
