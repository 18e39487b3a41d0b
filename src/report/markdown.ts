import { auditMarkdown } from "./markdown/audit.ts";
import { findingsMarkdown } from "./markdown/findings.ts";
import { preflightMarkdown } from "./markdown/preflight.ts";
import type { ReportFormat } from "./report.ts";

/** GitHub-flavoured Markdown, for job summaries and comments. */
export const markdown: ReportFormat = {
  id: "markdown",
  summary: "Markdown, for job summaries and comments",
  contentType: "text/markdown; charset=utf-8",
  renderCheck: (report, context) => whole(["# Sandglass check", ...findingsMarkdown(report, context)]),
  renderPreflight: (report, context) => whole(preflightMarkdown(report, context)),
  renderAudit: (report, _context, comparison = {}) => whole(auditMarkdown(report, comparison)),
};

function whole(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}
