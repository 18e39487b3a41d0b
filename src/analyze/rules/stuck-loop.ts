import { NO_NODE, textOf } from "../../source/tree.ts";
import { isSeenToEnd } from "../proofs/seen-to-end.ts";
import type { StuckRound } from "../proofs/stuck-rounds.ts";
import type { Rule } from "../rule.ts";
import { loopPlace, loopsBecause } from "./loop-finding.ts";

/** Loops with a way round them that changes nothing of what decides. */
export const stuckLoop: Rule = {
  id: "stuck-loop",
  hazard: "no-progress",
  severity: "warning",
  cwe: ["CWE-835"],
  help: "see that every way round the loop changes something that its conditions read, or leaves it",
  docs: {
    what: "A loop with a way round it on which nothing is written that any decision of that way reads.",
    why: "Once the loop goes that way it goes it for ever. The usual causes: a case that skips the only step, a method that changes a copy of its receiver, a bisection whose interval stays the same when two elements are left.",
    bad: "for lo < hi {\n\tmid := (lo + hi) / 2\n\tif a[mid] < x {\n\t\tlo = mid // with hi == lo+1 this is lo again\n\t} else {\n\t\thi = mid\n\t}\n}",
    good: "for lo < hi {\n\tmid := (lo + hi) / 2\n\tif a[mid] < x {\n\t\tlo = mid + 1\n\t} else {\n\t\thi = mid\n\t}\n}",
  },
  check(context, report) {
    for (const endless of loopsBecause(context, "stuck")) {
      const { reason, fn } = endless;
      if (isSeenToEnd(context, fn)) continue;
      const { tree } = fn.file.source;
      const condition = reason.condition === NO_NODE ? "" : textOf(tree, reason.condition);
      const hazard = reason.isUntouched
        ? "invariant-condition"
        : reason.condition === NO_NODE
          ? "infinite-loop"
          : "no-progress";
      report({
        at: loopPlace(endless),
        severity: "warning",
        hazard,
        message: reason.isUntouched
          ? `nothing in this loop changes what ${condition} reads`
          : `this loop can go round without changing anything that decides on its way${stateText(reason.round)}`,
      });
    }
  },
};

function stateText({ state }: StuckRound): string {
  return state.length === 0
    ? ""
    : `, as with ${state.map(([name, value]) => `${name} = ${value}`).join(", ")}`;
}
