import { isInvisible, visibleCharacter } from "./escape.ts";

/** A piece of a line that is shown and measured as one: its text and its width in cells of a terminal. */
export interface Glyph {
  /** Offset in the source line, in UTF-16 units. */
  readonly offset: number;
  /** What is shown: invisible characters as escapes, a tab as spaces. */
  readonly text: string;
  readonly cells: number;
}

/** Go's own tools and most editors show a tab as four columns when space is short. */
const TAB_CELLS = 4;

/** Created on first use: it costs some milliseconds, and `--help` shows no code. */
let segmenter: Intl.Segmenter | undefined;

/** Nearly all lines of Go. */
const ASCII_LINE = /^[\t -~]*$/;
/** Each character takes one cell. */
const PLAIN_TEXT = /^[ -~]*$/;

/** Splits one line of source into what a terminal shows; tab stops count from the line's start. */
export function glyphsOf(line: string): Glyph[] {
  const glyphs: Glyph[] = [];
  let cell = 0;
  const add = (glyph: Glyph): void => {
    glyphs.push(glyph);
    cell += glyph.cells;
  };
  if (ASCII_LINE.test(line)) {
    for (let offset = 0; offset < line.length; offset++) {
      const text = line[offset]!;
      add(text === "\t" ? glyphOf(offset, text, cell) : { offset, text, cells: 1 });
    }
    return glyphs;
  }
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  for (const { index, segment } of segmenter.segment(line)) add(glyphOf(index, segment, cell));
  return glyphs;
}

/** Width of text in cells of a terminal, with invisible characters as the escapes they are shown as. */
export function cellsOf(text: string): number {
  if (PLAIN_TEXT.test(text)) return text.length;
  let cells = 0;
  for (const glyph of glyphsOf(text)) cells += glyph.cells;
  return cells;
}

/** `text` with spaces behind (or before, for numbers) up to `cells`. */
export function padCells(text: string, cells: number, side: "left" | "right" = "right"): string {
  const padding = " ".repeat(Math.max(0, cells - cellsOf(text)));
  return side === "right" ? text + padding : padding + text;
}

/** `text` cut to `cells`, with … where it was cut. */
export function clipCells(text: string, cells: number): string {
  const glyphs = glyphsOf(text);
  let total = 0;
  for (const glyph of glyphs) total += glyph.cells;
  if (total <= cells) return glyphs.map((glyph) => glyph.text).join("");
  let used = 0;
  let kept = "";
  for (const glyph of glyphs) {
    used += glyph.cells;
    if (used > cells - 1) break;
    kept += glyph.text;
  }
  return `${kept}…`;
}

/** Breaks text into lines of at most `cells`, at spaces; a longer word keeps a line of its own. */
export function wrapWords(text: string, cells: number): string[] {
  const lines: string[] = [];
  const isPlain = PLAIN_TEXT.test(text);
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (line !== "" && (isPlain ? joined.length : cellsOf(joined)) > cells) {
      lines.push(line);
      line = word;
    } else line = joined;
  }
  lines.push(line);
  return lines;
}

function glyphOf(offset: number, cluster: string, cell: number): Glyph {
  if (cluster === "\t") {
    const cells = TAB_CELLS - (cell % TAB_CELLS);
    return { offset, text: " ".repeat(cells), cells };
  }
  let text = "";
  let escapedCells = 0;
  let drawnCells = 0;
  for (const character of cluster) {
    const escaped = isInvisible(character);
    const shown = escaped ? visibleCharacter(character) : character;
    text += shown;
    if (escaped) escapedCells += shown.length;
    else drawnCells = Math.max(drawnCells, cellsOfCharacter(character));
  }
  return { offset, text, cells: escapedCells + drawnCells };
}

/** Combining marks and joiners take no cell, East Asian wide characters and emoji take two (Unicode UAX #11). */
function cellsOfCharacter(character: string): number {
  if (/^[ -~]$/.test(character)) return 1;
  if (character === "\ufe0f") return 2;
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0;
  return isWide(character) ? 2 : 1;
}

/** East_Asian_Width W and F outside the emoji (EastAsianWidth.txt, Unicode 16), as first and last code point. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

function isWide(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x1100) return false;
  if (/^\p{Emoji_Presentation}$/u.test(character)) return true;
  return WIDE.some(([first, last]) => code >= first && code <= last);
}
