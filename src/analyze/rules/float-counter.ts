import { textOf } from "../../source/tree.ts";
import { type Rule, spanOf } from "../rule.ts";
import { judged, loopPlace, loopsBecause } from "./loop-finding.ts";

/** Loops that wait for a floating-point number to be equal to another. */
export const floatCounter: Rule = {
  id: "float-counter",
  hazard: "float-counter",
  severity: "error",
  cwe: ["CWE-835", "CWE-1339"],
  help: "count with an integer and compute the number from it, or compare with < or >",
  docs: {
    what: "A loop that counts with a floating-point number until it is equal to a bound, which it misses.",
    why: "0.1 has no exact binary value, so ten times 0.1 is not 1. The counter is added up here as the program does, until it is past the bound.",
    bad: "for x := 0.0; x != 1.0; x += 0.1 {\n\tuse(x)\n}",
    good: "for i := 0; i < 10; i++ {\n\tuse(float64(i) / 10)\n}",
  },
  check(context, report) {
    for (const endless of loopsBecause(context, "float")) {
      const { condition, count } = endless.reason;
      const { source } = endless.fn.file;
      const { name } = count.variable;
      const text = textOf(source.tree, condition);
      const proof = `${name} goes from ${count.passed?.before} to ${count.passed?.behind}, past the bound, and never comes back`;
      report({
        at: loopPlace(endless),
        ...judged(context, endless, proof),
        // Jumping over the value that ends a loop is one hazard, whatever the numbers are.
        ...(count.passed === undefined ? {} : { hazard: "wrong-direction" }),
        message:
          count.passed === undefined
            ? `${name} is rounded in every step, and is hardly ever equal to the bound: ${text}`
            : `${name} is rounded in every step and misses the bound: ${text} stays true`,
        related: [{ at: spanOf(source, count.update), message: "the step" }],
      });
    }
  },
};
