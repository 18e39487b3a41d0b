import type { Hazard } from "../source/finding.ts";
import type { RenderContext } from "./report.ts";

/** About the source as such, not about what it does: no comment silences these, and they are no matter of security. */
const ABOUT_SOURCE: ReadonlySet<Hazard> = new Set(["does-not-build", "bad-suppression"]);

export function isAboutSource(hazard: Hazard): boolean {
  return ABOUT_SOURCE.has(hazard);
}

/** Rules for a limit that a build or the analysis met: a comment makes nothing compile, and nothing seen. */
const LIMITS_MET: ReadonlySet<string> = new Set(["compile-bomb", "not-analysed"]);

/** The comment that silences a finding of the rule, undefined when none does. */
export function silencingComment(
  rule: { readonly id: string; readonly hazard: Hazard },
  { ignoresComments = false }: Pick<RenderContext, "ignoresComments">,
): string | undefined {
  const isFixed = isAboutSource(rule.hazard) || LIMITS_MET.has(rule.id);
  return isFixed || ignoresComments ? undefined : `//sandglass:ignore ${rule.id} REASON`;
}
