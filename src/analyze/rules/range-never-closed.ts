import { contains } from "../../source/tree.ts";
import { Effect } from "../flow/effect.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { Operation, SharedValue } from "../flow/shared-values.ts";
import { channelText, knownChannels, type LocalOperation, operationsOf } from "../proofs/channels.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { loopsAround } from "../proofs/run-counts.ts";
import { effectsOfLoop } from "../proofs/ways-out.ts";
import { type Rule, spanOf } from "../rule.ts";

/** `for range ch` over a channel that nothing closes. */
export const rangeNeverClosed: Rule = {
  id: "range-never-closed",
  hazard: "goroutine-leak",
  severity: "error",
  cwe: ["CWE-772", "CWE-833"],
  help: "close the channel when the last value is sent",
  docs: {
    what: "A loop that ranges over a channel which nothing in the package closes.",
    why: "Such a loop ends only when the channel is closed. After the last value its goroutine waits for ever; on the first goroutine the program does.",
    bad: "jobs := make(chan int)\ngo func() {\n\tfor j := range jobs {\n\t\twork(j)\n\t}\n}()\njobs <- 1",
    good: "jobs := make(chan int)\ngo func() {\n\tfor j := range jobs {\n\t\twork(j)\n\t}\n}()\njobs <- 1\nclose(jobs)",
  },
  check({ facts }, report) {
    const { values, goroutines, mustReach, endsElsewhere } = concurrencyOf(facts);
    for (const value of knownChannels(values)) {
      const does = (wanted: Operation["kind"]): boolean =>
        value.operations.some(({ kind }) => kind === wanted);
      if (does("close") || !does("send") || isFedForEver(facts, value)) continue;
      for (const operation of operationsOf(value, "range")) {
        const loop = loopAround(facts, operation);
        if (loop === undefined || hasOtherExit(loop)) continue;
        const { fn, file, node } = operation;
        const isStarted = goroutines.isOnlyStarted(fn);
        if (!isStarted && endsElsewhere) continue;
        const isSure = isHarmless(facts, fn.broken, operation, loop) && mustReach.reaches(fn, node);
        const proof = `nothing in the program closes ${channelText(operation)}, nothing else leaves the loop, and the program always comes to it`;
        report({
          at: spanOf(file.source, node),
          hazard: isStarted ? "goroutine-leak" : "deadlock",
          ...(isSure ? { severity: "error", witness: proof } : { severity: "warning" }),
          message: `this loop never ends: nothing closes ${channelText(operation)}`,
          related: value.creations
            .slice(0, 1)
            .map((one) => ({ at: spanOf(one.file.source, one.node), message: "made here" })),
        });
      }
    }
  },
};

/** A sender that never stops keeps the loop busy as long as the program lives. */
function isFedForEver(facts: PackageFacts, value: SharedValue): boolean {
  return operationsOf(value, "send").some(({ fn, node }) =>
    loopsAround(facts, fn, node).some(({ exits }) => exits.length === 0),
  );
}

function loopAround(facts: PackageFacts, { fn, node }: LocalOperation): Loop | undefined {
  const { tree } = fn.file.source;
  return facts
    .loopsOf(fn)
    .find(
      ({ statement }) => statement >= 0 && contains(tree, statement, node) && tree.parent[node] === statement,
    );
}

/** Whether something but the end of the range leaves the loop. */
function hasOtherExit({ header, exits }: Loop): boolean {
  return exits.some(({ from }) => from !== header);
}

function isHarmless(facts: PackageFacts, isBroken: boolean, { fn }: LocalOperation, loop: Loop): boolean {
  const ends = Effect.Exits | Effect.Raises | Effect.Unknown | Effect.Panics;
  return !isBroken && (effectsOfLoop(facts, fn, loop) & ends) === 0;
}
