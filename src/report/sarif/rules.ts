import type { Finding, Hazard, Severity } from "../../source/finding.ts";
import { sentenceOf } from "../../source/rule-documentation.ts";
import type { RenderContext, RuleDocumentation } from "../report.ts";
import { isAboutSource, silencingComment } from "../silence.ts";
import type { WeaknessIndex } from "./taxonomy.ts";
import { clipText, oneLine } from "./text.ts";

/** What SARIF calls our severities (SARIF 3.27.10). */
export const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** GitHub orders alerts by precision; an error is proved, a warning is a pattern that is usually right. */
const PRECISION: Readonly<Record<Severity, string>> = { error: "very-high", warning: "high", info: "medium" };

/**
 * Scores as in CVSS 3.1, which GitHub turns into levels: the code of a stranger that certainly takes a machine's time or memory
 * is AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H = 7.5, high; with A:L it is 5.3, medium.
 */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = { error: "7.5", warning: "5.3", info: "2.0" };

/** GitHub rejects a rule with more than 20 tags and shows 10. */
const TAGS = 10;
/** GitHub's limits of `shortDescription` and `fullDescription`. */
const DESCRIPTION_UNITS = 1_024;

/** All documented rules, then those that only findings name (what the compiler says), each as a reportingDescriptor. */
export function sarifRules(
  context: RenderContext,
  findings: readonly Finding[],
  weaknesses: WeaknessIndex,
): SarifRule[] {
  const descriptors = new Map<string, SarifRule>();
  for (const rule of context.rules) descriptors.set(rule.id, documentedRule(rule, context, weaknesses));
  for (const finding of findings)
    if (!descriptors.has(finding.rule)) descriptors.set(finding.rule, undocumentedRule(finding, weaknesses));
  return [...descriptors.values()];
}

export interface SarifRule {
  readonly id: string;
  readonly [property: string]: unknown;
}

function documentedRule(
  rule: RuleDocumentation,
  context: RenderContext,
  weaknesses: WeaknessIndex,
): SarifRule {
  const { what, why, bad, good } = rule.docs;
  const comment = silencingComment(rule, context);
  const cure = rule.help === undefined ? undefined : sentenceOf(rule.help);
  const text = [
    what,
    why,
    ...(cure === undefined ? [] : [`What to do: ${cure}`]),
    `Bad:\n${bad}`,
    `Good:\n${good}`,
    ...(comment === undefined ? [] : [`To silence it, write ${comment}`]),
  ].join("\n\n");
  const markdown = [
    `# ${rule.id}`,
    what,
    why,
    ...(cure === undefined ? [] : ["## What to do", cure]),
    "## Bad",
    fenced(bad),
    "## Good",
    fenced(good),
    ...(comment === undefined ? [] : ["## Silence it", fenced(comment)]),
  ].join("\n\n");
  return {
    id: rule.id,
    name: nameOf(rule.id),
    shortDescription: { text: clipText(oneLine(what), DESCRIPTION_UNITS) },
    fullDescription: { text: clipText(oneLine(`${what} ${why}`), DESCRIPTION_UNITS) },
    help: { text, markdown },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    ...related(rule.cwe, weaknesses),
    properties: properties(rule),
  };
}

function undocumentedRule(finding: Finding, weaknesses: WeaknessIndex): SarifRule {
  const text = `${finding.hazard.replaceAll("-", " ")} (${finding.rule})`;
  return {
    id: finding.rule,
    name: nameOf(finding.rule),
    shortDescription: { text },
    defaultConfiguration: { level: LEVELS[finding.severity] },
    ...related(finding.cwe, weaknesses),
    properties: properties(finding),
  };
}

function related(cwe: readonly string[], weaknesses: WeaknessIndex): object {
  const relationships = weaknesses.relationships(cwe);
  return relationships.length === 0 ? {} : { relationships };
}

function properties(rule: {
  readonly hazard: Hazard;
  readonly severity: Severity;
  readonly cwe: readonly string[];
}): object {
  const { hazard, severity } = rule;
  const tags = rule.cwe.map((one) => `external/cwe/${one.toLowerCase()}`);
  const problem = severity === "info" ? "recommendation" : severity;
  const common = { precision: PRECISION[severity], "problem.severity": problem };
  if (isAboutSource(hazard)) return { tags: [hazard], ...common };
  return {
    tags: ["security", hazard, ...tags].slice(0, TAGS),
    ...common,
    "security-severity": SECURITY_SEVERITY[severity],
  };
}

/** EndlessLoop for endless-loop: SARIF wants a name that differs from the id (3.49.7). */
function nameOf(id: string): string {
  return id.replace(/(?:^|-)([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}

function fenced(code: string): string {
  return `\`\`\`go\n${code.trimEnd()}\n\`\`\``;
}
