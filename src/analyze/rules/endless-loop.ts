import { NO_NODE, textOf } from "../../source/tree.ts";
import { Effect } from "../flow/effect.ts";
import { calledName } from "../proofs/constant-results.ts";
import { endlessIteratorOf, rangesOverTick } from "../proofs/endless-iterators.ts";
import { effectsOfLoop } from "../proofs/ways-out.ts";
import { type Draft, type Rule, type RuleContext, spanOf, startOf } from "../rule.ts";
import { judged, loopPlace, loopsBecause } from "./loop-finding.ts";

/** What may leave a loop without an edge of its own. */
const MAY_LEAVE = Effect.Exits | Effect.Raises | Effect.Blocks;

/** Loops without a condition that nothing leaves. */
export const endlessLoop: Rule = {
  id: "endless-loop",
  hazard: "infinite-loop",
  severity: "error",
  cwe: ["CWE-835"],
  help: "add a condition, or a break, return or labelled break that leaves the loop",
  docs: {
    what: "A loop that nothing leaves: no condition, and no break, return, goto, panic or exit that gets out of it.",
    why: "The program never ends and keeps a processor busy until something kills it. A `break` inside a switch or select leaves only that, not the loop around it.",
    bad: "for {\n\tselect {\n\tcase <-done:\n\t\tbreak // leaves the select, not the loop\n\tdefault:\n\t\tn++\n\t}\n}",
    good: "for {\n\tselect {\n\tcase <-done:\n\t\treturn\n\tdefault:\n\t\tn++\n\t}\n}",
  },
  check(context, report) {
    for (const endless of loopsBecause(context, "no-exit")) {
      const { fn, loop, reason } = endless;
      const isGoto = loop.statement === NO_NODE;
      const sleeps = (endless.effects & Effect.Sleeps) !== 0;
      const breaks = reason.lostBreaks.map((node) => ({
        at: spanOf(fn.file.source, node),
        message: "this break leaves only the switch or select around it",
      }));
      report({
        at: loopPlace(endless),
        ...judged(
          context,
          endless,
          `no edge of the control flow leaves the ${isGoto ? "goto loop" : "loop"}`,
        ),
        message: isGoto
          ? "the goto below always comes back here: nothing leaves this loop"
          : `nothing leaves this loop${sleeps ? "; it only sleeps" : ""}`,
        ...(breaks.length === 0 ? {} : { help: "give the loop a label and write `break label`, or return" }),
        related: breaks,
      });
    }
    for (const endless of loopsBecause(context, "either")) {
      const { tree } = endless.fn.file.source;
      const { condition, either } = endless.reason;
      const pair = `${textOf(tree, either.left)} || ${textOf(tree, either.right)}`;
      report({
        at: loopPlace(endless),
        ...judged(context, endless, `${pair} holds for every value`),
        message: `${textOf(tree, condition)} is always true`,
        help: "join the comparisons with &&",
      });
    }
    for (const endless of loopsBecause(context, "dead-exit")) {
      const { tree } = endless.fn.file.source;
      const { condition, call } = endless.reason.dead;
      const isLength = context.facts.oracle.calleeOf(endless.fn.file, call).kind === "builtin";
      report({
        at: loopPlace(endless),
        severity: "warning",
        ...(endless.reason.condition === NO_NODE || isLength ? {} : { hazard: "invariant-condition" }),
        message: isLength
          ? `nothing leaves this loop: ${textOf(tree, condition)} always turns out the same, as no length is negative`
          : `nothing leaves this loop: ${calledName(endless.fn, call)} always returns what keeps it going`,
        help: isLength
          ? "compare with 0 in another way, or leave the loop by a break"
          : "let the function return the result that ends the loop, or end it after some rounds",
        related: [
          {
            at: spanOf(endless.fn.file.source, condition),
            message: `${textOf(tree, condition)} always turns out the same`,
          },
        ],
      });
    }
    reportIterators(context, report);
    reportTicks(context, report);
  },
};

/** Loops of main over time.Tick: its channel is never closed. */
function reportTicks({ facts }: RuleContext, report: (finding: Draft) => void): void {
  const main = facts.index.name === "main" ? facts.index.functionByName.get("main") : undefined;
  if (main === undefined || main.broken || main.loops === 0) return;
  for (const loop of facts.loopsOf(main)) {
    if (!rangesOverTick(facts, main, loop)) continue;
    if ((effectsOfLoop(facts, main, loop) & (Effect.Exits | Effect.Raises)) !== 0) continue;
    report({
      at: loopPlace({ fn: main, loop }),
      severity: "warning",
      message: "nothing leaves this loop: time.Tick goes on for ever, and its channel is never closed",
      help: "break out of the loop when there is enough",
    });
  }
}

/** Loops over an iterator that never ends by itself. */
function reportIterators({ facts }: RuleContext, report: (finding: Draft) => void): void {
  for (const fn of facts.index.functions) {
    for (const loop of facts.loopsOf(fn)) {
      const iterator = endlessIteratorOf(facts, fn, loop);
      if (iterator === undefined || (effectsOfLoop(facts, fn, loop) & MAY_LEAVE) !== 0) continue;
      report({
        at: loopPlace({ fn, loop }),
        severity: "warning",
        message: "nothing leaves this loop, and what it ranges over yields for ever",
        help: "break out of the loop when there is enough",
        related: [
          { at: startOf(iterator.file.source, iterator.loop, "for".length), message: "yields for ever" },
        ],
      });
    }
  }
}
