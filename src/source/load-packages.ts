import { ToolError } from "../errors.ts";
import { type BuildTarget, DEFAULT_TARGET } from "./build-target.ts";
import type { Display } from "./display-path.ts";
import type { GoPackage } from "./input.ts";
import { CHECK_LIMITS, newBudget, type SourceBudget, type SourceLimits } from "./limits.ts";
import { noGoFiles } from "./load-go-input.ts";
import { unknownKind } from "./load-input.ts";
import { emptyFile } from "./main-package.ts";
import { absolutePath, findModule, findNamed, type NamedInput } from "./named-input.ts";
import { compiledFiles, isBlank, type PackageFile, packageFile, strictText } from "./package-files.ts";
import { packageFolders } from "./package-folders.ts";
import { goPackage } from "./packages-of-input.ts";
import { foldersOf } from "./reachable.ts";
import { folderOf, joinPath } from "./slash-path.ts";
import type { SourceHost } from "./source-host.ts";
import { readGoFiles, type SourceTree } from "./source-tree.ts";
import { looksLikeTxtar, txtarFiles } from "./txtar-files.ts";
import { patternStart, walkPackages } from "./walk.ts";

export { packagesOfInput } from "./packages-of-input.ts";

export interface LoadPackagesOptions {
  readonly limits?: SourceLimits;
  readonly target?: BuildTarget;
}

/** What one call collects. Folders and loose files are known by their real path, so that nothing is read twice. */
interface Loading {
  readonly host: SourceHost;
  readonly budget: SourceBudget;
  readonly target: BuildTarget;
  readonly folders: Map<string, readonly GoPackage[]>;
  readonly loose: Map<string, GoPackage>;
  readonly archives: GoPackage[];
}

/**
 * The packages that `check` was asked for, sorted by name: a `.go` file is a program of its own whatever its build
 * constraints, a folder is the package in it, `./...` are all packages below, a `.txtar` or standard input (`-`) is a file
 * or all packages in it. A file in a folder that is checked anyway is not checked twice.
 * Throws ToolError `source/...` for what cannot be read or holds no Go.
 */
export async function loadPackages(
  args: readonly string[],
  host: SourceHost,
  { limits = CHECK_LIMITS, target = DEFAULT_TARGET }: LoadPackagesOptions = {},
): Promise<readonly GoPackage[]> {
  const budget = newBudget(limits, args.join(" "));
  const loading: Loading = { host, budget, target, folders: new Map(), loose: new Map(), archives: [] };
  for (const argument of args) await loadArgument(argument, loading);
  const loose = [...loading.loose]
    .filter(([path]) => !loading.folders.has(folderOf(path)))
    .map(([, one]) => one);
  const packages = [...[...loading.folders.values()].flat(), ...loose, ...loading.archives];
  return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function loadArgument(argument: string, loading: Loading): Promise<void> {
  const { host, budget } = loading;
  if (argument === "-") return loadStdin(await host.readStdin(budget.limits.totalBytes), loading);
  if (argument.includes("...")) return loadPattern(argument, loading);
  const named = await findNamed(argument, host);
  if (named.kind === "folder") return loadFolder(argument, named, loading);
  if (!/\.(go|txtar)$/.test(named.typed)) throw notSource(named.shown);
  budget.take(named.bytes, named.shown);
  const bytes = await host.readFile(named.real, budget.limits.totalBytes);
  if (named.typed.endsWith(".txtar")) return loadArchive(bytes, named.shown, loading);
  loading.loose.set(named.real, loosePackage(bytes, named.shown));
}

function loadStdin(bytes: Uint8Array, loading: Loading): void {
  if (looksLikeTxtar(bytes)) loadArchive(bytes, "stdin.txtar", loading);
  else loading.archives.push(loosePackage(bytes, "stdin.go"));
}

function loosePackage(bytes: Uint8Array, shown: string): GoPackage {
  if (isBlank(bytes)) throw emptyFile(shown);
  return {
    name: shown,
    files: [{ path: shown, text: strictText(packageFile({ name: shown, bytes }), shown) }],
  };
}

function loadArchive(bytes: Uint8Array, shown: string, loading: Loading): void {
  const files = txtarFiles(bytes, shown, newBudget(loading.budget.limits, shown));
  const folders = foldersOf(files);
  const found = packageFolders(files).flatMap((folder) =>
    packagesIn(folder, compiledFiles(folders.get(folder) ?? [], [loading.target]), {
      displayPrefix: `${shown}/`,
    }),
  );
  if (found.length === 0) throw noGoFiles(shown, folders.size > 0);
  loading.archives.push(...found);
}

async function loadFolder(argument: string, named: NamedInput, loading: Loading): Promise<void> {
  const { root, folder, display } = await findModule(named, argument, loading.host);
  const tree = { root, ...display, host: loading.host, budget: loading.budget };
  const { count, excluded } = await loadTreeFolder(tree, folder, loading);
  if (count === 0) throw noGoFiles(named.shown, excluded);
}

async function loadPattern(pattern: string, loading: Loading): Promise<void> {
  const start = patternStart(pattern);
  const { typed, real } = await findFolder(start, loading.host);
  const { root, folder, display } = await findModule({ typed, real }, start, loading.host);
  const tree = { root, ...display, host: loading.host, budget: loading.budget };
  let count = 0;
  for (const here of await walkPackages(tree, folder, pattern))
    count += (await loadTreeFolder(tree, here, loading)).count;
  if (count > 0) return;
  throw new ToolError("source/no-go-files", `${pattern} matches no package`, {
    hint: "name a folder with Go files that are no tests",
    place: { file: pattern },
  });
}

async function findFolder(
  start: string,
  host: SourceHost,
): Promise<{ readonly typed: string; readonly real: string }> {
  const named = await findNamed(start, host);
  if (named.kind === "folder") return named;
  throw new ToolError("source/no-such-file", `${start} is not a folder`, {
    hint: "a pattern begins with a folder, as in ./cmd/...",
    place: { file: absolutePath(start, host) },
  });
}

async function loadTreeFolder(
  tree: SourceTree,
  folder: string,
  { folders, target }: Loading,
): Promise<{ readonly count: number; readonly excluded: boolean }> {
  const key = joinPath(tree.root, folder);
  const known = folders.get(key);
  if (known !== undefined) return { count: known.length, excluded: false };
  const files = await readGoFiles(tree, folder);
  const packages = packagesIn(folder, compiledFiles(files, [target]), tree);
  if (packages.length > 0) folders.set(key, packages);
  return { count: packages.length, excluded: files.length > 0 };
}

/** Usually one package; a folder with several, which Go would refuse, is taken apart. */
function packagesIn(folder: string, files: readonly PackageFile[], display: Display): readonly GoPackage[] {
  const byName = new Map<string, PackageFile[]>();
  const common = files.find((one) => one.header.packageName)?.header.packageName ?? "";
  for (const file of files) {
    const name = file.header.packageName ?? common;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [file]);
    else known.push(file);
  }
  return [...byName.values()].map((own) => goPackage(folder, own, display));
}

function notSource(shown: string): ToolError {
  if (!shown.endsWith(".wasm")) return unknownKind(shown);
  return new ToolError("source/unknown-kind", `${shown} is a module; check reads Go source`, {
    hint: "use sandglass audit or sandglass run for a module",
    place: { file: shown },
  });
}
