import { NO_NODE } from "../../source/tree.ts";
import { unreadEnd } from "../proofs/unread-ends.ts";
import { conditionOf } from "../proofs/ways-out.ts";
import { type Rule, spanOf, startOf } from "../rule.ts";

/** Loops that read, and do not look at what tells that there is nothing more to read. */
export const ignoredLoopError: Rule = {
  id: "ignored-loop-error",
  hazard: "infinite-loop",
  severity: "warning",
  cwe: ["CWE-252", "CWE-835"],
  help: "look at the error, or at what Scan returns, and leave the loop at the end of the input",
  docs: {
    what: "A reading loop that throws away the error of its only read, and that nothing else ends at the end of the input.",
    why: "At the end of the input every read fails at once and gives nothing, so that the loop runs for ever without waiting.",
    bad: "for {\n\tline, _ := r.ReadString('\\n')\n\tif line == \"quit\\n\" {\n\t\tbreak\n\t}\n}",
    good: "for {\n\tline, err := r.ReadString('\\n')\n\tif err != nil || line == \"quit\\n\" {\n\t\tbreak\n\t}\n}",
  },
  check({ facts, verdicts }, report) {
    const known = new Set(verdicts.loops.map(({ loop }) => loop));
    for (const fn of facts.index.functions) {
      if (fn.broken || fn.loops === 0 || fn.calls.length === 0) continue;
      for (const loop of facts.loopsOf(fn)) {
        const unread = known.has(loop) ? undefined : unreadEnd(facts, fn, loop);
        if (unread === undefined) continue;
        report({
          at: startOf(fn.file.source, loop.statement, "for".length),
          severity: "warning",
          ...(conditionOf(fn, loop.statement) === NO_NODE ? {} : { hazard: "no-progress" }),
          message: `at the end of the input nothing ends this loop: what ${unread.name} tells about it is ignored`,
          related: [{ at: spanOf(fn.file.source, unread.call), message: "its last result is thrown away" }],
        });
      }
    }
  },
};
