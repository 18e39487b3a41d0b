import { NO_NODE } from "../../source/tree.ts";
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
import { casesAround, isOnlyWayOut, waitingNode } from "../proofs/dead-waits.ts";
import { type Draft, type Rule, type RuleContext, type Span, spanOf, startOf } from "../rule.ts";
import { reportWaitOf } from "./bomb-of-waits.ts";
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
      const draft: Draft = {
        at: waitingSpan(operation),
        hazard: isStarted ? "goroutine-leak" : "deadlock",
        ...(sure === undefined ? { severity: "warning" } : { severity: "error", witness: proof }),
        message: `${waitText(operation)} never returns: ${missing}`,
        related: value.creations.slice(0, 1).map(({ file, node }) => ({
          at: spanOf(file.source, node),
          message: `${channelText(operation)} is made here`,
        })),
        path: pathToWait(facts, value, operation, waitingSpan(operation)),
      };
      reportWaitOf(context, operation.fn, draft, report);
    }
  },
};

function stuckOperations(context: RuleContext, value: SharedValue): LocalOperation[] {
  return operationsOf(value, "send", "receive", "range").filter(
    (one) =>
      isDead(context, value, one) &&
      (mustWait(one) ||
        isDeadSelect(context, one) ||
        (isOnlyWayOut(context.facts, one) &&
          operationsOf(value, "receive").every((other) => !mustWait(other) || other === one))),
  );
}

/** Whether nothing can ever be the other side. */
function isDead({ facts }: RuleContext, value: SharedValue, operation: LocalOperation): boolean {
  if (partnersOf(value, operation).length > 0) return false;
  return operation.kind !== "send" || isUnbuffered(facts, value);
}

/** Whether the operation is the first case of a select of which every case is dead. */
function isDeadSelect(context: RuleContext, operation: LocalOperation): boolean {
  const { fn, clause } = operation;
  const clauses = casesAround(operation);
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

/** The operation, or the select that it is a case of. */
function waitingSpan(operation: LocalOperation): Span {
  const { source } = operation.file;
  const node = waitingNode(operation);
  return operation.clause === NO_NODE ? spanOf(source, node) : startOf(source, node, "select".length);
}
