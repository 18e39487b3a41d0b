import { textOf } from "../../source/tree.ts";
import { type Counter, updateText } from "../proofs/counter.ts";
import type { CountingFlaw } from "../proofs/counting-flaw.ts";
import type { EndlessLoop } from "../proofs/endless.ts";
import { isSeenToEnd } from "../proofs/seen-to-end.ts";
import { type Rule, spanOf } from "../rule.ts";
import { judged, loopPlace, loopsBecause } from "./loop-finding.ts";

/** Loops that count away from their bound, past it, or not at all. */
export const wrongDirection: Rule = {
  id: "wrong-direction",
  hazard: "wrong-direction",
  severity: "error",
  cwe: ["CWE-835"],
  help: "let the step lead to the bound: turn its sign, or compare with < or > instead of !=",
  docs: {
    what: "A counting loop whose step leads away from its bound, jumps over the value that `!=` waits for, or is zero.",
    why: "Start, bound and step are compared exactly, in the width of the counter's type. Such a loop ends only when the counter wraps round, for 64 bits after centuries, or never.",
    bad: "for i := 0; i < 10; i-- {\n\tuse(i)\n}",
    good: "for i := 0; i < 10; i++ {\n\tuse(i)\n}",
  },
  check(context, report) {
    for (const endless of loopsBecause(context, "counting")) {
      const { counter, flaw } = endless.reason;
      if (flaw.kind === "fixed-point") continue;
      report({
        at: loopPlace(endless),
        ...judged(context, endless, proofOf(endless, counter, flaw)),
        ...(fallsPastZero(counter, flaw) ? { hazard: "unsigned-wrap" } : {}),
        message: messageOf(endless, counter, flaw),
        related: [{ at: spanOf(endless.fn.file.source, counter.update), message: "the step" }],
      });
    }
    for (const endless of loopsBecause(context, "drift")) {
      const { drift, condition } = endless.reason;
      if (isSeenToEnd(context, endless.fn)) continue;
      const text = textOf(endless.fn.file.source.tree, condition);
      report({
        at: loopPlace(endless),
        severity: "warning",
        message: `${drift.place} only ${drift.falls ? "falls" : "rises"} in this loop, away from the end of ${text}`,
        related: drift.moves.map(({ fn, node }) => ({
          at: spanOf(fn.file.source, node),
          message: "moved here",
        })),
      });
    }
  },
};

/** The direction is right, but an unsigned counter is never below the bound that it jumps over. */
function fallsPastZero({ shape, change, amount }: Counter, { start, bound }: CountingFlaw): boolean {
  const isFalling = !shape.signed && change === "+" && amount < 0n;
  return isFalling && start !== undefined && bound !== undefined && start >= bound;
}

function comparisonText(endless: EndlessLoop, counter: Counter): string {
  const bound = textOf(endless.fn.file.source.tree, counter.bound);
  return `${counter.variable.name} ${counter.operator} ${bound}`;
}

function messageOf(endless: EndlessLoop, counter: Counter, flaw: CountingFlaw): string {
  const comparison = comparisonText(endless, counter);
  const update = updateText(endless.fn, counter);
  if (flaw.kind === "step-zero") return `${update} changes nothing, so ${comparison} stays true`;
  if (flaw.kind === "never-equal") return `${update} jumps over the value that ends ${comparison}`;
  return `${update} leads away from the end of ${comparison}`;
}

function proofOf(endless: EndlessLoop, counter: Counter, flaw: CountingFlaw): string {
  const comparison = comparisonText(endless, counter);
  const from = `${counter.variable.name} starts at ${flaw.start}`;
  const { bits } = counter.shape;
  if (flaw.kind === "step-zero") return `${from} and keeps that value, for which ${comparison} is true`;
  if (flaw.iterations !== undefined) {
    return `${from}; ${comparison} becomes false only after ${flaw.iterations} iterations, when the ${bits}-bit counter wraps round`;
  }
  return `${from} and moves by ${counter.amount}: modulo 2^${bits} it never equals ${flaw.bound}`;
}
