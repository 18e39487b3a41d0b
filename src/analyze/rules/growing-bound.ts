import { textOf } from "../../source/tree.ts";
import { assignmentsOf } from "../proofs/assignments.ts";
import { growingList } from "../proofs/growing-lists.ts";
import { lengthChanges } from "../proofs/growth.ts";
import { type Draft, type Rule, type RuleContext, spanOf, startOf } from "../rule.ts";
import { judged, loopPlace, loopsBecause } from "./loop-finding.ts";

/** Loops that wait for an index to reach a bound that grows as fast. */
export const growingBound: Rule = {
  id: "growing-bound",
  hazard: "growing-bound",
  severity: "error",
  cwe: ["CWE-835", "CWE-770"],
  help: "take the length before the loop, or range over the slice: its length is then fixed",
  docs: {
    what: "A loop whose bound grows in every round by at least as much as its index, or a work list that every round refills.",
    why: "The condition is looked at again before every round. When each round appends at least as much as it takes, the end is never reached, and the memory runs out.",
    bad: 'for i := 0; i < len(names); i++ {\n\tnames = append(names, names[i]+"!")\n}',
    good: 'for _, name := range names {\n\tnames = append(names, name+"!")\n}',
  },
  check(context, report) {
    for (const endless of loopsBecause(context, "growing")) {
      const { condition, growth } = endless.reason;
      const { source } = endless.fn.file;
      const { bound, index } = growth.race;
      const text = textOf(source.tree, condition);
      const distance =
        index === undefined
          ? `its length is at least ${growth.ahead + growth.race.limit}`
          : `it is ahead of ${index.name} by at least ${growth.ahead}`;
      const proof = `on every path through the loop ${bound.name} grows as much as it is used up: after each round ${distance}`;
      const kind = kindOf(context, endless);
      report({
        at: loopPlace(endless),
        ...judged(context, endless, proof),
        ...(kind === "grows" ? {} : { hazard: kind }),
        message:
          kind === "no-progress"
            ? `${bound.name} gets no shorter, so ${text} stays true`
            : kind === "wrong-direction"
              ? `the step leads away from the end of ${text}`
              : `${bound.name} grows in every round, so ${text} stays true`,
        related: [{ at: spanOf(source, condition), message: "looked at again before every round" }],
      });
    }
    reportLists(context, report);
  },
};

/** Whether the bound grows, or stays as it is, or the index goes the other way. */
function kindOf(
  { facts }: RuleContext,
  { fn, loop, reason }: ReturnType<typeof loopsBecause<"growing">>[number],
): "grows" | "no-progress" | "unbounded-alloc" | "wrong-direction" {
  const { race } = reason.growth;
  if (race.kind === "slice" || race.kind === "text") {
    const changes = lengthChanges(facts, fn, loop).filter(({ symbol }) => symbol === race.bound);
    if (!changes.some(({ amount }) => amount === undefined || amount > 0 || !Number.isFinite(amount)))
      return "no-progress";
    return race.kind === "text" && race.index === undefined ? "unbounded-alloc" : "grows";
  }
  const blocks = facts.flowOf(fn)?.blocks ?? [];
  const steps = [...loop.members].flatMap((block) =>
    (blocks[block]?.steps ?? []).flatMap((step) => assignmentsOf(facts, fn, step)),
  );
  const ofIndex = steps.filter(({ target }) => target === race.index);
  return ofIndex.every(({ operator }) => operator === "-") ? "wrong-direction" : "grows";
}

/** Walks along a list that grows ahead of them. */
function reportLists({ facts }: RuleContext, report: (finding: Draft) => void): void {
  for (const fn of facts.index.functions) {
    for (const loop of facts.loopsOf(fn)) {
      const list = growingList(facts, fn, loop);
      if (list === undefined) continue;
      const { source } = fn.file;
      report({
        at: startOf(source, loop.statement, "for".length),
        severity: "warning",
        message: `each round puts a new element ahead of ${list.name}, so that the end is never reached`,
        help: "note the last element before the loop, or collect the new ones and add them afterwards",
        related: [{ at: spanOf(source, list.node), message: "added here" }],
      });
    }
  }
}
