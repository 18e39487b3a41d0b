import type { NodeId } from "../../source/tree.ts";
import { startNode } from "../flow/goroutines.ts";
import type { SharedValue } from "../flow/shared-values.ts";
import { overfills } from "../proofs/buffers.ts";
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
import { findsPath, positionOf, type Verdict } from "../proofs/paths.ts";
import { type Rule, type RuleContext, spanOf } from "../rule.ts";
import { pathToWait } from "./execution-path.ts";

/** Waiting on an unbuffered channel that no other goroutine has yet. */
export const selfSend: Rule = {
  id: "self-send",
  hazard: "deadlock",
  severity: "error",
  cwe: ["CWE-833"],
  help: "start the other side in a goroutine before, or give the channel a buffer: make(chan T, 1)",
  docs: {
    what: "A send or receive on an unbuffered channel whose other side is done by the same goroutine, or by one that is started only afterwards.",
    why: 'An unbuffered channel hands a value over only when both sides are there. The goroutine waits for itself: the program stops with "all goroutines are asleep", or hangs.',
    bad: "ch := make(chan int)\nch <- 1\nfmt.Println(<-ch)",
    good: "ch := make(chan int, 1)\nch <- 1\nfmt.Println(<-ch)",
  },
  check(context, report) {
    const { facts } = context;
    const { values, mustReach } = concurrencyOf(facts);
    for (const value of knownChannels(values)) {
      const isPlain = isUnbuffered(facts, value);
      const stuck = operationsOf(value, "send", "receive", "range").filter(
        (one) =>
          mustWait(one) &&
          (isPlain ? partnersOf(value, one).length > 0 : overfills(facts, value, one)) &&
          waitsForItself(context, value, one),
      );
      const first = stuck.find(({ fn, node }) => mustReach.reaches(fn, node));
      for (const operation of first === undefined ? stuck.slice(0, 1) : [first]) {
        const { file } = operation;
        const partners = partnersOf(value, operation);
        const room = isPlain ? "has no buffer" : "has its buffer full";
        const proof = `${channelText(operation)} ${room}, the program always comes here, and no goroutine started before could take the other side`;
        report({
          at: spanOf(file.source, operation.node),
          ...(first === undefined ? { severity: "warning" } : { severity: "error", witness: proof }),
          message: `${waitText(operation)} waits for this goroutine itself`,
          related: partners
            .slice(0, 3)
            .map((one) => ({ at: spanOf(one.file.source, one.node), message: "the other side" })),
          path: pathToWait(facts, value, operation),
        });
      }
    }
  },
};

/** Whether no other goroutine can be the partner when the operation is reached. */
function waitsForItself({ facts }: RuleContext, value: SharedValue, operation: LocalOperation): boolean {
  const { goroutines } = concurrencyOf(facts);
  if (
    goroutines.mayRunElsewhere(operation.fn) ||
    !isConfined(value, operation, facts.index.name === "main")
  ) {
    return false;
  }
  const flow = facts.flowOf(operation.fn);
  const at = flow === undefined ? undefined : positionOf(flow, operation.node);
  if (flow === undefined || at === undefined) return false;
  const target = flow.blocks[at.block]!.steps[at.step]!;
  const comesBefore = (node: NodeId): boolean => {
    const from = positionOf(flow, node);
    if (from === undefined) return false;
    const atStep = (step: NodeId): Verdict => (step === target ? "found" : "go-on");
    return findsPath(facts, operation.fn, { from, atStep, atEnd: () => "go-on" });
  };
  return partnersOf(value, operation).every(({ kind, fn, node }) => {
    if (fn === undefined) return false;
    const starts = goroutines.startsOf(fn);
    if (starts.length > 0)
      return starts.every((start) => start.fn === operation.fn && !comesBefore(startNode(start)));
    if (goroutines.mayRunElsewhere(fn)) return false;
    return kind !== "close" || (fn === operation.fn && !comesBefore(node));
  });
}

/** In a library, others may call its functions from other goroutines: then only a variable of the function counts. */
function isConfined(value: SharedValue, { fn }: LocalOperation, isProgram: boolean): boolean {
  return isProgram || (value.variables.length > 0 && value.variables.every(({ owner }) => owner === fn));
}
