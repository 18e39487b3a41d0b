import { startNode } from "../flow/goroutines.ts";
import { type Abandonment, abandonmentsOf } from "../proofs/abandonment.ts";
import { channelText, waitText } from "../proofs/channels.ts";
import { ranWell } from "../proofs/rehearsal.ts";
import { type Rule, spanOf } from "../rule.ts";
import { pathFromStart, placeAt } from "./execution-path.ts";

/** Goroutines that wait on a channel when the other side has left. */
export const abandonedSend: Rule = {
  id: "abandoned-send",
  hazard: "goroutine-leak",
  severity: "warning",
  cwe: ["CWE-772", "CWE-833"],
  help: "give the channel a buffer for every value, or let the goroutine select on a done channel or context, too",
  docs: {
    what: "A goroutine that waits on a channel whose other side may not come: it returns first, a timeout wins, or it takes fewer values than are sent.",
    why: "Nobody wakes such a goroutine. It stays until the program ends, with its stack and all that it refers to; in a server they pile up.",
    bad: 'answer := make(chan string)\ngo func() { answer <- ask() }()\nselect {\ncase a := <-answer:\n\treturn a\ncase <-time.After(time.Second):\n\treturn "" // nobody takes the answer any more\n}',
    good: 'answer := make(chan string, 1)\ngo func() { answer <- ask() }()\nselect {\ncase a := <-answer:\n\treturn a\ncase <-time.After(time.Second):\n\treturn ""\n}',
  },
  check(context, report) {
    const { facts } = context;
    for (const one of abandonmentsOf(facts)) {
      const { operation, start, partner } = one;
      // A run goes one way only: of a function that returns early it shows nothing, unless that is main.
      const isSeen = one.kind !== "skipped" || start.fn.name === "main";
      if (isSeen && ranWell(context, operation.fn)) continue;
      report({
        at: spanOf(operation.file.source, operation.node),
        severity: "warning",
        message: `${waitText(operation)} may wait for ever: ${reasonOf(one)}`,
        related: [
          { at: spanOf(start.fn.file.source, startNode(start)), message: "the goroutine starts here" },
          ...(partner === undefined
            ? []
            : [{ at: spanOf(partner.file.source, partner.node), message: "the other side" }]),
        ],
        path: [
          ...pathFromStart(facts, start, operation.fn),
          placeAt(operation.file, operation.node, `${waitText(operation)} waits here`),
        ],
      });
    }
  },
};

function reasonOf({ kind, operation, start }: Abandonment): string {
  const other =
    operation.kind === "send" ? "receiving" : operation.kind === "range" ? "closing it" : "sending";
  if (kind === "skipped") return `${start.fn.name} may return without ${other}`;
  if (kind === "left-early")
    return `the receiver may leave its loop while values of ${channelText(operation)} are still to come`;
  return "fewer values are received than sent";
}
