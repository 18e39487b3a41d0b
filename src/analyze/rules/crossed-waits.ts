import { startNode } from "../flow/goroutines.ts";
import type { SharedValue } from "../flow/shared-values.ts";
import { bufferOf } from "../proofs/buffers.ts";
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
import { loopsAround, mostRunsWithin, tripCount } from "../proofs/run-counts.ts";
import { isPreceded } from "../proofs/wait-groups.ts";
import { type Draft, type Rule, type RuleContext, spanOf } from "../rule.ts";
import { pathFromStart, pathToGoroutine, placeAt } from "./execution-path.ts";

/** Each channel is compared with each other one; a package with more is left alone. */
const MAX_CHANNELS = 100;

/** Two goroutines that wait for each other on two channels. */
export const crossedWaits: Rule = {
  id: "crossed-waits",
  hazard: "deadlock",
  severity: "error",
  cwe: ["CWE-833"],
  help: "let both sides use the channels in the same order, receive while sending, or give one channel a buffer",
  docs: {
    what: "Two goroutines of which each waits on a channel for the other, which comes to that channel only after its own wait.",
    why: "Neither can go on. The same happens when all jobs are sent before any result is taken: the workers cannot hand over results, so they take no more jobs.",
    bad: "go func() { b <- 1; <-a }()\na <- 1\n<-b",
    good: "go func() { <-a; b <- 1 }()\na <- 1\n<-b",
  },
  check(context, report) {
    const { values } = concurrencyOf(context.facts);
    const channels = knownChannels(values).filter((one) => isUnbuffered(context.facts, one));
    if (channels.length > MAX_CHANNELS) return;
    for (const first of channels) {
      const draft =
        crossed(context, first, channels) ?? floodedWorkers(context, first, knownChannels(values));
      if (draft !== undefined) report(draft);
    }
  },
};

/** An operation whose every partner comes after a wait that only code after the operation can end. */
function crossed(
  context: RuleContext,
  first: SharedValue,
  channels: readonly SharedValue[],
): Draft | undefined {
  const { facts } = context;
  const { goroutines, mustReach } = concurrencyOf(facts);
  for (const one of operationsOf(first, "send", "receive", "range")) {
    if (!mustWait(one) || goroutines.mayRunElsewhere(one.fn)) continue;
    const other = channels
      .filter((second) => second !== first)
      .flatMap((second) =>
        operationsOf(second, "send", "receive", "range").map((operation) => ({ second, operation })),
      )
      .find(({ second, operation }) => isCrossed(context, { first, one, second, other: operation }));
    if (other === undefined) continue;
    const isSure = mustReach.reaches(one.fn, one.node);
    const proof = `whoever takes ${channelText(one)} first waits for ${channelText(other.operation)}, which only code after this takes; the program always comes here`;
    return {
      at: spanOf(one.file.source, one.node),
      ...(isSure ? { severity: "error", witness: proof } : { severity: "warning" }),
      message: `${waitText(one)} and ${waitText(other.operation)} wait for each other`,
      related: [
        { at: spanOf(other.operation.file.source, other.operation.node), message: "waits here meanwhile" },
      ],
      path: [
        ...pathToGoroutine(facts, other.operation.fn),
        placeAt(one.file, one.node, `${waitText(one)} waits here`),
        placeAt(
          other.operation.file,
          other.operation.node,
          `${waitText(other.operation)} waits here meanwhile`,
        ),
      ],
    };
  }
  return undefined;
}

interface Pair {
  readonly first: SharedValue;
  readonly one: LocalOperation;
  readonly second: SharedValue;
  readonly other: LocalOperation;
}

function isCrossed({ facts }: RuleContext, { first, one, second, other }: Pair): boolean {
  if (!mustWait(other) || other.fn === one.fn) return false;
  const isAfter = (partners: readonly SharedValue["operations"][number][], wait: LocalOperation): boolean =>
    partners.length > 0 &&
    partners.every(({ fn, node }) => fn === wait.fn && isPreceded(facts, wait.fn, node, [wait.node]));
  return isAfter(partnersOf(first, one), other) && isAfter(partnersOf(second, other), one);
}

/** More jobs than workers, all sent before the first result is taken. */
function floodedWorkers(
  { facts }: RuleContext,
  results: SharedValue,
  channels: readonly SharedValue[],
): Draft | undefined {
  const { goroutines } = concurrencyOf(facts);
  for (const result of operationsOf(results, "send")) {
    const jobs = channels.find(
      (value) =>
        value !== results &&
        operationsOf(value, "range", "receive").some(
          (one) => one.fn === result.fn && isAround(facts, one, result),
        ),
    );
    const starts = goroutines.startsOf(result.fn).filter(({ targets }) => targets.includes(result.fn));
    const room = jobs === undefined ? undefined : bufferOf(facts, jobs);
    if (jobs === undefined || room === undefined || starts.length === 0 || !mustWait(result)) continue;
    const workers = starts.reduce((sum, { fn, call }) => sum + mostRunsWithin(facts, fn, call.node), 0);
    for (const job of operationsOf(jobs, "send")) {
      const loop = loopsAround(facts, job.fn, job.node).at(-1);
      const isStarter = starts.every(({ fn }) => fn === job.fn);
      if (loop === undefined || !isStarter || !mustWait(job) || !Number.isFinite(workers)) continue;
      const count = tripCount(facts, job.fn, loop) ?? Number.POSITIVE_INFINITY;
      const isLate = partnersOf(results, result).every(
        (one) => one.fn === job.fn && one.node >= job.file.source.tree.after[loop.statement]!,
      );
      if (!isLate || count <= workers + room) continue;
      return {
        at: spanOf(job.file.source, job.node),
        severity: "warning",
        message: `${waitText(job)} stops when every worker waits to hand over its result: the results are taken only after this loop`,
        related: [
          { at: spanOf(result.file.source, result.node), message: `${waitText(result)} waits here` },
          ...starts.slice(0, 1).map((start) => ({
            at: spanOf(start.fn.file.source, startNode(start)),
            message: "the workers start here",
          })),
        ],
        path: [
          ...starts.slice(0, 1).flatMap((start) => pathFromStart(facts, start, result.fn)),
          placeAt(result.file, result.node, `${waitText(result)} waits here, in each worker`),
          placeAt(job.file, job.node, `${waitText(job)} waits for a worker`),
        ],
      };
    }
  }
  return undefined;
}

/** Whether the two operations are in one loop of their function. */
function isAround(facts: RuleContext["facts"], one: LocalOperation, other: LocalOperation): boolean {
  const loops = loopsAround(facts, other.fn, other.node);
  return loopsAround(facts, one.fn, one.node).some((loop) => loops.includes(loop));
}
