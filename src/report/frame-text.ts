import type { Finding } from "../source/finding.ts";
import type { CodeFrame, FrameLine, FrameMark } from "./code-frame.ts";
import { printableLine } from "./escape.ts";
import { type Ink, type Paint, severityInk } from "./paint.ts";

/**
 * A frame as lines of text: numbered source, carets under the place, labels beside or below them.
 * `finding` gives the colour and, in its own file, the position in the head line.
 */
export function frameText(frame: CodeFrame, finding: Finding, paint: Paint): string[] {
  const digits = String(frame.lines.at(-1)?.number ?? 0).length;
  const bar = paint("│", "dim");
  const position = frame.file === finding.file ? `:${finding.line}:${finding.column}` : "";
  const lines = [`${" ".repeat(digits + 1)}${paint("╭─", "dim")} ${printableLine(frame.file)}${position}`];
  for (const line of frame.lines) {
    if (line.afterGap) lines.push(`${" ".repeat(digits + 1)}${paint("⋮", "dim")}`);
    const number = paint(String(line.number).padStart(digits), "dim");
    lines.push(`${number} ${bar} ${line.text}`.trimEnd());
    for (const marks of markRows(line, severityInk(finding.severity), paint))
      lines.push(`${" ".repeat(digits + 1)}${bar} ${marks}`);
  }
  return lines;
}

/** A piece of a row under a source line. */
interface Piece {
  readonly cell: number;
  readonly text: string;
  readonly cells: number;
  readonly ink: Ink;
}

/**
 * The underlines of a line in one row with the label of the last, then a row for each other label, from right to left, with
 * strokes for those still to come:
 *
 *     ^^^   --- the last label
 *     │
 *     the first label
 */
function markRows(line: FrameLine, ink: Ink, paint: Paint): string[] {
  if (line.marks.length === 0) return [];
  const inkOf = (mark: FrameMark): Ink => (mark.primary ? ink : "note");
  const ordered = [...line.marks].sort((a, b) => a.cell - b.cell || Number(a.primary) - Number(b.primary));
  const last = ordered.at(-1)!;
  const inline = ordered.every((mark) => mark === last || mark.cell + width(mark) <= last.cell);
  const waiting = ordered.filter((mark) => mark.label !== "" && !(inline && mark === last));
  const rows = [
    underlines(ordered, inkOf, paint) +
      (inline && last.label !== "" ? ` ${paint(last.label, inkOf(last))}` : ""),
  ];
  for (let mark = waiting.pop(); mark !== undefined; mark = waiting.pop()) {
    const strokes = waiting
      .filter((other) => other.cell < mark!.cell)
      .map((other) => ({ cell: other.cell, text: "│", cells: 1, ink: inkOf(other) }));
    const label = { cell: mark.cell, text: mark.label, cells: 0, ink: inkOf(mark) };
    rows.push(inRow([...strokes, label], paint));
  }
  return rows;
}

/** Carets for the place of the finding over dashes for the others. */
function underlines(marks: readonly FrameMark[], inkOf: (mark: FrameMark) => Ink, paint: Paint): string {
  const owner: FrameMark[] = [];
  for (const mark of [...marks].sort((a, b) => Number(a.primary) - Number(b.primary)))
    for (let cell = mark.cell; cell < mark.cell + width(mark); cell++) owner[cell] = mark;
  const pieces: Piece[] = [];
  for (let cell = 0; cell < owner.length; ) {
    const mark = owner[cell];
    let end = cell + 1;
    while (end < owner.length && owner[end] === mark) end++;
    if (mark !== undefined) {
      const text = (mark.primary ? "^" : "-").repeat(end - cell);
      pieces.push({ cell, text, cells: end - cell, ink: inkOf(mark) });
    }
    cell = end;
  }
  return inRow(pieces, paint);
}

function inRow(pieces: readonly Piece[], paint: Paint): string {
  let row = "";
  let cell = 0;
  for (const piece of pieces) {
    if (piece.cell < cell) continue;
    row += " ".repeat(piece.cell - cell) + paint(piece.text, piece.ink);
    cell = piece.cell + piece.cells;
  }
  return row;
}

/** An empty place (end of a line) still gets a caret. */
function width(mark: FrameMark): number {
  return Math.max(1, mark.cells);
}
