import type { ParseRefusal } from "../source/parser.ts";

/**
 * How much of an input is analysed. What exceeds it gets a finding `not-analysed`, so nothing is accepted unseen. Counted in
 * tokens, since time and memory grow with them and not with bytes, and known before anything is parsed.
 */
export interface AnalysisLimits {
  readonly tokensOfFile: number;
  readonly tokensOfPackage: number;
  readonly tokensOfInput: number;
  /** Functions, methods and literals. */
  readonly functionsOfPackage: number;
  /** Findings of one severity that are listed for a package; the rest is counted. */
  readonly findingsOfPackage: number;
  /** Steps of work (a node, block or function looked at) that a package may take for each of its tokens. */
  readonly workPerToken: number;
  /** Steps that all packages of an input together may take beyond that. */
  readonly spareWork: number;
}

/**
 * The packages of Go's own tree, the commands included, have 6.7 million tokens; the largest (cmd/compile/internal/ssa) 2.0
 * million, the largest file 0.4 million. No package of it takes more than 3 steps a token. At these limits the worst input
 * known stays below a minute of CPU time and 1.5 GB.
 */
export const ANALYSIS_LIMITS: AnalysisLimits = {
  tokensOfFile: 1_000_000,
  tokensOfPackage: 3_000_000,
  tokensOfInput: 10_000_000,
  functionsOfPackage: 100_000,
  findingsOfPackage: 2_000,
  workPerToken: 10,
  spareWork: 30_000_000,
};

/** Why something was not analysed, in words that complete a sentence about it. */
export const WHY_NOT: Readonly<Record<ParseRefusal["refused"], string>> = {
  "too-large": "is too large to be analysed",
  "too-many-nodes": "has too many tokens to be analysed",
  "too-slow": "is too slow to parse to be analysed",
};
