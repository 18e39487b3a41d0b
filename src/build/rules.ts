import type { RuleDocumentation } from "../source/rule-documentation.ts";

/** What the findings of the build mean: what the compiler says, and what it could not finish. */
export const buildRules: readonly RuleDocumentation[] = [
  {
    id: "compile-error",
    hazard: "does-not-build",
    severity: "error",
    cwe: [],
    docs: {
      what: "The Go compiler refuses the program.",
      why: "There is no program to judge or to run. The message and the place are the compiler's own; only the column is counted in UTF-16 units and the path is the one you gave.",
      bad: "package main\n\nfunc main() { missing() }",
      good: 'package main\n\nfunc main() { println("found") }',
    },
  },
  {
    id: "compile-bomb",
    hazard: "compile-bomb",
    severity: "error",
    cwe: ["CWE-400"],
    docs: {
      what: "Compiling the program took more time, memory or disk than it may.",
      why: "A few lines can make a compiler run for hours or write until the disk is full: huge arrays, types that instantiate each other, constants that double. The build has limits, and this one stopped at them.",
      bad: "package main\n\nvar table [1 << 45]byte\n\nfunc main() { table[0] = 1 }",
      good: "package main\n\nfunc main() {\n\ttable := make([]byte, 1<<20)\n\ttable[0] = 1\n}",
    },
  },
];
