import type { Hazard } from "../../source/finding.ts";
import { NO_NODE, textOf } from "../../source/tree.ts";
import { assignmentsOf } from "../proofs/assignments.ts";
import { updateText } from "../proofs/counter.ts";
import type { EndlessLoop } from "../proofs/endless.ts";
import { unchangingVariables } from "../proofs/invariance.ts";
import { conditionOf } from "../proofs/ways-out.ts";
import { type Rule, type RuleContext, spanOf } from "../rule.ts";
import { judged, loopPlace, loopsBecause } from "./loop-finding.ts";

/** Loops whose counter comes back to a value that it had. */
export const noProgress: Rule = {
  id: "no-progress",
  hazard: "no-progress",
  severity: "error",
  cwe: ["CWE-835"],
  help: "see that every round brings the loop nearer to its end",
  docs: {
    what: "A loop that comes back to a state that it had before, so that everything repeats.",
    why: "Zero times two is zero, a `continue` skips the only step, the body sets the counter back, a bisection halves nothing any more. The loop is run on its exact values until they come again.",
    bad: "for i := 0; i < 100; i *= 2 {\n\tuse(i)\n}",
    good: "for i := 1; i < 100; i *= 2 {\n\tuse(i)\n}",
  },
  check(context, report) {
    for (const endless of loopsBecause(context, "repeats")) {
      const { rounds, period, state } = endless.reason.repetition;
      const again = `${state === "" ? "the same state" : state} comes again after ${count(period)}`;
      const proof = rounds === 0 ? again : `after ${count(rounds)} ${again}`;
      report({
        at: loopPlace(endless),
        ...judged(context, endless, proof),
        ...otherHazard(context, endless),
        message: `this loop repeats itself: ${again}`,
      });
    }
    for (const endless of loopsBecause(context, "counting")) {
      const { counter, flaw } = endless.reason;
      if (flaw.kind !== "fixed-point") continue;
      const { source } = endless.fn.file;
      const comparison = `${counter.variable.name} ${counter.operator} ${textOf(source.tree, counter.bound)}`;
      const proof = `starting at ${flaw.start}, ${updateText(endless.fn, counter)} comes back to a value for which ${comparison} is true`;
      report({
        at: loopPlace(endless),
        ...judged(context, endless, proof),
        help: "start from a value that the step changes, or add instead of multiplying",
        message: `${updateText(endless.fn, counter)} makes no progress: ${comparison} stays true`,
        related: [{ at: spanOf(source, counter.update), message: "the step" }],
      });
    }
  },
};

/** What is wrong in other words: nothing changes the condition, or floats are added up or lead away. */
function otherHazard(
  context: RuleContext,
  endless: ReturnType<typeof loopsBecause<"repeats">>[number],
): { readonly hazard?: Hazard } {
  if (isConditionFixed(context, endless)) return { hazard: "invariant-condition" };
  const { gaps } = endless.reason.repetition;
  if (gaps === undefined) return {};
  if (addsUp(context, endless)) return { hazard: "float-counter" };
  return gaps[1] > gaps[0] ? { hazard: "wrong-direction" } : {};
}

/** Whether the loop only adds to what its condition compares. */
function addsUp({ facts }: RuleContext, { fn, loop }: EndlessLoop): boolean {
  const { tree } = fn.file.source;
  const condition = conditionOf(fn, loop.statement);
  const blocks = facts.flowOf(fn)?.blocks ?? [];
  const changes = [...loop.members].flatMap((block) =>
    (blocks[block]?.steps ?? []).flatMap((step) => assignmentsOf(facts, fn, step)),
  );
  const asked = new Set<number>();
  for (let node = condition; node < tree.after[condition]!; node++) asked.add(fn.file.symbolOf[node]!);
  const own = changes.filter(({ target }) => asked.has(target.id));
  return own.length > 0 && own.every(({ operator }) => operator === "+" || operator === "-");
}

/** Whether it goes on because nothing in it changes what its condition is about. */
function isConditionFixed({ facts }: RuleContext, { fn, loop }: EndlessLoop): boolean {
  const condition = conditionOf(fn, loop.statement);
  if (condition === NO_NODE) return false;
  return (unchangingVariables(facts, fn, loop.statement, condition)?.length ?? 0) > 0;
}

function count(rounds: number): string {
  return rounds === 1 ? "1 round" : `${rounds} rounds`;
}
