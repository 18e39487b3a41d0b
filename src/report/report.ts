import type { BuildReport } from "../build/report.ts";
import type { HardenReport, ProofReport, VerifyReport } from "../instrument/report.ts";
import type { Outcome } from "../runtime/outcome.ts";
import type { BudgetRow } from "../size/budget.ts";
import type { AuditDiff } from "../size/diff.ts";
import type { AuditReport } from "../size/report.ts";
import type { CheckReport } from "../source/finding.ts";
import type { RuleDocumentation } from "../source/rule-documentation.ts";

export type { RuleDocumentation };

/** What `preflight` recommends: let it run, look first, or keep it out. */
export type Verdict = "accept" | "warn" | "reject";

/** The results of the stages, each present as far as the program came. */
export interface PreflightParts {
  readonly check: CheckReport;
  readonly build?: BuildReport;
  readonly harden?: HardenReport;
  readonly audit?: AuditReport;
  readonly outcome?: Outcome;
}

/** The JSON of `preflight`. */
export interface PreflightReport extends PreflightParts {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "sandglass"; readonly version: string };
  /** What the user called the input. */
  readonly name: string;
  readonly verdict: Verdict;
  /** One line each, the gravest first; never empty. */
  readonly reasons: readonly string[];
  /** The end of what the guest printed, capped by the caller. Hostile text. */
  readonly stdout?: string;
  readonly stderr?: string;
}

/** What a format needs beside the report. */
export interface RenderContext {
  /** Display path → text, for code frames. A file that is missing here gets no frame. */
  readonly sources: ReadonlyMap<string, string>;
  readonly rules: readonly RuleDocumentation[];
  /** Whether the text goes to a terminal that shows ANSI colours. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly toolVersion: string;
  /** The author of the source is not trusted: a comment in it silences nothing, so none is suggested. */
  readonly ignoresComments?: boolean;
}

/** What `audit` compares its result with, when asked. */
export interface AuditComparison {
  readonly diff?: AuditDiff | undefined;
  readonly budget?: readonly BudgetRow[] | undefined;
}

/** One way to write results. A renderer that is missing means that the format has no sensible form for that result. */
export interface ReportFormat {
  /** The word after `--format`. */
  readonly id: string;
  readonly summary: string;
  /** Whether it tells of all rules of the context, not only of those that were broken. */
  readonly listsRules?: boolean;
  /** Media type, for those who serve the text. */
  readonly contentType: string;
  readonly renderCheck: (report: CheckReport, context: RenderContext) => string;
  readonly renderPreflight?: (report: PreflightReport, context: RenderContext) => string;
  readonly renderBuild?: (report: BuildReport, context: RenderContext) => string;
  readonly renderHarden?: (report: HardenReport, context: RenderContext) => string;
  readonly renderVerify?: (report: VerifyReport, context: RenderContext) => string;
  readonly renderProof?: (report: ProofReport, context: RenderContext) => string;
  readonly renderAudit?: (
    report: AuditReport,
    context: RenderContext,
    comparison?: AuditComparison,
  ) => string;
  readonly renderOutcome?: (outcome: Outcome, context: RenderContext) => string;
}
