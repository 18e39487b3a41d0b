import { childIn, textOf } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { channelText, type LocalOperation, operationsOf } from "../proofs/channels.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { channelRanges } from "../proofs/unclosed-ranges.ts";
import {
  addedBy,
  canSkip,
  isDeferred,
  isPreceded,
  mostDone,
  type WaitGroup,
  waitGroupsOf,
} from "../proofs/wait-groups.ts";
import { type Draft, type Rule, type RuleContext, spanOf } from "../rule.ts";
import { pathToGoroutine, placeAt } from "./execution-path.ts";

type Report = (finding: Draft) => void;

/** Wait groups that do not come back to zero. */
export const waitgroupNeverDone: Rule = {
  id: "waitgroup-never-done",
  hazard: "deadlock",
  severity: "error",
  cwe: ["CWE-833"],
  help: "call Add before the go statement, and defer wg.Done() as the first thing of the goroutine; pass *sync.WaitGroup",
  docs: {
    what: "A sync.WaitGroup whose counter cannot come back to zero, because Done is missing, is called too seldom, or on a copy.",
    why: "Wait then waits for ever. A wait group that is passed by value is a copy: its Done does not count. Add inside the goroutine may come too late for Wait.",
    bad: "var wg sync.WaitGroup\nwg.Add(2)\ngo func() {\n\tdefer wg.Done()\n\twork()\n}()\nwg.Wait()",
    good: "var wg sync.WaitGroup\nwg.Add(1)\ngo func() {\n\tdefer wg.Done()\n\twork()\n}()\nwg.Wait()",
  },
  check(context, report) {
    for (const group of waitGroupsOf(concurrencyOf(context.facts).values)) {
      if (group.waits.length === 0 || group.adds.length === 0) continue;
      if (checkCounts(context, group, report)) continue;
      checkRanges(context, group, report);
      checkPaths(context, group, report);
      checkAdds(context, group, report);
    }
  },
};

/** Compares what is surely added with the most that can be done. */
function checkCounts({ facts }: RuleContext, group: WaitGroup, report: Report): boolean {
  const { mustReach } = concurrencyOf(facts);
  const amounts = group.adds.map((add) => addedBy(facts, add));
  if (amounts.some((amount, at) => (amount === undefined ? mayTakeAway(group.adds[at]!) : amount <= 0)))
    return false;
  const most = mostDone(facts, group.dones);
  for (const wait of group.waits) {
    const sure = group.adds.filter(
      (add) => add.fn === wait.fn && isPreceded(facts, wait.fn, wait.node, [add.node]),
    );
    const least = sure.reduce((sum, add) => sum + (addedBy(facts, add) ?? 0), 0);
    const isStuck = group.dones.length === 0 || (most > 0 && least > most);
    if (!isStuck) continue;
    const isProved = least > most && mustReach.reaches(wait.fn, wait.node);
    const done = most === 0 ? "nothing calls Done" : `Done is called at most ${times(most)}`;
    report({
      at: spanOf(wait.file.source, wait.node),
      ...(isProved
        ? {
            severity: "error",
            witness: `at least ${least} is added on every path to Wait, and ${done}; the program always comes here`,
          }
        : { severity: "warning" }),
      message: `Wait never returns: ${done}${least > 0 ? `, but ${least} is added` : ""}`,
      related: related(group.adds, "added here"),
      path: [
        ...sure.slice(0, 3).map(({ file, node }) => placeAt(file, node, "added here")),
        placeAt(wait.file, wait.node, "Wait waits here for ever"),
      ],
    });
    return true;
  }
  return false;
}

/** Goroutines that come to Done only when a channel is closed, which happens after Wait or never. */
function checkRanges({ facts }: RuleContext, group: WaitGroup, report: Report): void {
  const { values } = concurrencyOf(facts);
  for (const { value, operation, loop } of channelRanges(facts, values)) {
    const { fn, file } = operation;
    const after = file.source.tree.after[loop.statement]!;
    const own = group.dones.filter((done) => done.fn === fn);
    if (own.length === 0 || !own.every((done) => isDeferred(done) || done.node >= after)) continue;
    const closes = operationsOf(value, "close");
    const wait = group.waits.find(
      (one) =>
        one.fn !== fn &&
        closes.length === value.operations.filter(({ kind }) => kind === "close").length &&
        closes.every((close) => comesAfter(facts, close, one)),
    );
    if (wait === undefined) continue;
    const channel = channelText(operation);
    report({
      at: spanOf(wait.file.source, wait.node),
      severity: "warning",
      message: `Wait never returns: a goroutine does Done only when ${channel} is closed, and ${closes.length === 0 ? "nothing closes it" : "that comes after Wait"}`,
      related: [
        { at: spanOf(file.source, operation.node), message: "waits here until the channel is closed" },
      ],
      path: [
        ...pathToGoroutine(facts, fn),
        placeAt(file, operation.node, "waits here until the channel is closed"),
        placeAt(wait.file, wait.node, "Wait waits for the goroutine"),
      ],
    });
  }
}

function comesAfter(facts: PackageFacts, close: LocalOperation, wait: LocalOperation): boolean {
  if (close.fn !== wait.fn || isDeferred(wait)) return false;
  return isDeferred(close) || isPreceded(facts, close.fn, close.node, [wait.node]);
}

/** `Add(-n)` is how some write Done. */
function mayTakeAway({ file, node }: LocalOperation): boolean {
  const { tree } = file.source;
  return textOf(tree, childIn(tree, node, Field.Arguments)).includes("-");
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function related(operations: readonly LocalOperation[], message: string): NonNullable<Draft["related"]> {
  return operations.slice(0, 3).map(({ file, node }) => ({ at: spanOf(file.source, node), message }));
}

/** Goroutines that end without Done on some path, or wait for their own Done. */
function checkPaths({ facts }: RuleContext, group: WaitGroup, report: Report): void {
  const { goroutines } = concurrencyOf(facts);
  for (const done of group.dones) {
    const { fn, file } = done;
    const own = group.dones.filter((other) => other.fn === fn);
    if (own[0] !== done) continue;
    const wait = group.waits.find((other) => other.fn === fn);
    if (wait !== undefined && own.every(isDeferred)) {
      report({
        at: spanOf(file.source, wait.node),
        severity: "warning",
        message: "Wait waits for the Done that this function does only when it returns",
        related: related(own, "deferred here"),
      });
    }
    const isTarget = goroutines.starts.some(({ targets }) => targets.includes(fn));
    const calls = own.map(({ node }) => node);
    if (
      !isTarget ||
      group.isCompared ||
      group.adds.some((add) => add.fn === fn) ||
      isAddedAtTimes(facts, group, fn) ||
      !canSkip(facts, fn, calls)
    )
      continue;
    const [first] = group.waits;
    report({
      at: spanOf(first!.file.source, first!.node),
      severity: "warning",
      message: "Wait may never return: some path through the goroutine returns without Done",
      related: [{ at: spanOf(file.source, done.node), message: "this Done is left out on some path" }],
    });
  }
}

/** Whether a goroutine is started on some path without an Add: it may be the same one on which Done is left out. */
function isAddedAtTimes(facts: PackageFacts, { adds }: WaitGroup, fn: GoFunction): boolean {
  return concurrencyOf(facts)
    .goroutines.startsOf(fn)
    .some((start) => {
      const own = adds.filter((add) => add.fn === start.fn).map(({ node }) => node);
      return own.length > 0 && !isPreceded(facts, start.fn, start.call.node, own);
    });
}

/** Add in the goroutine that Wait is to wait for. */
function checkAdds({ facts }: RuleContext, group: WaitGroup, report: Report): void {
  const { goroutines } = concurrencyOf(facts);
  for (const add of group.adds) {
    const starts = goroutines.starts.filter(({ targets }) => targets.includes(add.fn));
    const isLate =
      starts.length > 0 && starts.every((start) => group.waits.some((wait) => wait.fn === start.fn));
    const isOwn = group.dones.some((done) => done.fn === add.fn);
    if (!isLate || !isOwn) continue;
    report({
      at: spanOf(add.file.source, add.node),
      severity: "warning",
      message: "Add runs in the goroutine itself: Wait may return before it, or miss it",
      related: related(group.waits, "Wait does not know of it yet"),
    });
  }
}
