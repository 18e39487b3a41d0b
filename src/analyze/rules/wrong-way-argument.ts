import { type Rule, spanOf } from "../rule.ts";
import { pathOfSelfCall } from "./execution-path.ts";
import { judgedRecursion } from "./recursion-finding.ts";

/** Recursion that moves away from its base case. */
export const wrongWayArgument: Rule = {
  id: "wrong-way-argument",
  hazard: "non-decreasing-recursion",
  severity: "error",
  cwe: ["CWE-674"],
  help: "turn the step round, so that the argument comes nearer to the base case",
  docs: {
    what: "A recursive call whose argument moves away from the values that end the recursion.",
    why: "The stack is exhausted long before the number wraps round.",
    bad: "func factorial(n int) int {\n\tif n <= 1 {\n\t\treturn 1\n\t}\n\treturn n * factorial(n+1)\n}",
    good: "func factorial(n int) int {\n\tif n <= 1 {\n\t\treturn 1\n\t}\n\treturn n * factorial(n-1)\n}",
  },
  check(context, report) {
    for (const { one, call, parameter, step, proof } of context.verdicts.descents) {
      if (parameter === undefined) continue;
      const { fn } = one;
      const way = step > 0n ? "grows" : "falls";
      const words =
        proof?.kind === "runs-away"
          ? `once ${parameter.name} is ${proof.from} it is past every value that ${fn.name} compares it with, and ${way} by ${step > 0n ? step : -step} with each call`
          : "";
      report({
        at: spanOf(fn.file.source, call),
        ...(proof === undefined ? { severity: "warning" } : judgedRecursion(context, fn, words)),
        message: `${parameter.name} ${way} with each call of ${fn.name}, away from the values that end it`,
        path: pathOfSelfCall(fn, call, `${parameter.name} ${way}, and ${fn.name} is called with it`),
      });
    }
  },
};
