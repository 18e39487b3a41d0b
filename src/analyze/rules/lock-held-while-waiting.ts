import { waitText } from "../proofs/channels.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { type HeldWait, heldWaitsOf } from "../proofs/held-waits.ts";
import { type Rule, spanOf } from "../rule.ts";

/** Waiting under a lock for somebody who needs the lock. */
export const lockHeldWhileWaiting: Rule = {
  id: "lock-held-while-waiting",
  hazard: "deadlock",
  severity: "warning",
  cwe: ["CWE-833", "CWE-667"],
  help: "give the lock back before waiting: copy what is needed while it is held",
  docs: {
    what: "A send, receive or WaitGroup.Wait while a mutex is held that the other side has to take before it can come.",
    why: "The one waits for the other, who waits for the lock. Both wait for ever, and so does everybody else who wants the lock.",
    bad: "func (h *hub) publish(m string) {\n\th.mu.Lock()\n\tdefer h.mu.Unlock()\n\th.out <- m\n}\n\nfunc (h *hub) read() string {\n\th.mu.Lock()\n\tdefer h.mu.Unlock()\n\treturn <-h.out\n}",
    good: "func (h *hub) publish(m string) {\n\th.out <- m\n}\n\nfunc (h *hub) read() string {\n\tm := <-h.out\n\th.mu.Lock()\n\tdefer h.mu.Unlock()\n\th.seen++\n\treturn m\n}",
  },
  check({ facts }, report) {
    const { goroutines } = concurrencyOf(facts);
    for (const one of heldWaitsOf(facts)) {
      const { operation, lock, partner, taken } = one;
      const { root, path } = lock.place;
      report({
        at: spanOf(operation.file.source, operation.node),
        severity: "warning",
        hazard:
          goroutines.isOnlyStarted(operation.fn) && goroutines.isOnlyStarted(partner.fn)
            ? "goroutine-leak"
            : "deadlock",
        message: `${whatOf(one)} while ${root.name}${path} is held, which the other side needs to come`,
        related: [
          { at: spanOf(operation.file.source, lock.taken), message: "the lock is taken here" },
          { at: spanOf(partner.file.source, taken), message: "the other side takes it here" },
          { at: spanOf(partner.file.source, partner.node), message: "before it comes here" },
        ],
      });
    }
  },
};

function whatOf({ operation }: HeldWait): string {
  return operation.kind === "method" ? "waiting for the group" : waitText(operation);
}
