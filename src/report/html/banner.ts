import type { Outcome } from "../../runtime/outcome.ts";
import type { AuditReport } from "../../size/report.ts";
import type { CheckReport } from "../../source/finding.ts";
import { outcomeTitle } from "../outcome-words.ts";
import { formatBytes, formatMs, fraction, plural } from "../quantities.ts";
import type { PreflightReport, Verdict } from "../report.ts";
import { countOf } from "../tally.ts";
import { bar } from "./elements.ts";
import { type Markup, markup, trustedMarkup } from "./markup.ts";
import { memoryLimitBytes } from "./stages.ts";

export interface Fact {
  readonly name: string;
  readonly figure: string;
  readonly detail: string;
  /** Between 0 and 1, drawn as a bar. */
  readonly share?: number;
}

export interface Banner {
  readonly tone: Verdict | "neutral";
  /** Over the name: the verdict, or what kind of report this is. */
  readonly headline: string;
  readonly title: string;
  readonly reasons: readonly string[];
  readonly facts: readonly Fact[];
}

/** The first thing one sees: verdict, name, reasons, key figures. */
export function bannerHtml({ tone, headline, title, reasons, facts }: Banner): Markup {
  const list =
    reasons.length === 0
      ? undefined
      : markup`<ul class="reasons">${reasons.map((reason) => markup`<li>${reason}</li>`)}</ul>`;
  return markup`<section class="banner ${tone}" aria-labelledby="title">
<div class="banner-head">${ICONS[tone]}<h1 id="title"><span class="verdict">${headline}</span> <span class="subject">${title}</span></h1></div>
${list}
<dl class="facts">${facts.map(factHtml)}</dl>
</section>`;
}

function factHtml({ name, figure, detail, share }: Fact): Markup {
  const drawn = share === undefined ? undefined : bar(share, share >= 1);
  return markup`<div><dt>${name}</dt><dd><div class="figure">${figure}</div><div class="detail">${detail}</div>${drawn}</dd></div>`;
}

/** The figures of a preflight, of those stages that were reached. */
export function preflightFacts(report: PreflightReport): Fact[] {
  const { outcome, audit } = report;
  const analysed = report.check.files > 0 || report.check.findings.length > 0;
  return [
    ...(analysed ? [findingsFact(report.check)] : []),
    ...(outcome === undefined ? [] : runFacts(outcome, report)),
    ...(audit === undefined ? [] : [sizeFact(audit)]),
  ];
}

export function findingsFact(check: CheckReport): Fact {
  const errors = countOf(check.findings, "error");
  const warnings = countOf(check.findings, "warning");
  const notes = countOf(check.findings, "info");
  return {
    name: "Findings",
    figure: errors > 0 ? plural(errors, "error") : warnings > 0 ? plural(warnings, "warning") : "None",
    detail: [
      ...(errors + warnings + notes === 0 ? [`in ${plural(check.functions, "function")}`] : []),
      ...(errors > 0 && warnings > 0 ? [plural(warnings, "warning")] : []),
      ...(notes > 0 ? [plural(notes, "note")] : []),
      ...(check.suppressed.length > 0 ? [`${check.suppressed.length} suppressed`] : []),
    ].join(", "),
  };
}

function runFacts(outcome: Outcome, report: PreflightReport): Fact[] {
  if (outcome.outcome === "refused")
    return [{ name: "Run", figure: "Refused", detail: "it was never started" }];
  const limitBytes = memoryLimitBytes(report.harden);
  const fuel: Fact[] =
    outcome.fuelUsed === undefined
      ? []
      : [
          {
            name: "Fuel",
            figure: shortCount(outcome.fuelUsed),
            detail: outcome.fuelLimit === undefined ? "units" : `of ${shortCount(outcome.fuelLimit)} units`,
            share: fraction(outcome.fuelUsed, outcome.fuelLimit ?? 0),
          },
        ];
  return [
    { name: "Run", figure: outcomeTitle(outcome), detail: `after ${formatMs(outcome.wallMs)}` },
    ...fuel,
    {
      name: "Memory",
      figure: formatBytes(outcome.memoryPeakBytes),
      detail: limitBytes === undefined ? "at most" : `at most, of ${formatBytes(limitBytes)}`,
      ...(limitBytes === undefined ? {} : { share: fraction(outcome.memoryPeakBytes, limitBytes) }),
    },
  ];
}

function sizeFact(audit: AuditReport): Fact {
  return {
    name: "Module",
    figure: formatBytes(audit.bytes),
    detail: `${formatBytes(audit.brotli)} as brotli`,
  };
}

const COUNT_UNITS = ["", " K", " M", " G", " T", " P", " E"] as const;

/** 50000000 → "50.0 M", as fuel is given on the command line; the exact count is in the section below. */
export function shortCount(count: string | number): string {
  let value = Number(count);
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < COUNT_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)}${COUNT_UNITS[unit]}`;
}

function icon(shape: string): Markup {
  return trustedMarkup(
    `<svg width="44" height="44" viewBox="0 0 44 44" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`,
  );
}

/** A shape each, so that the verdict does not depend on colour. */
const ICONS: Readonly<Record<Banner["tone"], Markup>> = {
  accept: icon('<circle cx="22" cy="22" r="19"/><path d="M13.5 22.5l6 6 11-12.5"/>'),
  warn: icon('<path d="M22 5L41 38H3Z"/><path d="M22 17v10M22 32.2v.1"/>'),
  reject: icon(
    '<path d="M14.1 3h15.8L41 14.1v15.8L29.9 41H14.1L3 29.9V14.1Z"/><path d="M15.5 15.5l13 13M28.5 15.5l-13 13"/>',
  ),
  neutral: icon('<rect x="7" y="4" width="30" height="36" rx="3"/><path d="M14 14h16M14 22h16M14 30h9"/>'),
};
