import { lineAt } from "../../source/go-file.ts";
import { NO_NODE } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import {
  hasGoroutines,
  orders,
  type Rehearsal,
  rehearse,
  type Stuck,
} from "../interpret/goroutines/rehearse.ts";
import type { RunPlace } from "../interpret/goroutines/scheduler.ts";
import { chargeRun, mayRun } from "../interpret/run-cost.ts";
import { type Draft, type Rule, type Span, spanOf, startOf } from "../rule.ts";

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
  check({ facts, runnable }, report) {
    const { index } = facts;
    if (index.missing !== "nothing") return;
    if (index.name !== "main" || !index.functionByName.has("main") || !hasGoroutines(index.files)) return;
    for (const order of orders()) {
      if (!mayRun(facts.work)) return;
      const seen = rehearse(runnable(), order, (steps) => chargeRun(facts.work, steps));
      if (seen.kind === "nothing" && seen.mayDiffer) continue;
      for (const draft of draftsOf(seen)) report(draft);
      return;
    }
  },
};

/** Places that one run is reported at: more goroutines than this wait for the same mistake. */
const MAX_PLACES = 3;

function draftsOf(seen: Rehearsal): readonly Draft[] {
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
          hazard: "busy-wait",
          message:
            "when the program runs, this loop asks again and again for what no goroutine is left to do",
        },
      ];
    default:
      return stuckDrafts(seen.kind, seen.stuck);
  }
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
      message: `${WORDS[one.kind]} never ends when the program runs: ${kind === "deadlock" ? "nobody is left to end it" : "main has returned, and nobody else comes"}`,
      related: [
        ...start,
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
  condition: "waiting for this condition",
  once: "this Do",
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
