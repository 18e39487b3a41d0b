import { cellsOf, clipCells, padCells } from "./text-width.ts";

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Widest in cells; longer texts are cut. */
  readonly maximumCells?: number;
}

/** Rows of printable text in aligned columns with a head, two spaces between columns, none at the end of a line. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cut = rows.map((row) => row.map((text, index) => clip(text, columns[index])));
  const widths = columns.map((column, index) =>
    Math.max(cellsOf(column.title), ...cut.map((row) => cellsOf(row[index] ?? ""))),
  );
  const line = (texts: readonly string[]): string =>
    columns
      .map((column, index) =>
        padCells(texts[index] ?? "", widths[index] ?? 0, column.align === "right" ? "left" : "right"),
      )
      .join("  ")
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...cut.map(line)];
}

function clip(text: string, column: Column | undefined): string {
  return column?.maximumCells === undefined ? text : clipCells(text, column.maximumCells);
}
