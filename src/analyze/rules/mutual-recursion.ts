import { type Rule, spanOf } from "../rule.ts";
import { pathRound } from "./execution-path.ts";
import { judgedRecursion } from "./recursion-finding.ts";

/** Of a larger set this many are named. */
const SHOWN = 12;

/** Sets of functions that call one another before any of them can return. */
export const mutualRecursion: Rule = {
  id: "mutual-recursion",
  hazard: "unbounded-recursion",
  severity: "error",
  cwe: ["CWE-674"],
  help: "let one of the functions return without a call in some case",
  docs: {
    what: "Functions that call one another in a circle, on every path of each of them.",
    why: "No call of any of them ever returns: the stack is exhausted.",
    bad: "func even(n int) bool { return !odd(n - 1) }\n\nfunc odd(n int) bool { return !even(n - 1) }",
    good: "func even(n int) bool { return n == 0 || !odd(n-1) }\n\nfunc odd(n int) bool { return n != 0 && !even(n-1) }",
  },
  check(context, report) {
    const { cycles, likelyCycles } = context.verdicts;
    for (const { members } of [...cycles, ...likelyCycles]) {
      const isLikely = likelyCycles.some((cycle) => cycle.members === members);
      const [first] = members;
      if ((members.length < 2 && !isLikely) || first === undefined) continue;
      const names = listed(members.map(({ fn }) => fn.name));
      const proof = `every path through each of ${names} calls one of them before it can end`;
      report({
        at: spanOf(first.fn.file.source, first.calls[0]!.call.node),
        ...(isLikely ? { severity: "warning" } : judgedRecursion(context, first.fn, proof)),
        message:
          members.length === 1
            ? `${names} comes back to itself on every path, through an interface that nothing else implements`
            : `${names} call one another on every path`,
        related: members.slice(1, 1 + SHOWN).map(({ fn, calls }) => ({
          at: spanOf(fn.file.source, calls[0]!.call.node),
          message: `${fn.name} calls back`,
        })),
        path: pathRound(members),
      });
    }
    for (const { first, second } of context.verdicts.circles) {
      report({
        at: spanOf(first.fn.file.source, first.call.node),
        severity: "warning",
        message: `${first.fn.name} and ${second.fn.name} call each other again before either has changed what made it call`,
        related: [
          { at: spanOf(second.fn.file.source, second.call.node), message: `${second.fn.name} calls back` },
        ],
      });
    }
  },
};

/** `f, g, h`, or the first of them and how many more there are. */
function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
