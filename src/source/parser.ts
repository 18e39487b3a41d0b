import type { SyntaxTree } from "./tree.ts";

/** Turns Go source into our syntax tree. Both engines give the same tree. */
export interface GoParser {
  readonly engine: "native" | "wasm";
  /**
   * Parses one file. Broken source gives a tree with `errors`; source beyond the limits gives a {@link ParseRefusal}.
   */
  parse(text: string): SyntaxTree | ParseRefusal;
}

/** Why a file was not parsed. */
export interface ParseRefusal {
  readonly refused: "too-large" | "too-many-nodes" | "too-slow";
}

/**
 * A file larger than this is generated data, or an attack on the analyzer. The largest file of Go's own tree that is
 * not test data has 3.9 MB.
 */
export const MAX_SOURCE_UNITS = 16_777_216;

/** 25 bytes of memory each. */
export const MAX_TREE_NODES = 8_000_000;

/** Error recovery may take time quadratic in the length of hostile text; honest text takes 0.2 to 1 s a megabyte. */
const PARSE_MS = 3_000;
const PARSE_MS_PER_UNIT = 0.003;

/** How long a text may take to parse before it is refused as too slow. */
export function parseLimitMs(text: string): number {
  return PARSE_MS + text.length * PARSE_MS_PER_UNIT;
}

/** Whether `parse` refused the file. */
export function isRefusal(parsed: SyntaxTree | ParseRefusal): parsed is ParseRefusal {
  return "refused" in parsed;
}
