import { type Rule, spanOf } from "../rule.ts";
import { pathOfSelfCall } from "./execution-path.ts";
import { judgedRecursion } from "./recursion-finding.ts";

/** Functions that call themselves with what they got. */
export const unchangedArgumentRecursion: Rule = {
  id: "unchanged-argument-recursion",
  hazard: "non-decreasing-recursion",
  severity: "error",
  cwe: ["CWE-674"],
  help: "pass something smaller on, so that the base case is reached",
  docs: {
    what: "A function with a base case that calls itself with the arguments that it got, or comes back to them.",
    why: "With the same arguments the same branches are taken again, so that the base case that was not reached the first time is never reached.",
    bad: "func factorial(n int) int {\n\tif n <= 1 {\n\t\treturn 1\n\t}\n\treturn n * factorial(n)\n}",
    good: "func factorial(n int) int {\n\tif n <= 1 {\n\t\treturn 1\n\t}\n\treturn n * factorial(n-1)\n}",
  },
  check(context, report) {
    for (const { one, call, parameter, proof } of context.verdicts.descents) {
      if (parameter !== undefined) continue;
      const { fn } = one;
      const words =
        proof?.kind === "repeats"
          ? `${fn.name} is called again with ${proof.state === "" ? "the same arguments" : proof.state}, and only its arguments decide what it does`
          : "";
      report({
        at: spanOf(fn.file.source, call),
        ...(proof === undefined ? { severity: "warning" } : judgedRecursion(context, fn, words)),
        message: `${fn.name} calls itself with the same arguments, so it takes the same way again`,
        path: pathOfSelfCall(fn, call, `${fn.name} calls itself with the same arguments`),
      });
    }
  },
};
