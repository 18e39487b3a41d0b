import { textOf } from "../../source/tree.ts";
import { type Rule, spanOf } from "../rule.ts";
import { judged, loopPlace, loopsBecause } from "./loop-finding.ts";

/** Loops that run while a comparison holds that every value of its type satisfies. */
export const unsignedAlwaysTrue: Rule = {
  id: "unsigned-always-true",
  hazard: "unsigned-wrap",
  severity: "error",
  cwe: ["CWE-835", "CWE-190"],
  help: "compare before the step, use a signed type, or use range over the wanted numbers",
  docs: {
    what: "A loop condition that every value of the operand's type satisfies, such as `u >= 0` for an unsigned u.",
    why: "Below zero an unsigned integer wraps round to its largest value, and above its largest value to zero, so the loop starts again instead of ending.",
    bad: "for i := uint(10); i >= 0; i-- {\n\tuse(i)\n}",
    good: "for i := 10; i >= 0; i-- {\n\tuse(i)\n}",
  },
  check(context, report) {
    for (const endless of loopsBecause(context, "tautology")) {
      const { tautology } = endless.reason;
      const { source } = endless.fn.file;
      const comparison = textOf(source.tree, tautology.comparison);
      const values = `a ${tautology.typeName} is never less than ${tautology.minimum} or more than ${tautology.maximum}`;
      report({
        at: loopPlace(endless),
        ...judged(context, endless, `${comparison} always holds, for ${values}`),
        message: `${comparison} is always true: ${values}`,
        related: [{ at: spanOf(source, tautology.comparison), message: "always true" }],
      });
    }
  },
};
