import { contains, type NodeId } from "../../source/tree.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { concurrencyOf } from "../proofs/concurrency.ts";
import { rehearsalOf } from "../proofs/rehearsal.ts";
import { spawnCycles } from "../proofs/spawning.ts";
import { type Draft, type RuleContext, startOf } from "../rule.ts";
import { isBomb } from "./spawn-bomb.ts";

/**
 * Reports a wait that never ends, unless it is the wait of goroutines that are started without end: a bomb of goroutines
 * that did not wait would burn out, so the two are one mistake. What is proved of the wait is then said of the bomb.
 */
export function reportWaitOf(
  context: RuleContext,
  fn: GoFunction,
  draft: Draft,
  report: (finding: Draft) => void,
): void {
  if (draft.severity !== "error" && isOfKnownBomb(context, fn)) return;
  const seen = bombSeen(context, fn);
  if (seen === undefined) report(draft);
  else if (draft.severity === "error") {
    const at = startOf(seen.file.source, seen.node, "go".length);
    report({
      ...draft,
      at,
      hazard: "spawn-bomb",
      message: `goroutines are started here without end, and they wait for ever: ${draft.message}`,
      related: [{ at: draft.at, message: "each waits here" }, ...(draft.related ?? [])],
      path: [
        { at, message: "each goroutine starts others" },
        ...(draft.path ?? [{ at: draft.at, message: "and waits here" }]),
      ],
    });
  }
}

/** Whether a function is part of a bomb that spawn-bomb reports. */
function isOfKnownBomb(context: RuleContext, fn: GoFunction): boolean {
  if (spawnCycles(context.facts).some(({ members }) => members.includes(fn))) return true;
  const { goroutines } = concurrencyOf(context.facts);
  return goroutines.startsOf(fn).some((start) => isBomb(context, { fn: start.fn, node: start.call.node }));
}

/** The go statement of a bomb that running the program shows, when a function is what it starts. */
function bombSeen(
  context: RuleContext,
  fn: GoFunction,
): { readonly file: IndexedFile; readonly node: NodeId } | undefined {
  const { seen } = rehearsalOf(context);
  if (seen?.kind !== "spawns") return undefined;
  const { source } = seen.at.file;
  const isIts = concurrencyOf(context.facts)
    .goroutines.startsOf(fn)
    .some((start) => start.fn.file.source === source && contains(source.tree, seen.at.node, start.call.node));
  return isIts ? seen.at : undefined;
}
