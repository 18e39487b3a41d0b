import type { SyntaxTree } from "./tree.ts";

/** Turns Go source into our syntax tree, always the same one for text without errors. */
export interface GoParser {
  /** The engine for broken text: how errors are mended depends on its version. */
  readonly engine: "native" | "wasm";
  /**
   * Parses one file. Broken source gives a tree with `errors`; source beyond the limits gives a {@link ParseRefusal}.
   * `time` is what the files of one input share; without it the file has all of it.
   */
  parse(text: string, time?: ParseTime): Promise<SyntaxTree | ParseRefusal>;
  /** Gives back the memory of the files parsed so far. To be awaited after each file. */
  release(): Promise<void>;
}

/** Why a file was not parsed. */
export interface ParseRefusal {
  readonly refused: "too-large" | "too-many-nodes" | "too-slow";
}

/** CPU time that the files of one input may take to parse beyond that of honest text. Used up as they are parsed. */
export interface ParseTime {
  spareMs: number;
}

/**
 * A file larger than this is generated data, or an attack on the analyzer. The largest file of Go's own tree that is
 * not test data has 3.9 MB.
 */
export const MAX_SOURCE_UNITS = 16_777_216;

/** 25 bytes of memory each. A token gives one to two. */
export const MAX_TREE_NODES = 4_000_000;

/** Error recovery may take time quadratic in the length of hostile text. */
const SPARE_PARSE_MS = 8_000;
/** Of it, what one file may take: so one hides no other. */
const SPARE_PARSE_MS_OF_FILE = 2_000;
/** Honest text takes 0.2 to 1 s a megabyte. */
const PARSE_MS_PER_UNIT = 0.002;

/** The time of an input of which nothing is parsed yet. */
export function newParseTime(): ParseTime {
  return { spareMs: SPARE_PARSE_MS };
}

/** CPU time that honest text of this length takes at the most. */
export function honestParseMs(text: string): number {
  return text.length * PARSE_MS_PER_UNIT;
}

/** How much CPU time a text may take to parse now. */
export function parseLimitMs(text: string, time: ParseTime): number {
  if (time.spareMs <= 0) return 0;
  return Math.min(time.spareMs, SPARE_PARSE_MS_OF_FILE) + honestParseMs(text);
}

/** Takes what parsing a text took beyond its honest time off what the input has left. */
export function spendParseTime(text: string, elapsedMs: number, time: ParseTime): void {
  time.spareMs -= Math.max(0, elapsedMs - honestParseMs(text));
}

/** Whether `parse` refused the file. */
export function isRefusal(parsed: SyntaxTree | ParseRefusal): parsed is ParseRefusal {
  return "refused" in parsed;
}
