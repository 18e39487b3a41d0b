import { channelText } from "../proofs/channels.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { lostPermitsOf } from "../proofs/permits.ts";
import { type Rule, spanOf } from "../rule.ts";

/** Semaphores made of a channel that lose a permit on some path. */
export const permitNotReturned: Rule = {
  id: "permit-not-returned",
  hazard: "goroutine-leak",
  severity: "warning",
  cwe: ["CWE-772", "CWE-833"],
  help: "defer the receive right after the send: defer func() { <-sem }()",
  docs: {
    what: "A send to a buffered channel that serves as a semaphore, in a function that takes the value out again on one path and not on another.",
    why: "Each time, one permit is lost. When all are, everybody who wants one waits for ever.",
    bad: "sem <- struct{}{}\nif size < 0 {\n\treturn errSize\n}\nwork(size)\n<-sem\nreturn nil",
    good: "sem <- struct{}{}\ndefer func() { <-sem }()\nif size < 0 {\n\treturn errSize\n}\nwork(size)\nreturn nil",
  },
  check({ facts }, report) {
    const { goroutines } = concurrencyOf(facts);
    for (const { fn, taken, send } of lostPermitsOf(facts)) {
      const isStarted = goroutines.isOnlyStarted(send.fn);
      report({
        at: spanOf(send.file.source, send.node),
        severity: "warning",
        hazard: isStarted ? "goroutine-leak" : "deadlock",
        message: `sending to ${channelText(send)} may wait for ever: ${fn.name} does not give the permit back on every path`,
        related: [{ at: spanOf(fn.file.source, taken), message: "taken here, kept on some path" }],
      });
    }
  },
};
