import type { Hazard } from "../../source/finding.ts";
import { lineAt } from "../../source/go-file.ts";
import { NO_NODE } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { Vain } from "../interpret/goroutines/lone-watch.ts";
import type { Rehearsal, Stuck } from "../interpret/goroutines/rehearse.ts";
import type { RunPlace } from "../interpret/goroutines/scheduler.ts";
import { rehearsalOf } from "../proofs/rehearsal.ts";
import { type Draft, type Rule, type Span, spanOf, startOf } from "../rule.ts";
import { placeOfDivergence } from "./diverging-run.ts";
import { lossOf } from "./lost-cancel.ts";

/** What running the program with its goroutines shows. */
export const stuckWhenRun: Rule = {
  id: "stuck-when-run",
  hazard: "deadlock",
  severity: "warning",
  cwe: ["CWE-833", "CWE-772"],
  help: "follow the places that are named: one of them waits for something that nobody does any more",
  isLast: true,
  docs: {
    what: "A program that reads no input and, when its goroutines run in an order that Go may choose, ends with goroutines that wait for ever, starts goroutines without end, or asks again and again for what nobody will do.",
    why: "It is not suspected but seen: the analysis runs small programs on a machine of its own, step by step, with a clock that leaps. Another order may go well, so this is a warning.",
    bad: "jobs := make(chan int)\nvar wg sync.WaitGroup\nwg.Add(1)\ngo func() {\n\tdefer wg.Done()\n\tfor j := range jobs {\n\t\twork(j)\n\t}\n}()\njobs <- 1\nwg.Wait()",
    good: "jobs := make(chan int)\nvar wg sync.WaitGroup\nwg.Add(1)\ngo func() {\n\tdefer wg.Done()\n\tfor j := range jobs {\n\t\twork(j)\n\t}\n}()\njobs <- 1\nclose(jobs)\nwg.Wait()",
  },
  check(context, report) {
    const { seen } = rehearsalOf(context);
    for (const draft of seen === undefined ? [] : draftsOf(seen, context.facts)) report(draft);
  },
};

/** Places that one run is reported at: more goroutines than this wait for the same mistake. */
const MAX_PLACES = 3;

function draftsOf(seen: Rehearsal, facts: PackageFacts): readonly Draft[] {
  switch (seen.kind) {
    case "nothing":
      return [];
    case "spawns":
      return [
        {
          at: placeSpan(seen.at),
          severity: "warning",
          hazard: "spawn-bomb",
          message: `when the program runs, more than ${seen.alive - 1} goroutines come from here, and no end is in sight`,
        },
      ];
    case "spins":
      return [
        {
          at: placeSpan(seen.at),
          severity: "warning",
          hazard: seen.naps ? "infinite-loop" : "busy-wait",
          message: seen.naps
            ? "when the program runs, nothing but its own clock wakes this loop, again and again"
            : "when the program runs, this loop asks again and again for what no goroutine is left to do",
        },
      ];
    case "unending":
      return [
        {
          at: placeSpan(seen.at),
          severity: "warning",
          hazard: "goroutine-leak",
          message:
            "the goroutine goes on here after the program is over: the clock wakes it again and again, and nothing tells it to stop",
          related:
            seen.start === undefined
              ? []
              : [{ at: placeSpan(seen.start), message: "the goroutine starts here" }],
        },
      ];
    case "repeats":
      return [repeatDraft(seen)];
    default:
      return stuckDrafts(
        seen.kind,
        seen.stuck.filter((one) => !isKnownLoss(facts, one)),
      );
  }
}

/** The goroutine that is left does the same for ever. */
function repeatDraft({ what, vain }: Extract<Rehearsal, { kind: "repeats" }>): Draft {
  const related = what.others.map((node) => ({
    at: spanOf(what.file.source, node),
    message: "on the way round",
  }));
  return {
    at: placeOfDivergence(what),
    severity: "warning",
    hazard: hazardOfRepeat(what.hazard, vain),
    message: VAIN[vain] ?? what.message,
    related,
  };
}

const VAIN: Readonly<Partial<Record<Vain, string>>> = {
  closed: "when the program runs, this loop receives again and again from a channel that is closed",
  context: "when the program runs, this loop asks again and again for a context that nobody ends",
  poll: "when the program runs, this loop asks again and again for what no goroutine is left to do",
};

function hazardOfRepeat(hazard: Hazard, vain: Vain): Hazard {
  if (vain === "poll") return "busy-wait";
  if (hazard === "infinite-loop") return hazard;
  return vain === "closed" ? "busy-wait" : vain === "context" ? "invariant-condition" : hazard;
}

/** Who waits for a context that lost-cancel reports: the cause has its finding. */
function isKnownLoss(facts: PackageFacts, { context }: Stuck): boolean {
  return (
    context !== undefined &&
    facts.index.functions.some(
      (fn) => fn.file.source === context.file.source && lossOf(facts, fn, context.node) !== undefined,
    )
  );
}

function stuckDrafts(kind: "deadlock" | "leak", stuck: readonly Stuck[]): readonly Draft[] {
  const byLine = new Map<string, Stuck>();
  for (const one of stuck) {
    const { source } = one.at.file;
    const key = `${source.path}:${lineAt(source, source.tree.start[one.at.node]!)}`;
    if (!byLine.has(key)) byLine.set(key, one);
  }
  const all = [...byLine.values()];
  // Who waits for a group of which some wait for locks is not the cause.
  const causes = all.some((one) => one.kind === "lock") ? all.filter((one) => one.kind !== "group") : all;
  const places = causes.slice(0, MAX_PLACES);
  return places.map((one): Draft => {
    const others = places.filter((other) => other !== one);
    const start =
      one.start === undefined ? [] : [{ at: placeSpan(one.start), message: "the goroutine starts here" }];
    return {
      at: placeSpan(one.at),
      severity: "warning",
      hazard: kind === "deadlock" ? "deadlock" : "goroutine-leak",
      message: `${one.inner === undefined ? WORDS[one.kind] : "this call"} never ends when the program runs: ${kind === "deadlock" ? "nobody is left to end it" : "main has returned, and nobody else comes"}`,
      related: [
        ...start,
        ...(one.inner === undefined
          ? []
          : [{ at: placeSpan(one.inner), message: "the lock is taken once more here" }]),
        ...others.map((other) => ({
          at: placeSpan(other.at),
          message: `${WORDS[other.kind]} is not over either`,
        })),
      ],
    };
  });
}

const WORDS: Readonly<Record<Stuck["kind"], string>> = {
  send: "this send",
  receive: "this receive",
  select: "this select",
  lock: "waiting for this lock",
  group: "waiting for this group",
  call: "what this call starts or waits for",
  sleep: "this sleep",
};

/** The node; of a statement with a body, its first word. */
function placeSpan({ file, node }: RunPlace): Span {
  const { tree } = file.source;
  const kind = tree.kind[node];
  const outer = kind === Kind.RangeClause ? tree.parent[node]! : NO_NODE;
  if (outer !== NO_NODE) return startOf(file.source, outer, "for".length);
  const isLong = kind === Kind.SelectStatement || kind === Kind.ForStatement || kind === Kind.GoStatement;
  return isLong
    ? startOf(file.source, node, kind === Kind.SelectStatement ? 6 : kind === Kind.ForStatement ? 3 : 2)
    : spanOf(file.source, node);
}
