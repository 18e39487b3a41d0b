import type { Severity } from "../../source/finding.ts";
import type { SureCall } from "../flow/sure-calls.ts";
import type { GoFunction } from "../flow/symbols.ts";
import type { Verdicts } from "../proofs/verdicts.ts";
import type { RuleContext } from "../rule.ts";

/** Severity and witness of endless recursion through `fn`. */
export function judgedRecursion(
  context: RuleContext,
  fn: GoFunction,
  proof: string,
): { readonly severity: Severity; readonly witness?: string } {
  if (fn.broken || !context.verdicts.neverPasses(fn)) return { severity: "warning" };
  const isMain = context.facts.index.name === "main";
  const reached = isMain ? "the program always comes to this call" : `every call of ${fn.name} comes to it`;
  return { severity: "error", witness: `${proof}; ${reached}` };
}

/** The methods that come back to themselves on every path, and only by printing or encoding their receiver. */
export function methodsPrintedForEver({ cycles }: Verdicts): ReadonlySet<GoFunction> {
  return new Set(
    cycles.flatMap(({ members }) =>
      members.filter(({ calls }) => calls.every(isPrinting)).map(({ fn }) => fn),
    ),
  );
}

/** Whether the call runs the method by printing or encoding its receiver. */
export function isPrinting(call: SureCall): boolean {
  return call.call.callee.kind === "library";
}
