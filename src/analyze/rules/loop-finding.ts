import { NO_NODE } from "../../source/tree.ts";
import type { EndlessLoop, EndlessReason } from "../proofs/endless.ts";
import { type Draft, type RuleContext, type Span, startOf } from "../rule.ts";

type LoopOf<Kind extends EndlessReason["kind"]> = EndlessLoop & {
  readonly reason: Extract<EndlessReason, { readonly kind: Kind }>;
};

/** The endless loops of a package that do not end for one kind of reason. */
export function loopsBecause<Kind extends EndlessReason["kind"]>(
  context: RuleContext,
  kind: Kind,
): readonly LoopOf<Kind>[] {
  return context.verdicts.loops.filter((one): one is LoopOf<Kind> => one.reason.kind === kind);
}

/** Where a loop is reported: its `for`, or the label that a goto goes back to. */
export function loopPlace({ loop, fn }: Pick<EndlessLoop, "fn" | "loop">): Span {
  const file = fn.file.source;
  if (loop.statement !== NO_NODE) return startOf(file, loop.statement, "for".length);
  const label = loop.label === NO_NODE ? fn.node : loop.label;
  const colon = file.text.indexOf(":", file.tree.start[label]);
  return startOf(file, label, Math.max(1, colon - file.tree.start[label]!));
}

/** Severity and witness of an endless loop: `error` only when it is proved that the program never comes past it. */
export function judged(
  context: RuleContext,
  endless: EndlessLoop,
  proof: string,
): Pick<Draft, "severity" | "witness"> {
  if (!endless.certain || !context.verdicts.neverPasses(endless.fn)) return { severity: "warning" };
  const { name } = context.facts.index;
  const reached =
    name === "main"
      ? "the program always comes to such a loop, and no other goroutine can end it"
      : `every call of ${endless.fn.name} comes to it`;
  return { severity: "error", witness: `${proof}; nothing in the loop can panic, wait or exit; ${reached}` };
}
