import type { Region } from "./finding.ts";
import { readGoHeader } from "./go-header.ts";
import { bridgeGrammarGaps } from "./grammar-gaps.ts";
import { unterminatedGroups, withInserted, withoutInserted } from "./group-ends.ts";
import type { GoSourceFile } from "./input.ts";
import { type GoParser, isRefusal, type ParseRefusal, type ParseTime } from "./parser.ts";
import { childIn, NO_NODE, type SyntaxTree } from "./tree.ts";
import { Field, Kind } from "./tree-kinds.ts";
import { balanced, type SyntaxFlaw } from "./unbalanced.ts";

/** A Go file with its tree. Offsets are UTF-16 units of `text`, a byte order mark included. */
export interface GoFile {
  readonly path: string;
  readonly text: string;
  readonly tree: SyntaxTree;
  /** Offset of the first unit of each line. `//line` directives are ignored on purpose: they must not move a finding. */
  readonly lineStarts: Uint32Array;
  /** What is wrong with the text beside the errors of the tree. */
  readonly flaws: readonly SyntaxFlaw[];
}

/** Whether some of a file does not parse. */
export function hasSyntaxErrors({ tree, flaws }: GoFile): boolean {
  return tree.errors.length > 0 || flaws.length > 0;
}

/** Parses a file, or says why the parser refused it. `time` is what the files of its input share. */
export async function openGoFile(
  source: GoSourceFile,
  parser: GoParser,
  time?: ParseTime,
): Promise<GoFile | ParseRefusal> {
  const { path, text } = source;
  const tree = await parseBridged(text, parser, time);
  if (isRefusal(tree)) return tree;
  const mended = tree.errors.length === 0 ? undefined : await parseBalanced(text, tree, parser, time);
  const flaws = [...packageFlaw(text), ...(mended?.flaws ?? [])];
  return { path, text, tree: mended?.tree ?? tree, lineStarts: lineStartsOf(text), flaws };
}

/** A file with errors is parsed again with the gaps of the grammar bridged; the reading with fewer errors wins. */
async function parseBridged(
  text: string,
  parser: GoParser,
  time?: ParseTime,
): Promise<SyntaxTree | ParseRefusal> {
  const tree = await parser.parse(text, time);
  if (isRefusal(tree) || tree.errors.length === 0) return tree;
  const bridged = bridgeGrammarGaps(text);
  const added = unterminatedGroups(bridged);
  if (bridged === text && added.length === 0) return tree;
  const again = await parser.parse(withInserted(bridged, added, ";"), time);
  if (isRefusal(again) || again.errors.length >= tree.errors.length) return tree;
  return withoutAdded(again, text, added);
}

/**
 * A file that is broken all the same is parsed with its brackets balanced. That reading is used when it leaves more
 * functions intact, or as many with fewer errors, together with what is wrong with the brackets.
 */
async function parseBalanced(
  text: string,
  tree: SyntaxTree,
  parser: GoParser,
  time?: ParseTime,
): Promise<{ readonly tree: SyntaxTree; readonly flaws: readonly SyntaxFlaw[] } | undefined> {
  const better = balanced(bridgeGrammarGaps(text));
  if (better.flaws.length === 0) return undefined;
  const again = await parser.parse(withInserted(better.text, better.added, better.characters), time);
  if (isRefusal(again)) return undefined;
  const mended = withoutAdded(again, text, better.added);
  const { flaws } = better;
  const gain = intactFunctions(mended, flaws) - intactFunctions(tree, []);
  const isBetter = gain > 0 || (gain === 0 && mended.errors.length < tree.errors.length);
  return isBetter ? { tree: mended, flaws } : undefined;
}

function withoutAdded(tree: SyntaxTree, text: string, added: readonly number[]): SyntaxTree {
  withoutInserted(tree.start, added);
  withoutInserted(tree.end, added);
  return { ...tree, text };
}

/** Functions outside of errors and flaws. One without a body may have lost it to an error. */
function intactFunctions(tree: SyntaxTree, flaws: readonly SyntaxFlaw[]): number {
  let count = 0;
  let error = 0;
  let flaw = 0;
  for (let node = 1; node < tree.size; node = tree.after[node]!) {
    while (error < tree.errors.length && tree.errors[error]! < node) error++;
    const kind = tree.kind[node];
    if (kind !== Kind.FunctionDeclaration && kind !== Kind.MethodDeclaration) continue;
    if (childIn(tree, node, Field.Body) === NO_NODE) continue;
    const hasError = error < tree.errors.length && tree.errors[error]! < tree.after[node]!;
    while (flaw < flaws.length && flaws[flaw]!.to <= tree.start[node]!) flaw++;
    const hasFlaw = flaw < flaws.length && flaws[flaw]!.from <= tree.start[node]!;
    if (!hasError && !hasFlaw) count++;
  }
  return count;
}

/** The grammar asks for no package clause, but Go does. */
function packageFlaw(text: string): SyntaxFlaw[] {
  if (readGoHeader(text.replace(/^\uFEFF/, "")).startsLikeGo) return [];
  return [
    { start: 0, end: 0, message: "syntax error: a Go file begins with its package clause", from: 0, to: 0 },
  ];
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
