import type { Policy } from "../policy/policy.ts";
import type { CheckReport } from "../source/finding.ts";
import type { GoPackage } from "../source/input.ts";
import type { GoParser } from "../source/parser.ts";
import { analyzePackage, type PackageResult, type PackageSettings } from "./analyze-package.ts";
import type { AnalysisCache } from "./cache.ts";
import { inOrder } from "./collect.ts";
import { fingerprinted } from "./fingerprint.ts";

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
}

/** Changes whenever the same source may give other results. */
const RESULT_FORMAT = 4;

/**
 * Looks for hazards in Go packages. Findings come sorted by file, line, column and rule, with fingerprints that survive
 * moved lines. Broken source gives findings, never an exception.
 */
export function analyze(packages: readonly GoPackage[], options: AnalyzeOptions): CheckReport {
  const folders = foldersOf(packages);
  const settings: PackageSettings = {
    parser: options.parser,
    policy: options.policy,
    honourSuppressions: options.honourSuppressions,
    isOwnPackage: (path) => folders.some((folder) => path === folder || path.endsWith(`/${folder}`)),
  };
  const results = packages.map((one) => analyzeCached(one, settings, options, folders));
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

function analyzeCached(
  one: GoPackage,
  settings: PackageSettings,
  options: AnalyzeOptions,
  folders: readonly string[],
): PackageResult {
  const { cache } = options;
  if (cache === undefined) return analyzePackage(one, settings);
  const key = cacheKey(one, options, folders);
  const known = cache.get(key);
  if (known !== undefined) return JSON.parse(known) as PackageResult;
  const result = analyzePackage(one, settings);
  cache.put(key, JSON.stringify(result));
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
    policy === undefined ? [] : [...policy.rules].sort(),
  ]);
  const files = one.files.map((file) => `${file.path}\0${options.sha256(file.text)}`);
  return options.sha256([settings, one.name, ...files].join("\0"));
}

/** Folders of the analysed packages: an import path that ends with one of them is the source's own. */
function foldersOf(packages: readonly GoPackage[]): string[] {
  return packages
    .map(({ name }) => name.replace(/^(\.?\.\/)+/, ""))
    .filter((name) => name !== "" && name !== "." && !name.endsWith(".go"))
    .sort();
}
