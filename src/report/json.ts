import type { Outcome } from "../runtime/outcome.ts";
import type { CheckReport, Finding } from "../source/finding.ts";
import { jsonText } from "./json-text.ts";
import type { PreflightReport, ReportFormat } from "./report.ts";

/** The contract's objects as they are: nothing rounded, renamed or left out, keys in a fixed order. */
export const json: ReportFormat = {
  id: "json",
  summary: "the complete result, schemaVersion 1",
  contentType: "application/json",
  renderCheck: (report) => jsonText(orderedCheck(report)),
  renderPreflight: (report) => jsonText(orderedPreflight(report)),
  renderBuild: (report) => jsonText(ordered(report, BUILD)),
  renderHarden: (report) => jsonText(ordered(report, HARDEN)),
  renderVerify: (report) => jsonText(report),
  renderProof: (report) => jsonText(report),
  renderAudit: (report, _context, comparison = {}) => jsonText({ ...ordered(report, AUDIT), ...comparison }),
  renderOutcome: (outcome) => jsonText(orderedOutcome(outcome)),
};

/** The order of DESIGN section 2. Keys that a list does not name follow, in the order in which they were set. */
const CHECK = "schemaVersion tool files functions loops findings suppressed";
const FINDING =
  "rule hazard severity message help cwe witness file line column endLine endColumn related path fingerprint reason";
const BUILD =
  "schemaVersion target goVersion toolchain cached bytes sha256 wallMs modulePath modules ignored";
const HARDEN = "schemaVersion input output engine costModel abi sites limits removed";
const AUDIT =
  "schemaVersion name bytes gzip brotli sections imports byKind byPackage functions unattributedBytes whatIf goMetadata";
const OUTCOME =
  "schemaVersion outcome exitCode fuelUsed fuelLimit memoryPeakBytes wallMs cpuMs stdoutBytes stderrBytes denials events goroutines message remedy";
const PREFLIGHT = "schemaVersion tool name verdict reasons check build harden audit outcome stdout stderr";

/** Also the data of the page that `html` makes. */
export function orderedCheck(report: CheckReport): object {
  const findings = report.findings.map((finding) => orderedFinding(finding));
  const suppressed = report.suppressed.map((finding) => orderedFinding(finding));
  return ordered({ ...report, findings, suppressed }, CHECK);
}

function orderedFinding(finding: Finding): object {
  return ordered(finding, FINDING);
}

function orderedOutcome(outcome: Outcome): object {
  return ordered(outcome, OUTCOME);
}

/** Also the data of the page that `html` makes. */
export function orderedPreflight(report: PreflightReport): object {
  const { build, harden, audit, outcome } = report;
  const parts = {
    ...report,
    check: orderedCheck(report.check),
    ...(build === undefined ? {} : { build: ordered(build, BUILD) }),
    ...(harden === undefined ? {} : { harden: ordered(harden, HARDEN) }),
    ...(audit === undefined ? {} : { audit: ordered(audit, AUDIT) }),
    ...(outcome === undefined ? {} : { outcome: orderedOutcome(outcome) }),
  };
  return ordered(parts, PREFLIGHT);
}

function ordered(value: object, keys: string): Record<string, unknown> {
  const entries = new Map(Object.entries(value));
  const named = keys.split(" ").filter((key) => entries.has(key));
  const rest = [...entries.keys()].filter((key) => !named.includes(key));
  return Object.fromEntries([...named, ...rest].map((key) => [key, entries.get(key)]));
}
