import type { CheckReport } from "../source/finding.ts";
import { jsonText } from "./json-text.ts";
import type { PreflightReport, RenderContext, ReportFormat } from "./report.ts";
import { ArtifactIndex, SOURCE_ROOT } from "./sarif/location.ts";
import { sarifResult } from "./sarif/results.ts";
import { sarifRules } from "./sarif/rules.ts";
import { supportedTaxonomies, WeaknessIndex } from "./sarif/taxonomy.ts";
import { oneLine } from "./sarif/text.ts";
import { gravestFirst } from "./tally.ts";

/** SARIF 2.1.0 (OASIS, with errata 01), for code scanning; within the limits that GitHub documents. */
export const sarif: ReportFormat = {
  id: "sarif",
  summary: "SARIF 2.1.0, for code scanning",
  listsRules: true,
  contentType: "application/sarif+json",
  renderCheck: (report, context) => jsonText(sarifLog(report, context)),
  renderPreflight: (report, context) => jsonText(sarifLog(report.check, context, report)),
};

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/** GitHub rejects a run with more results and keeps the first 5,000, so errors come first. */
const RESULTS = 25_000;

function sarifLog(report: CheckReport, context: RenderContext, preflight?: PreflightReport): object {
  const all = [...gravestFirst(report.findings), ...gravestFirst(report.suppressed)];
  const reasons = new Map(report.suppressed.map((finding) => [finding, finding.reason] as const));
  const weaknesses = new WeaknessIndex();
  const rules = sarifRules(context, all, weaknesses);
  const ruleIndex = new Map(rules.map((rule, index) => [rule.id, index] as const));
  const artifacts = new ArtifactIndex();
  const results = all
    .slice(0, RESULTS)
    .map((finding) =>
      sarifResult(finding, (reasons as Map<unknown, string>).get(finding), { ruleIndex, artifacts }),
    );
  const run = {
    tool: {
      driver: {
        name: "Sandglass",
        version: context.toolVersion,
        semanticVersion: context.toolVersion,
        rules,
        supportedTaxonomies: supportedTaxonomies(rules),
      },
    },
    taxonomies: weaknesses.taxonomies(),
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: {
      [SOURCE_ROOT]: { description: { text: "The working directory of the analysis." } },
    },
    invocations: [invocation(all.length, preflight)],
    artifacts: artifacts.artifacts(),
    results,
    properties: properties(report, preflight),
  };
  return { $schema: SCHEMA, version: "2.1.0", runs: [run] };
}

/** What is not a finding at a place: the reasons of a verdict, and results that were left out. */
function invocation(findings: number, preflight: PreflightReport | undefined): object {
  const level = preflight?.verdict === "reject" ? "error" : "warning";
  const reasons = preflight === undefined || preflight.verdict === "accept" ? [] : preflight.reasons;
  const notifications = reasons.map((reason) => ({ level, message: { text: oneLine(reason) } }));
  if (findings > RESULTS)
    notifications.push({
      level: "warning",
      message: { text: `${findings - RESULTS} results beyond ${RESULTS} are left out.` },
    });
  return {
    executionSuccessful: true,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  };
}

function properties(report: CheckReport, preflight: PreflightReport | undefined): object {
  const { files, functions, loops } = report;
  if (preflight === undefined) return { files, functions, loops };
  const { name, verdict, outcome } = preflight;
  return {
    files,
    functions,
    loops,
    name,
    verdict,
    ...(outcome === undefined ? {} : { outcome: outcome.outcome, exitCode: outcome.exitCode }),
  };
}
