import { Effect } from "../flow/effect.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { channelText, type LocalOperation } from "../proofs/channels.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { ranWell } from "../proofs/rehearsal.ts";
import { channelRanges, does } from "../proofs/unclosed-ranges.ts";
import { effectsOfLoop } from "../proofs/ways-out.ts";
import { type Rule, spanOf } from "../rule.ts";
import { pathToWait } from "./execution-path.ts";

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
  check(context, report) {
    const { facts } = context;
    const { values, goroutines, mustReach, endsElsewhere } = concurrencyOf(facts);
    for (const { value, operation, loop } of channelRanges(facts, values)) {
      if (does(value, "close")) continue;
      const { fn, file, node } = operation;
      const isStarted = goroutines.isOnlyStarted(fn);
      if ((!isStarted && endsElsewhere) || ranWell(context, fn)) continue;
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
        path: pathToWait(facts, value, operation),
      });
    }
  },
};

function isHarmless(facts: PackageFacts, isBroken: boolean, { fn }: LocalOperation, loop: Loop): boolean {
  const ends = Effect.Exits | Effect.Raises | Effect.Unknown | Effect.Panics;
  return !isBroken && (effectsOfLoop(facts, fn, loop) & ends) === 0;
}
