import { type RuleDocumentation, sentenceOf } from "../../source/rule-documentation.ts";
import { RULES } from "./index.ts";
import { SOURCE_RULES } from "./source-rules.ts";

/** Every rule that a finding of the analysis can name, as documentation, reports and SARIF want it. */
export function rules(): readonly RuleDocumentation[] {
  return [...RULES, ...SOURCE_RULES].map(({ id, hazard, severity, cwe, help, docs }) => ({
    id,
    hazard,
    severity,
    cwe,
    ...(help === undefined ? {} : { help }),
    docs,
  }));
}

/** The page of a rule: what it reports, why that matters, a bad and a good program. */
export function ruleMarkdown(rule: RuleDocumentation): string {
  const weaknesses = rule.cwe.map(
    (id) => `[${id}](https://cwe.mitre.org/data/definitions/${id.slice("CWE-".length)}.html)`,
  );
  const facts = [`hazard \`${rule.hazard}\``, `severity up to \`${rule.severity}\``, ...weaknesses];
  const parts = [
    `# ${rule.id}`,
    rule.docs.what,
    facts.join(" · "),
    "## Why",
    rule.docs.why,
    ...(rule.help === undefined ? [] : ["## What to do", sentenceOf(rule.help)]),
    "## Bad",
    fenced(rule.docs.bad),
    "## Good",
    fenced(rule.docs.good),
  ];
  if (RULES.some(({ id }) => id === rule.id)) {
    parts.push("## Silence one finding", "On the line of the finding or the line above it:");
    parts.push(fenced(`//sandglass:ignore ${rule.id} the reason`));
  }
  return `${parts.join("\n\n")}\n`;
}

function fenced(code: string): string {
  return `\`\`\`go\n${code}\n\`\`\``;
}
