import { textOf } from "../../source/tree.ts";
import { type LockCall, lockCallAt } from "../flow/lock-calls.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { runsEachTime } from "../proofs/growth.ts";
import type { Relock } from "../proofs/lock-flow.ts";
import { locksOf } from "../proofs/locks.ts";
import { loopsAround } from "../proofs/run-counts.ts";
import { type Draft, type Rule, spanOf } from "../rule.ts";
import { placeAt } from "./execution-path.ts";

/** Locking a mutex that the same goroutine holds. */
export const doubleLock: Rule = {
  id: "double-lock",
  hazard: "deadlock",
  severity: "error",
  cwe: ["CWE-764", "CWE-833"],
  help: "unlock before, or split off a function that expects the lock to be held",
  docs: {
    what: "A sync.Mutex or sync.RWMutex that is locked again while the same goroutine holds it, directly or in a function that is called meanwhile.",
    why: "Go's locks do not know who holds them: the second Lock waits for an Unlock that only the waiting goroutine could do. Two RLock are just as bad when a writer comes in between.",
    bad: "func (s *store) Inc() {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.n = s.Get() + 1 // Get locks s.mu, too\n}",
    good: "func (s *store) Inc() {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.n = s.getLocked() + 1\n}",
  },
  check({ facts }, report) {
    const lockCalls = lockCallsOf(facts);
    for (const { relocks } of locksOf(facts).values()) {
      for (const relock of relocks) {
        const draft = draftOf(facts, relock, lockCalls());
        if (draft !== undefined) report(draft);
      }
    }
  },
};

/** Every lock call of the package, collected when first asked for. */
function lockCallsOf(facts: PackageFacts): () => readonly LockCall[] {
  let found: readonly LockCall[] | undefined;
  return () => {
    found ??= facts.index.functions.flatMap((fn) =>
      fn.calls.flatMap((node) => lockCallAt(facts.oracle, fn.file, node) ?? []),
    );
    return found;
  };
}

function draftOf(facts: PackageFacts, relock: Relock, calls: readonly LockCall[]): Draft | undefined {
  const { fn, node, held, acquisition, must } = relock;
  const { family } = acquisition.place;
  const isShared = held.shared && acquisition.shared;
  const hasWriter = calls.some(
    ({ place, action, shared }) => place.family === family && action === "lock" && !shared,
  );
  if (isShared && !hasWriter) return undefined;
  const isAgain = held.taken === node && acquisition.node === node && isUnconditional(facts, relock);
  if ((!held.must && !isAgain) || !acquisition.must) return undefined;
  const name = lockName(relock);
  const isDirect = acquisition.node === node;
  const { file } = fn;
  const isProved = must && !isShared && isFinal(facts, relock);
  const first = held.taken === node ? "in the iteration before" : "here";
  return {
    at: spanOf(file.source, node),
    ...(isProved ? { severity: "error", witness: witnessOf(relock, name) } : { severity: "warning" }),
    message: isShared
      ? `${name} is read-locked again while it is held: a writer that comes in between blocks both`
      : `${name} is locked again while this goroutine holds it${isDirect ? "" : `: ${acquisition.fn.name} locks it, too`}`,
    related: [
      { at: spanOf(file.source, held.taken), message: `taken ${first}` },
      ...(isDirect
        ? []
        : [{ at: spanOf(acquisition.fn.file.source, acquisition.node), message: "and here again" }]),
    ],
    path: [
      placeAt(file, held.taken, `${name} is locked`),
      ...(isDirect ? [] : [placeAt(file, node, `${acquisition.fn.name} is called with it held`)]),
      placeAt(acquisition.fn.file, acquisition.node, `${name} is locked again: this waits for ever`),
    ],
  };
}

/** Whether a lock in a loop is taken in every iteration, so that a path round the loop that keeps it takes it twice. */
function isUnconditional(facts: PackageFacts, { fn, node }: Relock): boolean {
  const { tree } = fn.file.source;
  const loop = loopsAround(facts, fn, node).at(-1);
  return loop !== undefined && runsEachTime(fn, loop, tree.parent[node]!);
}

function lockName({ held }: Relock): string {
  const { root, path } = held.place;
  return `${root.name}${path}`;
}

function witnessOf({ acquisition, fn, node }: Relock, name: string): string {
  const again =
    acquisition.node === node
      ? "every path takes it here again"
      : `${textOf(fn.file.source.tree, node)} takes it again on every path`;
  return `${name} is held on every path that comes here and ${again}; the program always comes here, and no other goroutine ever unlocks it`;
}

/** Whether the program surely comes here, and nobody can unlock meanwhile. */
function isFinal(facts: PackageFacts, { fn, node, acquisition }: Relock): boolean {
  const { goroutines, mustReach } = concurrencyOf(facts);
  if (!mustReach.reaches(fn, node)) return false;
  const { files, functions } = facts.index;
  if (files.some(({ source }) => /\bNewCond\b|\bsync\.(Cond|Locker)\b|\.R?Unlock\b(?!\()/.test(source.text)))
    return false;
  return !functions.some(
    (other) =>
      goroutines.mayRunElsewhere(other) &&
      other.calls.some((call) => {
        const { source } = other.file;
        if (!/Unlock$/.test(textOf(source.tree, call).split("(", 1)[0]!)) return false;
        const lock = lockCallAt(facts.oracle, other.file, call);
        return (
          lock === undefined || (lock.action === "unlock" && lock.place.family === acquisition.place.family)
        );
      }),
  );
}
