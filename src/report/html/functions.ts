import type { AuditReport } from "../../size/report.ts";
import { formatCount, formatShare } from "../quantities.ts";
import { card, table } from "./elements.ts";
import { type Markup, markup } from "./markup.ts";

/** Rows that the page holds; the filter looks through all functions in the embedded JSON. */
const ROWS = 100;

/** The largest functions, with a field that finds any other. */
export function functionsHtml(report: AuditReport): Markup | undefined {
  if (report.functions.length === 0) return undefined;
  const rows = report.functions
    .slice(0, ROWS)
    .map((one) => [one.name, one.package, formatCount(one.bytes), formatShare(one.bytes, report.bytes)]);
  const filter = markup`<div class="filter" hidden><label for="function-filter">Filter functions</label>
<input id="function-filter" type="search" autocomplete="off" spellcheck="false" placeholder="fmt print">
<p id="function-status" role="status"></p></div>`;
  return card(
    filter,
    table(
      "Largest functions",
      [
        { title: "function", kind: "name" },
        { title: "package", kind: "name", optional: true },
        { title: "bytes", kind: "number" },
        { title: "share", kind: "number" },
      ],
      rows,
      { attributes: markup` id="function-rows" data-limit="${ROWS}"`, tall: true },
    ),
  );
}
