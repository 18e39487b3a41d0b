import { textOf } from "../../source/tree.ts";
import { updateText } from "../proofs/counter.ts";
import { type Rule, spanOf } from "../rule.ts";
import { judged, loopPlace, loopsBecause } from "./loop-finding.ts";

/** Loops whose counter comes back to a value that it had. */
export const noProgress: Rule = {
  id: "no-progress",
  hazard: "no-progress",
  severity: "error",
  cwe: ["CWE-835"],
  help: "start from a value that the step changes, or add instead of multiplying",
  docs: {
    what: "A loop whose counter comes back to a value that it had before, so that everything repeats.",
    why: "Zero times two is zero: multiplying, shifting and masking have values that they do not change.",
    bad: "for i := 0; i < 100; i *= 2 {\n\tuse(i)\n}",
    good: "for i := 1; i < 100; i *= 2 {\n\tuse(i)\n}",
  },
  check(context, report) {
    for (const endless of loopsBecause(context, "counting")) {
      const { counter, flaw } = endless.reason;
      if (flaw.kind !== "fixed-point") continue;
      const { source } = endless.fn.file;
      const comparison = `${counter.variable.name} ${counter.operator} ${textOf(source.tree, counter.bound)}`;
      const proof = `starting at ${flaw.start}, ${updateText(endless.fn, counter)} comes back to a value for which ${comparison} is true`;
      report({
        at: loopPlace(endless),
        ...judged(context, endless, proof),
        message: `${updateText(endless.fn, counter)} makes no progress: ${comparison} stays true`,
        related: [{ at: spanOf(source, counter.update), message: "the step" }],
      });
    }
  },
};
