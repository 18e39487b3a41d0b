import { type GoFile, openGoFile } from "../source/go-file.ts";
import type { GoPackage } from "../source/input.ts";
import type { GoParser, ParseTime } from "../source/parser.ts";
import { tokenCount } from "../source/token-count.ts";
import { type AnalysisLimits, WHY_NOT } from "./limits.ts";

/** What the packages of one input share; each takes from it. */
export interface Allowance {
  tokens: number;
  work: number;
  readonly parseTime: ParseTime;
}

/** The files of a package that can be analysed. */
export interface OpenFiles {
  readonly files: readonly GoFile[];
  /** Why others cannot. */
  readonly refused: readonly { readonly path: string; readonly why: string }[];
  readonly tokens: number;
  /** Whether nothing was refused for what other files used up. */
  readonly isComplete: boolean;
}

/** Parses the files of a package, unless they are too much: that is known before any is parsed. */
export async function openFiles(
  { files: sources }: GoPackage,
  allowance: Allowance,
  settings: { readonly parser: GoParser; readonly limits: AnalysisLimits },
): Promise<OpenFiles> {
  const { parser, limits } = settings;
  const counted = sources.map((source) => ({ source, count: tokenCount(source.text) }));
  const usable = counted.filter(({ count }) => count <= limits.tokensOfFile);
  const tooLarge = counted.filter(({ count }) => count > limits.tokensOfFile);
  const tokens = usable.reduce((sum, { count }) => sum + count, 0);
  const first = sources[0]?.path ?? "";
  if (tokens > limits.tokensOfPackage) {
    const why = `this package has ${tokens} tokens, too many to be analysed; the limit is ${limits.tokensOfPackage}`;
    return { files: [], refused: [{ path: first, why }], tokens: 0, isComplete: true };
  }
  if (tokens > allowance.tokens) {
    const why = `this package is not analysed: the input has more than ${limits.tokensOfInput} tokens`;
    return { files: [], refused: [{ path: first, why }], tokens: 0, isComplete: false };
  }
  allowance.tokens -= tokens;
  const files: GoFile[] = [];
  const refused = tooLarge.map(({ source, count }) => ({
    path: source.path,
    why: `this file has ${count} tokens, too many to be analysed; the limit is ${limits.tokensOfFile}`,
  }));
  let isComplete = true;
  for (const { source } of usable) {
    const file = await openGoFile(source, parser, allowance.parseTime);
    if ("refused" in file) {
      refused.push({ path: source.path, why: `this file ${WHY_NOT[file.refused]}` });
      if (file.refused === "too-slow") isComplete = false;
    } else files.push(file);
    await parser.release();
  }
  return { files, refused, tokens, isComplete };
}
