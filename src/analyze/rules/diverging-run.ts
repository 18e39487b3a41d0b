import type { FoundDivergence } from "../interpret/divergence-found.ts";
import { chargeRun, mayRun } from "../interpret/run-cost.ts";
import { type Rule, type Span, spanOf, startOf } from "../rule.ts";

/**
 * Instructions and cells of memory that a program is run for: some 3 ms. What comes back does so soon; of 127 labelled
 * programs seven times as many steps found one more. A program that needs more is left alone.
 */
const BUDGET = { steps: 40_000, cells: 50_000 };

/** Programs without input that do not end when they are run. */
export const divergingRun: Rule = {
  id: "diverging-run",
  hazard: "infinite-loop",
  severity: "error",
  cwe: ["CWE-835", "CWE-674"],
  help: "follow the values that the witness names: let each round or call come closer to the end",
  docs: {
    what: "A program that, run from its start, comes to a loop or recursion that never ends, or asks for more memory than there is.",
    why: "The program is run in an interpreter, exactly but for a short while, as long as it uses neither input nor goroutines. When a state comes back in which nothing differs but variables that have no say, or comparisons whose sides move apart steadily, then it comes back for ever.",
    bad: 'func tidy(path string) string {\n\tfor strings.Contains(path, "//") {\n\t\tpath = strings.ReplaceAll(path, `//`, "//")\n\t}\n\treturn path\n}\n\nfunc main() {\n\tfmt.Println(tidy("a//b"))\n}',
    good: 'func tidy(path string) string {\n\tfor strings.Contains(path, "//") {\n\t\tpath = strings.ReplaceAll(path, "//", "/")\n\t}\n\treturn path\n}\n\nfunc main() {\n\tfmt.Println(tidy("a//b"))\n}',
  },
  isLast: true,
  check({ facts, runnable }, report) {
    if (runnable === undefined) return;
    // A file that is not seen may initialise otherwise, or end the program.
    const { index } = facts;
    if (index.missing !== "nothing" || !mayRun(facts.work)) return;
    if (index.name !== "main" || !index.functionByName.has("main")) return;
    const { found, steps } = runnable.interpreter.divergenceOf(runnable.index(), BUDGET);
    chargeRun(facts.work, steps);
    if (found === undefined) return;
    const { hazard, message, witness, others, file } = found;
    const related = others.map((node) => ({ at: spanOf(file.source, node), message: "on the way round" }));
    report({ at: placeOfDivergence(found), severity: "error", hazard, message, witness, related });
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
