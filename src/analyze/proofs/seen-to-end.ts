import { parametersOf } from "../flow/slots.ts";
import type { GoFunction } from "../flow/symbols.ts";
import type { RuleContext } from "../rule.ts";
import { programRun } from "./program-run.ts";
import { ranWell } from "./rehearsal.ts";

/**
 * Whether a function without parameters took part in a program without input that was run and came to its end: nobody else
 * can call it with more, so nothing in it is suspected of never ending. What another function does depends on who calls it.
 */
export function isSeenToEnd(context: RuleContext, fn: GoFunction): boolean {
  if (fn.kind !== "function" || parametersOf(fn).length > 0) return false;
  return programRun(context).called.has(fn) || ranWell(context, fn);
}
