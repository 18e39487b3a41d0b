import { childrenOf, contains, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import type { SharedValue } from "../flow/shared-values.ts";
import {
  channelText,
  isUnbuffered,
  knownChannels,
  type LocalOperation,
  mustWait,
  operationsOf,
  partnersOf,
  waitText,
} from "../proofs/channels.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { loopsAround } from "../proofs/run-counts.ts";
import { type Rule, type RuleContext, spanOf } from "../rule.ts";
import { pathToWait } from "./execution-path.ts";

/** Channels that are only ever sent to, or only ever received from. */
export const oneSidedChannel: Rule = {
  id: "one-sided-channel",
  hazard: "deadlock",
  severity: "error",
  cwe: ["CWE-833", "CWE-772"],
  help: "write the other side: a receive for each send, a send or close for what waits",
  docs: {
    what: "A send on a channel that nothing in the package receives from, or a receive from one that nothing sends to or closes.",
    why: "It never returns. On the first goroutine the program hangs; another goroutine stays for ever, with all that it refers to.",
    bad: "done := make(chan bool)\ngo work()\n<-done",
    good: "done := make(chan bool)\ngo func() {\n\twork()\n\tclose(done)\n}()\n<-done",
  },
  check(context, report) {
    const { facts } = context;
    const { values, goroutines, mustReach, endsElsewhere } = concurrencyOf(facts);
    for (const value of knownChannels(values)) {
      const stuck = stuckOperations(context, value);
      const sure = stuck.find((one) => mustReach.reaches(one.fn, waitingNode(one)));
      const operation = sure ?? stuck[0];
      if (operation === undefined) continue;
      const isStarted = goroutines.isOnlyStarted(operation.fn);
      if (!isStarted && endsElsewhere) continue;
      const missing =
        operation.kind === "send" ? "nothing receives from it" : "nothing sends to it or closes it";
      const proof = `${missing} anywhere in the program, which always comes here`;
      report({
        at: spanOf(operation.file.source, operation.node),
        hazard: isStarted ? "goroutine-leak" : "deadlock",
        ...(sure === undefined ? { severity: "warning" } : { severity: "error", witness: proof }),
        message: `${waitText(operation)} never returns: ${missing}`,
        related: value.creations.slice(0, 1).map(({ file, node }) => ({
          at: spanOf(file.source, node),
          message: `${channelText(operation)} is made here`,
        })),
        path: pathToWait(facts, value, operation),
      });
    }
  },
};

function stuckOperations(context: RuleContext, value: SharedValue): LocalOperation[] {
  return operationsOf(value, "send", "receive", "range").filter(
    (one) =>
      isDead(context, value, one) &&
      (mustWait(one) || isDeadSelect(context, one) || isOnlyWayOut(context, value, one)),
  );
}

/** Whether nothing can ever be the other side. */
function isDead({ facts }: RuleContext, value: SharedValue, operation: LocalOperation): boolean {
  if (partnersOf(value, operation).length > 0) return false;
  return operation.kind !== "send" || isUnbuffered(facts, value);
}

/** Whether a goroutine goes round in a loop that only this case of a select would leave. */
function isOnlyWayOut({ facts }: RuleContext, value: SharedValue, one: LocalOperation): boolean {
  const { fn, clause, kind, node } = one;
  if (clause === NO_NODE || kind === "send" || !concurrencyOf(facts).goroutines.isOnlyStarted(fn))
    return false;
  const { tree } = fn.file.source;
  const loop = loopsAround(facts, fn, node).at(-1);
  const flow = facts.flowOf(fn);
  if (loop === undefined || flow === undefined || loop.exits.length === 0) return false;
  const isHere = (at: NodeId): boolean => contains(tree, clause, at);
  const leaves = loop.exits.every(({ from, to }) =>
    [from, to].some((block) => flow.blocks[block]!.steps.some(isHere)),
  );
  return leaves && operationsOf(value, "receive").every((other) => !mustWait(other) || other === one);
}

/** What waits: the operation, or the select around it. */
function waitingNode({ file, node, clause }: LocalOperation): NodeId {
  return clause === NO_NODE ? node : file.source.tree.parent[clause]!;
}

/** Whether the operation is the first case of a select of which every case is dead. */
function isDeadSelect(context: RuleContext, { fn, file, clause }: LocalOperation): boolean {
  const { tree } = file.source;
  const clauses = childrenOf(tree, tree.parent[clause]!).filter((child) => tree.kind[child] !== Kind.Comment);
  if (clauses[0] !== clause) return false;
  const channels = knownChannels(concurrencyOf(context.facts).values);
  return clauses.every((one) =>
    channels.some((value) =>
      operationsOf(value, "send", "receive").some(
        (other) => other.fn === fn && other.clause === one && isDead(context, value, other),
      ),
    ),
  );
}
