import type { Finding, Region } from "../source/finding.ts";
import { printableLine } from "./escape.ts";
import { type Glyph, glyphsOf } from "./text-width.ts";

/** A marked stretch of one line. */
export interface FrameMark {
  /** Range in `FrameLine.text`, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** The same range in cells of a terminal. */
  readonly cell: number;
  readonly cells: number;
  readonly primary: boolean;
  /** What to say about it; "" for nothing. */
  readonly label: string;
}

/** One line of source as it is shown: tabs are spaces, invisible characters are escapes, long lines are cut with …. */
export interface FrameLine {
  readonly number: number;
  readonly text: string;
  readonly marks: readonly FrameMark[];
  /** Whether lines are left out before this one. */
  readonly afterGap: boolean;
}

/** Lines of one file around the places of a finding. */
export interface CodeFrame {
  readonly file: string;
  readonly lines: readonly FrameLine[];
}

export interface FrameOptions {
  /** Lines of context on each side of the finding. */
  readonly contextLines: number;
  /** Widest line in cells. */
  readonly maximumCells: number;
}

/** Source of a line that is looked at: more is never shown, whatever the width. */
const LINE_UNITS = 2_000;
/** More labels than this in one frame help nobody. */
const LABELS = 12;

interface Label extends Region {
  readonly message: string;
  readonly primary: boolean;
}

/**
 * Makes frames from sources; the returned function gives one frame a file, that of the finding itself first. It never throws:
 * places that are outside of the text (the text is not the one that was analysed) are moved into it, and a file without text
 * has no frame.
 */
export function codeFrames(
  sources: ReadonlyMap<string, string>,
  options: FrameOptions,
): (finding: Finding) => CodeFrame[] {
  const known = new Map<string, SourceLines>();
  const linesOf = (file: string): SourceLines | undefined => {
    const text = sources.get(file);
    if (text !== undefined && !known.has(file)) known.set(file, new SourceLines(text));
    return known.get(file);
  };
  return (finding) => {
    const byFile = new Map<string, Label[]>();
    for (const label of labelsOf(finding)) byFile.set(label.file, [...(byFile.get(label.file) ?? []), label]);
    const frames: CodeFrame[] = [];
    for (const [file, labels] of byFile) {
      const source = linesOf(file);
      if (source !== undefined) frames.push({ file, lines: frameLines(source, labels, options) });
    }
    return frames;
  };
}

function labelsOf(finding: Finding): Label[] {
  const { file, line, column, endLine, endColumn } = finding;
  const primary = { file, line, column, endLine, endColumn, message: "", primary: true };
  return [primary, ...finding.related.slice(0, LABELS).map((one) => ({ ...one, primary: false }))];
}

/** Where each line of a text starts; found once, for a file of 10 MB may hold a thousand findings. */
class SourceLines {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  /** A final line end starts no line of its own. */
  get count(): number {
    const ends = this.#text.endsWith("\n") && this.#starts.length > 1;
    return this.#starts.length - (ends ? 1 : 0);
  }

  /** Text of a line, counted from 1, without its end. */
  line(number: number): string {
    const start = this.#starts[number - 1] ?? this.#text.length;
    const line = this.#text.slice(start, (this.#starts[number] ?? this.#text.length + 1) - 1);
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  }
}

function frameLines(source: SourceLines, labels: readonly Label[], options: FrameOptions): FrameLine[] {
  const marks = new Map<number, Span[]>();
  const shown = new Set<number>();
  for (const label of labels) {
    const first = clamp(label.line, 1, source.count);
    const last = clamp(label.endLine, first, source.count);
    marks.set(first, [...(marks.get(first) ?? []), spanOf(label, source.line(first), last === first)]);
    const context = label.primary ? options.contextLines : Math.min(1, options.contextLines);
    for (let line = first - context; line <= first + context; line++)
      if (line >= 1 && line <= source.count) shown.add(line);
  }
  const numbers = withoutLonelyGaps([...shown].sort((a, b) => a - b));
  const lines = numbers.map((number, index) => ({
    number,
    ...displayLine(source.line(number), marks.get(number) ?? [], options.maximumCells),
    afterGap: index > 0 && numbers[index - 1] !== number - 1,
  }));
  return withoutBlankEnds(lines);
}

/** Empty lines at the edge of a frame show nothing. */
function withoutBlankEnds(lines: readonly FrameLine[]): FrameLine[] {
  const worth = (line: FrameLine): boolean => line.marks.length > 0 || line.text.trim() !== "";
  return lines.slice(lines.findIndex(worth), lines.findLastIndex(worth) + 1);
}

/** A gap of one line costs a line itself: the line is shown instead. */
function withoutLonelyGaps(numbers: readonly number[]): number[] {
  return numbers.flatMap((number, index) =>
    numbers[index - 1] === number - 2 ? [number - 1, number] : [number],
  );
}

/** A marked range of a source line in UTF-16 units. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly primary: boolean;
  readonly label: string;
}

/** A region of several lines is marked on its first, up to the end of the text there. */
function spanOf(label: Label, line: string, single: boolean): Span {
  const start = clamp(label.column - 1, 0, line.length);
  const end = single ? label.endColumn - 1 : line.trimEnd().length;
  return {
    start,
    end: clamp(end, start, line.length),
    primary: label.primary,
    label: printableLine(label.message),
  };
}

function displayLine(
  line: string,
  spans: readonly Span[],
  maximumCells: number,
): Pick<FrameLine, "text" | "marks"> {
  const focus = spans.find((span) => span.primary) ?? spans[0];
  const from = lineWindow(line, focus?.start ?? 0);
  const glyphs = glyphsOf(line.slice(from, from + LINE_UNITS));
  const { first, last } = clipAround(glyphs, focus === undefined ? 0 : focus.start - from, maximumCells);
  const before = from > 0 || first > 0 ? "…" : "";
  const after = from + LINE_UNITS < line.length || last < glyphs.length ? "…" : "";
  const kept = glyphs.slice(first, last);
  const text = before + kept.map((glyph) => glyph.text).join("") + after;
  const marks = spans.map((span) =>
    markOf({ ...span, start: span.start - from, end: span.end - from }, kept, before.length),
  );
  return { text: after === "" ? text.trimEnd() : text, marks };
}

/** Offset of the part of an overlong line that is looked at; never inside a surrogate pair. */
function lineWindow(line: string, start: number): number {
  if (line.length <= LINE_UNITS || start < LINE_UNITS / 2) return 0;
  const from = start - LINE_UNITS / 4;
  return /[\udc00-\udfff]/.test(line[from] ?? "") ? from - 1 : from;
}

/** Range of glyphs that fits, with the focus in its first half when the line is too long; … takes a cell on each side. */
function clipAround(
  glyphs: readonly Glyph[],
  focus: number,
  maximumCells: number,
): { first: number; last: number } {
  let total = 0;
  for (const glyph of glyphs) total += glyph.cells;
  if (total <= maximumCells) return { first: 0, last: glyphs.length };
  const room = Math.max(8, maximumCells - 2);
  let first = glyphs.findIndex((glyph) => glyph.offset >= focus);
  if (first === -1) first = glyphs.length;
  for (let left = Math.floor(room / 3); first > 0 && left > 0; first--) left -= glyphs[first - 1]!.cells;
  let last = first;
  for (let used = 0; last < glyphs.length; last++) {
    used += glyphs[last]!.cells;
    if (used > room) break;
  }
  return { first, last };
}

function markOf(span: Span, glyphs: readonly Glyph[], prefix: number): FrameMark {
  let from = prefix;
  let cell = prefix;
  let index = 0;
  for (; index < glyphs.length && endOf(glyphs, index) <= span.start; index++) {
    from += glyphs[index]!.text.length;
    cell += glyphs[index]!.cells;
  }
  let to = from;
  let cells = 0;
  for (; index < glyphs.length && glyphs[index]!.offset < span.end; index++) {
    to += glyphs[index]!.text.length;
    cells += glyphs[index]!.cells;
  }
  return { from, to, cell, cells, primary: span.primary, label: span.label };
}

/** End of a glyph in the source: where the next one starts. */
function endOf(glyphs: readonly Glyph[], index: number): number {
  return glyphs[index + 1]?.offset ?? glyphs[index]!.offset + 1;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(Number.isFinite(value) ? Math.floor(value) : low, low), high);
}
