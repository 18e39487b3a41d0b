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
import { type Rule, type RuleContext, spanOf } from "../rule.ts";

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
      const sure = stuck.find(({ fn, node }) => mustReach.reaches(fn, node));
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
      });
    }
  },
};

function stuckOperations({ facts }: RuleContext, value: SharedValue): LocalOperation[] {
  return operationsOf(value, "send", "receive", "range").filter((one) => {
    if (!mustWait(one) || partnersOf(value, one).length > 0) return false;
    return one.kind !== "send" || isUnbuffered(facts, value);
  });
}
