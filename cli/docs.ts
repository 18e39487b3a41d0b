import { ruleMarkdown } from "../src/analyze/rules/documentation.ts";
import { policyMarkdown } from "../src/policy/markdown.ts";
import { bridgeMarkdown } from "../src/runtime/bridge-markdown.ts";
import { outcomeExplanations, outcomeMarkdown } from "../src/runtime/explain-outcome.ts";
import type { Command } from "./command.ts";
import { loadCommands } from "./commands/index.ts";
import { helpOf } from "./help.ts";
import { allRules } from "./rules.ts";

/** Every generated page: path from the project's root → text. `npm run docs` writes them, a test compares them. */
export async function generatedDocs(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ["docs/policy.md", policyMarkdown()],
    ["docs/bridge.md", bridgeMarkdown()],
    ["docs/commands.md", commandsPage(await loadCommands())],
    [
      "docs/outcomes.md",
      `# Outcomes\n\n${outcomeExplanations.map((one) => outcomeMarkdown(one).replace(/^# /, "## ")).join("\n")}`,
    ],
    ["docs/rules/README.md", rulesPage()],
    ...allRules().map((rule) => [`docs/rules/${rule.id}.md`, ruleMarkdown(rule)] as const),
  ]);
}

function commandsPage(commands: readonly Command[]): string {
  const parts = commands.map(
    (command) => `## ${command.name}\n\n\`\`\`\n${helpOf(command).trimEnd()}\n\`\`\`\n`,
  );
  return `# Commands\n\n${parts.join("\n")}`;
}

function rulesPage(): string {
  const rows = allRules().map(
    (rule) => `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${rule.hazard} | ${rule.cwe.join(", ")} |`,
  );
  return `# Rules\n\n| rule | severity | hazard | weakness |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}
