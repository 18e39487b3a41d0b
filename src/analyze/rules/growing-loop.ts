import { contains, NO_NODE } from "../../source/tree.ts";
import type { Loop } from "../flow/loops.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import type { EndlessLoop } from "../proofs/endless.ts";
import { type LengthChange, lengthChanges } from "../proofs/growth.ts";
import { type Hoard, hoardOf } from "../proofs/hoards.ts";
import { type Rule, type RuleContext, spanOf } from "../rule.ts";
import { judged, loopPlace } from "./loop-finding.ts";

/** Endless loops that collect; a bound that recedes is the rule growing-bound. */
export const growingLoop: Rule = {
  id: "growing-loop",
  hazard: "unbounded-alloc",
  severity: "error",
  cwe: ["CWE-770", "CWE-835"],
  help: "leave the loop when enough is collected, or hand on what it collects",
  docs: {
    what: "An endless loop that only ever adds to a slice, string, map, buffer or list.",
    why: "Nothing leaves the loop and nothing makes the collection shorter: the program ends when the memory does.",
    bad: "for {\n\tlog = append(log, next())\n}",
    good: "for len(log) < limit {\n\tlog = append(log, next())\n}",
  },
  check(context, report) {
    for (const endless of context.verdicts.loops) {
      if (endless.reason.kind !== "no-exit" && endless.reason.kind !== "dead-exit") continue;
      const grown = grownIn(context, endless);
      if (grown === undefined) continue;
      const { name, node } = grown;
      report({
        at: loopPlace(endless),
        ...judged(
          context,
          endless,
          `${name} grows in the loop, nothing makes it shorter, and no edge leaves the loop`,
        ),
        message: `${name} grows without end: nothing leaves this loop`,
        related: [{ at: spanOf(endless.fn.file.source, node), message: "grows here" }],
      });
    }
  },
};

function grownIn({ facts }: RuleContext, { fn, loop }: EndlessLoop): Hoard | undefined {
  const changes = lengthChanges(facts, fn, loop);
  const grown = changes.find((one) => onlyGrows(changes, one.symbol) && isOutside(fn, loop, one.symbol));
  return grown === undefined ? hoardOf(facts, fn, loop) : { name: grown.symbol.name, node: grown.node };
}

function onlyGrows(changes: readonly LengthChange[], symbol: GoSymbol): boolean {
  return changes.every((one) => one.symbol !== symbol || (one.amount !== undefined && one.amount > 0));
}

function isOutside({ file }: GoFunction, loop: Loop, symbol: GoSymbol): boolean {
  return loop.statement !== NO_NODE && !contains(file.source.tree, loop.statement, symbol.node);
}
