import { contains } from "../../source/tree.ts";
import { startNode } from "../flow/goroutines.ts";
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
import { canSkip, isDeferred, isPreceded, type WaitGroup, waitGroupsOf } from "../proofs/wait-groups.ts";
import { type Rule, type RuleContext, spanOf } from "../rule.ts";
import { pathToGoroutine, placeAt } from "./execution-path.ts";

/** Waiting for goroutines that wait for what comes after the Wait. */
export const waitBeforeReceive: Rule = {
  id: "wait-before-receive",
  hazard: "deadlock",
  severity: "error",
  cwe: ["CWE-833"],
  help: "receive first, with a goroutine that waits and closes the channel, or give the channel a buffer for all values",
  docs: {
    what: "A WaitGroup.Wait before the only receives from an unbuffered channel that the awaited goroutines send to (or the other way round).",
    why: "The goroutines cannot call Done before their value is taken, and it is taken only after Wait: both sides wait for ever.",
    bad: "for range 3 {\n\twg.Add(1)\n\tgo func() {\n\t\tdefer wg.Done()\n\t\tresults <- work()\n\t}()\n}\nwg.Wait()\nclose(results)\nfor r := range results {\n\tuse(r)\n}",
    good: "for range 3 {\n\twg.Add(1)\n\tgo func() {\n\t\tdefer wg.Done()\n\t\tresults <- work()\n\t}()\n}\ngo func() {\n\twg.Wait()\n\tclose(results)\n}()\nfor r := range results {\n\tuse(r)\n}",
  },
  check(context, report) {
    const { facts } = context;
    const { values, mustReach } = concurrencyOf(facts);
    const groups = waitGroupsOf(values);
    if (groups.length === 0) return;
    for (const value of knownChannels(values)) {
      if (!isUnbuffered(facts, value)) continue;
      for (const group of groups) {
        const found = stuckPair(context, value, group);
        if (found === undefined) continue;
        const { wait, operation, isSure } = found;
        const proof = `every path of the goroutine waits for ${channelText(operation)} before Done, and only code after Wait takes the other side; the program always comes here`;
        report({
          at: spanOf(wait.file.source, wait.node),
          ...(isSure && mustReach.reaches(wait.fn, wait.node)
            ? { severity: "error", witness: proof }
            : { severity: "warning" }),
          message: `Wait comes before the other side of ${channelText(operation)}, which the goroutines need to be done`,
          related: [
            {
              at: spanOf(operation.file.source, operation.node),
              message: `${waitText(operation)} waits here`,
            },
            ...partnersOf(value, operation)
              .slice(0, 2)
              .map((one) => ({ at: spanOf(one.file.source, one.node), message: "only after Wait" })),
          ],
          path: [
            ...pathToGoroutine(facts, operation.fn),
            placeAt(operation.file, operation.node, `${waitText(operation)} waits here`),
            placeAt(wait.file, wait.node, "Wait waits for the goroutine"),
          ],
        });
        break;
      }
    }
  },
};

interface StuckPair {
  readonly wait: LocalOperation;
  readonly operation: LocalOperation;
  readonly isSure: boolean;
}

function stuckPair({ facts }: RuleContext, value: SharedValue, group: WaitGroup): StuckPair | undefined {
  const { goroutines } = concurrencyOf(facts);
  for (const wait of group.waits) {
    if (goroutines.mayRunElsewhere(wait.fn) && facts.index.name === "main") continue;
    for (const operation of operationsOf(value, "send", "receive", "range")) {
      const { fn } = operation;
      if (!mustWait(operation) || !isBeforeDone(facts, operation, group)) continue;
      const starts = goroutines.starts.filter((start) => start.targets.includes(fn) && start.fn === wait.fn);
      if (starts.length === 0) continue;
      const partners = partnersOf(value, operation);
      const isLate = partners.every(
        (one) => one.fn === wait.fn && isPreceded(facts, wait.fn, one.node, [wait.node]),
      );
      if (partners.length === 0 || !isLate) continue;
      const isStarted = isPreceded(facts, wait.fn, wait.node, starts.map(startNode));
      const isAdded = group.adds.some(
        (add) => add.fn === wait.fn && isPreceded(facts, wait.fn, wait.node, [add.node]),
      );
      const isSure = isStarted && isAdded && !canSkip(facts, fn, [operation.node]) && onlyOwnDone(group, fn);
      return { wait, operation, isSure };
    }
  }
  return undefined;
}

type Facts = RuleContext["facts"];

/** Whether the goroutine gets to its Done only after the operation. */
function isBeforeDone(facts: Facts, { fn, node }: LocalOperation, group: WaitGroup): boolean {
  const own = group.dones.filter((done) => done.fn === fn);
  if (own.length === 0) return false;
  return own.every((done) => isDeferred(done) || isPreceded(facts, fn, done.node, [node]));
}

function onlyOwnDone(group: WaitGroup, fn: LocalOperation["fn"]): boolean {
  const { tree } = fn.file.source;
  return group.dones.every((done) => done.fn === fn && contains(tree, fn.node, done.node));
}
