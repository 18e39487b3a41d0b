import type { Hazard } from "../source/finding.ts";
import type { RenderContext } from "./report.ts";

/** About the source as such, not about what it does: no comment silences these, and they are no matter of security. */
const ABOUT_SOURCE: ReadonlySet<Hazard> = new Set(["does-not-build", "bad-suppression"]);

export function isAboutSource(hazard: Hazard): boolean {
  return ABOUT_SOURCE.has(hazard);
}

/** The build's own rule for a limit that it met: there is nothing that a comment could make compile. */
const STOPPED_BUILD = "compile-bomb";

/** The comment that silences a finding of the rule, undefined when none does. */
export function silencingComment(
  rule: { readonly id: string; readonly hazard: Hazard },
  { ignoresComments = false }: Pick<RenderContext, "ignoresComments">,
): string | undefined {
  const isOfBuild = isAboutSource(rule.hazard) || rule.id === STOPPED_BUILD;
  return isOfBuild || ignoresComments ? undefined : `//sandglass:ignore ${rule.id} REASON`;
}
