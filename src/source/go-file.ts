import type { Region } from "./finding.ts";
import { bridgeGrammarGaps } from "./grammar-gaps.ts";
import { unterminatedGroups, withoutSemicolons, withSemicolons } from "./group-ends.ts";
import type { GoSourceFile } from "./input.ts";
import { type GoParser, isRefusal, type ParseRefusal, type ParseTime } from "./parser.ts";
import type { SyntaxTree } from "./tree.ts";

/** A Go file with its tree. Offsets are UTF-16 units of `text`, a byte order mark included. */
export interface GoFile {
  readonly path: string;
  readonly text: string;
  readonly tree: SyntaxTree;
  /** Offset of the first unit of each line. `//line` directives are ignored on purpose: they must not move a finding. */
  readonly lineStarts: Uint32Array;
}

/** Parses a file, or says why the parser refused it. `time` is what the files of its input share. */
export function openGoFile(source: GoSourceFile, parser: GoParser, time?: ParseTime): GoFile | ParseRefusal {
  const tree = parseBridged(source.text, parser, time);
  if (isRefusal(tree)) return tree;
  return { path: source.path, text: source.text, tree, lineStarts: lineStartsOf(source.text) };
}

/** A file with errors is parsed again with the gaps of the grammar bridged; the reading with fewer errors wins. */
function parseBridged(text: string, parser: GoParser, time?: ParseTime): SyntaxTree | ParseRefusal {
  const tree = parser.parse(text, time);
  if (isRefusal(tree) || tree.errors.length === 0) return tree;
  const bridged = bridgeGrammarGaps(text);
  const added = unterminatedGroups(bridged);
  if (bridged === text && added.length === 0) return tree;
  const again = parser.parse(withSemicolons(bridged, added), time);
  if (isRefusal(again) || again.errors.length >= tree.errors.length) return tree;
  withoutSemicolons(again.start, added);
  withoutSemicolons(again.end, added);
  return { ...again, text };
}

/** Offsets at which lines start. Go ends a line with "\n"; the "\r" of a CRLF belongs to the line before. */
export function lineStartsOf(text: string): Uint32Array {
  const starts: number[] = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}

/** Line (from 1) that contains `offset`. */
export function lineAt(file: GoFile, offset: number): number {
  let low = 0;
  let high = file.lineStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (file.lineStarts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** Offsets `start` to `end` (exclusive) of `file` as lines and columns from 1. */
export function regionOf(file: GoFile, start: number, end: number): Region {
  const line = lineAt(file, start);
  const endLine = lineAt(file, end);
  return {
    file: file.path,
    line,
    column: start - file.lineStarts[line - 1]! + 1,
    endLine,
    endColumn: end - file.lineStarts[endLine - 1]! + 1,
  };
}

/** Text of a line (from 1) without its end. */
export function lineText(file: GoFile, line: number): string {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  const next = file.lineStarts[line] ?? file.text.length + 1;
  return file.text.slice(start, next - 1).replace(/\r$/, "");
}
