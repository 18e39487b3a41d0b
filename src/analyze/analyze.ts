import type { Policy } from "../policy/policy.ts";
import type { CheckReport } from "../source/finding.ts";
import type { GoPackage } from "../source/input.ts";
import { type GoParser, newParseTime } from "../source/parser.ts";
import type { PackageResult, PackageSettings } from "./analyze-package.ts";
import type { AnalysisCache } from "./cache.ts";
import { inOrder } from "./collect.ts";
import { fingerprinted } from "./fingerprint.ts";
import { ANALYSIS_LIMITS, type AnalysisLimits } from "./limits.ts";
import type { Allowance } from "./open-files.ts";

export interface AnalyzeOptions {
  readonly parser: GoParser;
  /** undefined: nothing is forbidden but what cannot work. */
  readonly policy?: Policy | undefined;
  /** Whether `//sandglass:ignore` silences findings; else they are reported with the author's reason. */
  readonly honourSuppressions: boolean;
  readonly toolVersion: string;
  /** Lower-case hex of the UTF-8 text. */
  readonly sha256: (text: string) => string;
  readonly cache?: AnalysisCache | undefined;
  /** Default: ANALYSIS_LIMITS. */
  readonly limits?: AnalysisLimits;
}

/** PATH_MAX of Linux. */
const LONGEST_PATH = 4_096;

/** Changes whenever the same source may give other results. */
const RESULT_FORMAT = 8;

/**
 * Looks for hazards in Go packages. Findings come sorted by file, line, column and rule, with fingerprints that survive
 * moved lines. Broken source gives findings, never an exception; what exceeds the limits gives findings `not-analysed`.
 */
export async function analyze(packages: readonly GoPackage[], options: AnalyzeOptions): Promise<CheckReport> {
  const folders = foldersOf(packages);
  const isFolder = new Set(folders);
  const limits = options.limits ?? ANALYSIS_LIMITS;
  const allowance = { tokens: limits.tokensOfInput, work: limits.spareWork, parseTime: newParseTime() };
  const settings: PackageSettings = {
    parser: options.parser,
    policy: options.policy,
    honourSuppressions: options.honourSuppressions,
    limits,
    isOwnPackage: (path) => endsOf(path).some((end) => isFolder.has(end)),
  };
  const cache =
    options.cache === undefined
      ? undefined
      : { results: options.cache, keyOf: (one: GoPackage) => cacheKey(one, options, folders) };
  const results: PackageResult[] = [];
  for (const one of packages) results.push(await analyzeCached(one, allowance, settings, cache));
  const findings = fingerprinted(results.flatMap((one) => one.findings).sort(inOrder), options.sha256);
  const silenced = results.flatMap((one) => one.suppressed).sort(inOrder);
  return {
    schemaVersion: 1,
    tool: { name: "sandglass", version: options.toolVersion },
    files: packages.reduce((sum, one) => sum + one.files.length, 0),
    functions: results.reduce((sum, one) => sum + one.functions, 0),
    loops: results.reduce((sum, one) => sum + one.loops, 0),
    findings,
    suppressed: fingerprinted(silenced, options.sha256).map((finding, at) => ({
      ...finding,
      reason: silenced[at]!.reason,
    })),
  };
}

interface KeyedCache {
  readonly results: AnalysisCache;
  readonly keyOf: (one: GoPackage) => string;
}

/** What a package used up is part of its result, so that the same input gives the same report, remembered or not. */
async function analyzeCached(
  one: GoPackage,
  allowance: Allowance,
  settings: PackageSettings,
  cache: KeyedCache | undefined,
): Promise<PackageResult> {
  const key = cache?.keyOf(one) ?? "";
  const known = cache?.results.get(key);
  if (known !== undefined) {
    const result = JSON.parse(known) as PackageResult;
    if (result.tokens <= allowance.tokens && result.spareWork <= allowance.work) {
      allowance.tokens -= result.tokens;
      allowance.work -= result.spareWork;
      return result;
    }
  }
  // The rules are many: a run that remembers all results does not load them.
  const { analyzePackage } = await import("./analyze-package.ts");
  const result = await analyzePackage(one, allowance, settings);
  if (result.isComplete) cache?.results.put(key, JSON.stringify(result));
  return result;
}

/** Everything that a result depends on: the tool, the settings, names and contents of the files. */
function cacheKey(one: GoPackage, options: AnalyzeOptions, folders: readonly string[]): string {
  const { policy } = options;
  const settings = JSON.stringify([
    RESULT_FORMAT,
    options.parser.engine,
    options.toolVersion,
    options.honourSuppressions,
    policy?.allowedGoImports,
    policy?.allowedGoImports === undefined ? [] : folders,
    policy?.deniedGoImports,
    policy?.limits.memoryBytes,
    policy === undefined ? [] : [...policy.rules].sort(),
  ]);
  const files = one.files.map((file) => `${file.path}\0${options.sha256(file.text)}`);
  const unreadable = JSON.stringify(one.unreadable ?? []);
  return options.sha256([settings, one.name, unreadable, ...files].join("\0"));
}

/** `a/b/c`, `b/c`, `c`; of a path that no folder has, nothing. */
function endsOf(path: string): string[] {
  if (path.length > LONGEST_PATH) return [];
  const parts = path.split("/");
  return parts.map((_, from) => parts.slice(from).join("/"));
}

/** Folders of the analysed packages: an import path that ends with one of them is the source's own. */
function foldersOf(packages: readonly GoPackage[]): string[] {
  return packages
    .map(({ name }) => name.replace(/^(\.?\.\/)+/, ""))
    .filter((name) => name !== "" && name !== "." && !name.endsWith(".go"))
    .sort();
}
