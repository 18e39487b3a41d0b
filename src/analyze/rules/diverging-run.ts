import type { FoundDivergence } from "../interpret/divergence-found.ts";
import { programRun } from "../proofs/program-run.ts";
import { type Rule, type Span, spanOf, startOf } from "../rule.ts";

/** Programs without input that do not end when they are run. */
export const divergingRun: Rule = {
  id: "diverging-run",
  hazard: "infinite-loop",
  severity: "error",
  cwe: ["CWE-835", "CWE-674"],
  help: "follow the values that the witness names: let each round or call come closer to the end",
  docs: {
    what: "A program that, run from its start, comes to a loop or recursion that never ends, or asks for more memory than there is.",
    why: "The program is run in an interpreter, exactly but for a short while, as long as it uses no goroutines. A program that asks for input, arguments or its environment is given none, and what that shows is a warning. When a state comes back in which nothing differs but variables that have no say, or comparisons whose sides move apart steadily, then it comes back for ever.",
    bad: 'func tidy(path string) string {\n\tfor strings.Contains(path, "//") {\n\t\tpath = strings.ReplaceAll(path, `//`, "//")\n\t}\n\treturn path\n}\n\nfunc main() {\n\tfmt.Println(tidy("a//b"))\n}',
    good: 'func tidy(path string) string {\n\tfor strings.Contains(path, "//") {\n\t\tpath = strings.ReplaceAll(path, "//", "/")\n\t}\n\treturn path\n}\n\nfunc main() {\n\tfmt.Println(tidy("a//b"))\n}',
  },
  isLast: true,
  check(context, report) {
    const { found } = programRun(context);
    if (found === undefined) return;
    const { hazard, witness, others, file, withoutInput } = found;
    const related = others.map((node) => ({ at: spanOf(file.source, node), message: "on the way round" }));
    const at = placeOfDivergence(found);
    const message = withoutInput === true ? `without input, ${found.message}` : found.message;
    if (withoutInput === true) report({ at, severity: "warning", hazard, message, related });
    else report({ at, severity: "error", hazard, message, witness, related });
  },
};

/** Where a divergence is shown. */
export function placeOfDivergence({ kind, file, node }: FoundDivergence): Span {
  const { tree, text } = file.source;
  if (kind === "loop") return startOf(file.source, node, "for".length);
  const end =
    kind === "goto"
      ? text.indexOf(":", tree.start[node]) - tree.start[node]!
      : tree.end[node]! - tree.start[node]!;
  return startOf(file.source, node, Math.max(1, end));
}
