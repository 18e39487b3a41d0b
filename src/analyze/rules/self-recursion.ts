import { type Rule, spanOf } from "../rule.ts";
import { pathOfSelfCall, placeAt } from "./execution-path.ts";
import { isPrinting, judgedRecursion } from "./recursion-finding.ts";

/** Functions that call themselves before they can return. */
export const selfRecursion: Rule = {
  id: "self-recursion",
  hazard: "unbounded-recursion",
  severity: "error",
  cwe: ["CWE-674"],
  help: "return without the call in some case, or call what was meant (a field, an embedded type's method)",
  docs: {
    what: "A function that calls itself on every path before it can return, panic or exit.",
    why: "Each call makes another one, until the stack is exhausted. Often a getter that calls itself instead of reading the field.",
    bad: "func (c *conf) Name() string {\n\treturn c.Name()\n}",
    good: "func (c *conf) Name() string {\n\treturn c.name\n}",
  },
  check(context, report) {
    for (const { members } of context.verdicts.cycles) {
      const [only] = members;
      if (members.length > 1 || only === undefined || only.calls.every(isPrinting)) continue;
      const { fn, calls } = only;
      const own = calls.filter((call) => !isPrinting(call));
      const [first, ...others] = own.map(({ call }) => call.node);
      const proof = `every path through ${fn.name} calls ${fn.name} before it can end`;
      report({
        at: spanOf(fn.file.source, first!),
        ...judgedRecursion(context, fn, proof),
        message: `${fn.name} calls itself on every path`,
        related: others.map((node) => placeAt(fn.file, node, "on another path")),
        path: pathOfSelfCall(fn, first!, `${fn.name} calls itself, before it has returned`),
      });
    }
  },
};
