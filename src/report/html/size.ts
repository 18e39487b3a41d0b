import type { AuditDiff, SizeChange } from "../../size/diff.ts";
import type { AuditReport, SizedName } from "../../size/report.ts";
import { formatByteChange, formatBytes, formatCount, formatShare, fraction, plural } from "../quantities.ts";
import type { AuditComparison } from "../report.ts";
import { bar, card, folded, type TableColumn, table } from "./elements.ts";
import { functionsHtml } from "./functions.ts";
import { type Markup, markup } from "./markup.ts";

const SHORT_ROWS = 12;
const LONG_ROWS = 300;
/** Colours of the stacked bar; the last is for all that is left. */
const STACK_PARTS = 8;

/** Who owns the bytes: a bar of all kinds, packages, sections, functions, imports, what would save what. */
export function sizeHtml(report: AuditReport, comparison: AuditComparison = {}): Markup {
  const sizes = `${formatBytes(report.bytes)} (${formatCount(report.bytes)} bytes), ${formatBytes(report.gzip)} with gzip, ${formatBytes(report.brotli)} with brotli.`;
  const go = report.goMetadata;
  const unread =
    go?.status === "unknown"
      ? ` Go's metadata was not readable (${go.reason ?? "unknown layout"}), so data is not attributed.`
      : "";
  const owned = [...report.byPackage, { name: "(unattributed)", bytes: report.unattributedBytes }];
  return markup`<p class="lead">${sizes}${unread}</p>
${budgetCard(comparison)}${comparison.diff === undefined ? undefined : diffCards(comparison.diff)}
${stackCard(report)}
<div class="columns">${card(shareTable("Packages", owned, report.bytes))}${card(shareTable("Kinds", report.byKind, report.bytes))}</div>
${whatIfCard(report)}
${functionsHtml(report)}
<div class="columns">${card(shareTable("Sections", report.sections, report.bytes))}${importCard(report)}</div>`;
}

function stackCard(report: AuditReport): Markup {
  const used = report.byKind.filter((row) => row.bytes > 0);
  const parts = used.length > STACK_PARTS ? used.slice(0, STACK_PARTS - 1) : used;
  const restBytes = used.slice(parts.length).reduce((sum, row) => sum + row.bytes, 0);
  const all = restBytes > 0 ? [...parts, { name: "everything else", bytes: restBytes }] : parts;
  let at = 0;
  const rects = all.map((row, index) => {
    const width = 1000 * fraction(row.bytes, report.bytes);
    at += width;
    return markup`<rect class="s${index}" x="${(at - width).toFixed(2)}" width="${Math.max(0, width - 1.5).toFixed(2)}" height="10"></rect>`;
  });
  const legend = all.map(
    (row, index) =>
      markup`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="s${index}" width="10" height="10"></rect></svg>${row.name} ${formatShare(row.bytes, report.bytes)}</li>`,
  );
  return card(
    markup`<h3>What the bytes are</h3>`,
    markup`<svg class="stack" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>`,
    markup`<ul class="legend">${legend}</ul>`,
  );
}

const SHARE_COLUMNS: readonly TableColumn[] = [
  { title: "name", kind: "name" },
  { title: "bytes", kind: "number" },
  { title: "share", kind: "number" },
  { title: "", kind: "graph", optional: true },
];

function shareTable(title: string, rows: readonly SizedName[], totalBytes: number): Markup {
  const used = rows.filter((row) => row.bytes > 0).slice(0, LONG_ROWS);
  const largest = used.reduce((most, row) => Math.max(most, row.bytes), 1);
  const cells = used.map((row) => [
    row.name,
    formatCount(row.bytes),
    formatShare(row.bytes, totalBytes),
    bar(fraction(row.bytes, largest)),
  ]);
  if (cells.length <= SHORT_ROWS + 2) return table(title, SHARE_COLUMNS, cells);
  const rest = cells.slice(SHORT_ROWS);
  return markup`${table(title, SHARE_COLUMNS, cells.slice(0, SHORT_ROWS))}
${folded(`${formatCount(rest.length)} smaller`, table(`${title}, smaller`, SHARE_COLUMNS, rest))}`;
}

function whatIfCard(report: AuditReport): Markup | undefined {
  if (report.whatIf.length === 0) return undefined;
  const rows = report.whatIf.map((row) => [
    row.change,
    formatBytes(report.bytes - row.bytes),
    formatBytes(report.gzip - row.gzip),
    formatBytes(report.brotli - row.brotli),
    row.how === "measured" ? "measured on these bytes" : "needs another build",
  ]);
  return card(
    table(
      "What would be saved",
      [
        { title: "change", kind: "text" },
        { title: "raw", kind: "number" },
        { title: "gzip", kind: "number", optional: true },
        { title: "brotli", kind: "number" },
        { title: "how we know", kind: "text", optional: true },
      ],
      rows,
    ),
  );
}

function importCard(report: AuditReport): Markup {
  const rows = report.imports.slice(0, LONG_ROWS).map((one) => [one.module, one.name, one.kind]);
  if (rows.length === 0) return card(markup`<h3>Imports</h3><p class="lead">None.</p>`);
  return card(
    table(
      plural(report.imports.length, "import"),
      [
        { title: "module", kind: "name" },
        { title: "name", kind: "name" },
        { title: "kind", kind: "text" },
      ],
      rows,
    ),
  );
}

function budgetCard({ budget = [] }: AuditComparison): Markup | undefined {
  if (budget.length === 0) return undefined;
  const rows = budget.map((row) => [
    row.scope === "package" ? `package ${row.name}` : row.name,
    formatCount(row.bytes),
    formatCount(row.limitBytes),
    row.passed ? markup`<span class="within">within</span>` : markup`<span class="over">over</span>`,
  ]);
  return card(
    table(
      "Budget",
      [
        { title: "what", kind: "name" },
        { title: "bytes", kind: "number" },
        { title: "limit", kind: "number" },
        { title: "result", kind: "text" },
      ],
      rows,
    ),
  );
}

function diffCards(diff: AuditDiff): Markup {
  const parts: readonly (readonly [string, readonly SizeChange[]])[] = [
    [`Change since ${diff.before}`, diff.totals],
    ["Packages that changed", diff.packages],
    ["Functions that changed", diff.functions],
  ];
  return markup`${parts.filter(([, rows]) => rows.length > 0).map(([title, rows]) => card(changeTable(title, rows)))}`;
}

function changeTable(title: string, rows: readonly SizeChange[]): Markup {
  return table(
    title,
    [
      { title: "name", kind: "name" },
      { title: "before", kind: "number" },
      { title: "after", kind: "number" },
      { title: "change", kind: "number" },
    ],
    rows
      .slice(0, SHORT_ROWS)
      .map((row) => [row.name, formatCount(row.before), formatCount(row.after), formatByteChange(row.delta)]),
  );
}
