import type { AuditReport } from "../size/report.ts";
import type { CheckReport } from "../source/finding.ts";
import { bannerHtml, findingsFact, preflightFacts } from "./html/banner.ts";
import { findingsHtml } from "./html/findings.ts";
import { outcomeHtml, outputHtml } from "./html/outcome.ts";
import { type PageSection, pageHtml } from "./html/page.ts";
import { sizeHtml } from "./html/size.ts";
import { memoryLimitBytes, stagesHtml } from "./html/stages.ts";
import { orderedCheck, orderedPreflight } from "./json.ts";
import { formatBytes, formatCount } from "./quantities.ts";
import type { AuditComparison, PreflightReport, RenderContext, ReportFormat, Verdict } from "./report.ts";
import { countOf, tallyFindings } from "./tally.ts";

/** One page that fetches nothing, for a browser, a mail or an archive. */
export const html: ReportFormat = {
  id: "html",
  summary: "one self-contained page",
  contentType: "text/html; charset=utf-8",
  renderCheck: checkPage,
  renderPreflight: preflightPage,
  renderAudit: auditPage,
};

function checkPage(report: CheckReport, context: RenderContext): string {
  const errors = countOf(report.findings, "error");
  const tone = errors > 0 ? "reject" : countOf(report.findings, "warning") > 0 ? "warn" : "accept";
  const tally = tallyFindings(report.findings);
  const files = [...context.sources.keys()];
  const title = files.length === 1 ? (files[0] ?? "") : `${report.files} files`;
  return pageHtml({
    title: `${tally}: ${title} · Sandglass`,
    banner: bannerHtml({ tone, headline: tally, title, reasons: [], facts: [findingsFact(report)] }),
    sections: [{ id: "findings", title: "Findings", body: findingsHtml(report, context) }],
    data: orderedCheck(report),
    toolVersion: context.toolVersion,
  });
}

const HEADLINES: Readonly<Record<Verdict, string>> = { accept: "Accept", warn: "Warn", reject: "Reject" };

function preflightPage(report: PreflightReport, context: RenderContext): string {
  const { verdict, name, reasons } = report;
  return pageHtml({
    title: `${verdict}: ${name} · Sandglass`,
    banner: bannerHtml({
      tone: verdict,
      headline: HEADLINES[verdict],
      title: name,
      reasons,
      facts: preflightFacts(report),
    }),
    sections: preflightSections(report, context),
    data: orderedPreflight(report),
    toolVersion: context.toolVersion,
  });
}

/** The stages that were reached, in the order in which a reader asks for them. */
function preflightSections(report: PreflightReport, context: RenderContext): PageSection[] {
  const { check, build, harden, audit, outcome, stdout, stderr } = report;
  const sections: PageSection[] = [];
  if (check.files > 0 || check.findings.length > 0)
    sections.push({ id: "findings", title: "Findings", body: findingsHtml(check, context) });
  if (outcome !== undefined)
    sections.push({ id: "run", title: "Run", body: outcomeHtml(outcome, memoryLimitBytes(harden)) });
  if (outcome !== undefined && outcome.outcome !== "refused")
    sections.push({
      id: "output",
      title: "Output",
      body: outputHtml([
        ["Standard output", stdout],
        ["Standard error", stderr],
      ]),
    });
  if (build !== undefined || harden !== undefined)
    sections.push({ id: "artifact", title: "Artifact", body: stagesHtml(build, harden) });
  if (audit !== undefined) sections.push({ id: "size", title: "Size", body: sizeHtml(audit) });
  return sections;
}

function auditPage(report: AuditReport, context: RenderContext, comparison: AuditComparison = {}): string {
  const over = comparison.budget?.some((row) => !row.passed) === true;
  const facts = [
    { name: "Module", figure: formatBytes(report.bytes), detail: `${formatCount(report.bytes)} bytes` },
    {
      name: "Compressed",
      figure: formatBytes(report.brotli),
      detail: `brotli; ${formatBytes(report.gzip)} gzip`,
    },
    { name: "Packages", figure: formatCount(report.byPackage.length), detail: "with bytes of their own" },
    { name: "Functions", figure: formatCount(report.functions.length), detail: "in the module" },
  ];
  return pageHtml({
    title: `Size of ${report.name} · Sandglass`,
    banner: bannerHtml({
      tone: over ? "reject" : "neutral",
      headline: over ? "Over budget" : "Size",
      title: report.name,
      reasons: [],
      facts,
    }),
    sections: [{ id: "size", title: "Size", body: sizeHtml(report, comparison) }],
    data: { ...report, ...comparison },
    toolVersion: context.toolVersion,
  });
}
