import { escapeHtml, printableBlock } from "../escape.ts";
import { type Markup, type MarkupValue, markup, trustedMarkup } from "./markup.ts";

/** Text of many lines, for use inside `<pre>`. */
export function textBlock(text: string): Markup {
  return trustedMarkup(escapeHtml(printableBlock(text)));
}

/** A horizontal bar; the number it stands for is always beside it as text. `share` is between 0 and 1. */
export function bar(share: number, full: boolean = false): Markup {
  const width = Math.round(share * 1000) / 10;
  return markup`<svg class="bar${full ? " full" : ""}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="${width}" height="8"></rect></svg>`;
}

/** Names with values; a pair whose value is undefined is left out. */
export function pairs(list: readonly (readonly [name: string, value: MarkupValue])[]): Markup {
  const known = list.filter(([, value]) => value !== undefined);
  return markup`<dl class="pairs">${known.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

export interface TableColumn {
  readonly title: string;
  readonly kind: "name" | "number" | "text" | "graph";
  /** Left out where there is no room: on phones. */
  readonly optional?: boolean;
}

/** A table with a caption; `name` cells are code. A tall one scrolls by itself. */
export function table(
  caption: string,
  columns: readonly TableColumn[],
  rows: readonly (readonly MarkupValue[])[],
  body: { readonly attributes?: Markup; readonly tall?: boolean } = {},
): Markup {
  const head = columns.map(
    (column) => markup`<th scope="col" class="${classOf(column)}">${column.title}</th>`,
  );
  const lines = rows.map(
    (row) => markup`<tr>${row.map((cell, index) => tableCell(cell, columns[index]))}</tr>`,
  );
  return markup`<div class="scroll${body.tall === true ? " tall" : ""}" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody${body.attributes}>${lines}</tbody>
</table></div>`;
}

function tableCell(value: MarkupValue, column: TableColumn = { title: "", kind: "text" }): Markup {
  const content = column.kind === "name" ? markup`<code>${value}</code>` : value;
  return markup`<td class="${classOf(column)}">${content}</td>`;
}

function classOf({ kind, optional }: TableColumn): string {
  return optional === true ? `${kind} optional` : kind;
}

/** What is worth having but not worth the space. */
export function folded(summary: string, body: MarkupValue): Markup {
  return markup`<details><summary>${summary}</summary>${body}</details>`;
}

export function card(...body: readonly MarkupValue[]): Markup {
  return markup`<div class="card">${body}</div>`;
}
