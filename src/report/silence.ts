import type { Hazard } from "../source/finding.ts";

/** About the source as such, not about what it does: no comment silences these, and they are no matter of security. */
const ABOUT_SOURCE: ReadonlySet<Hazard> = new Set(["does-not-build", "bad-suppression"]);

export function isAboutSource(hazard: Hazard): boolean {
  return ABOUT_SOURCE.has(hazard);
}

/** The comment that silences a finding of the rule, undefined when none does. */
export function silencingComment(rule: { readonly id: string; readonly hazard: Hazard }): string | undefined {
  return isAboutSource(rule.hazard) ? undefined : `//sandglass:ignore ${rule.id} REASON`;
}
