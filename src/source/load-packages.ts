import { ToolError } from "../errors.ts";
import { type BuildTarget, DEFAULT_TARGET } from "./build-target.ts";
import { type Display, displayPath } from "./display-path.ts";
import type { GoPackage, GoSourceFile } from "./input.ts";
import { CHECK_LIMITS, newBudget, type SourceBudget, type SourceLimits } from "./limits.ts";
import { noGoFiles } from "./load-go-input.ts";
import { unknownKind } from "./load-input.ts";
import { emptyFile } from "./main-package.ts";
import { absolutePath, findModule, findNamed, type NamedInput } from "./named-input.ts";
import { compiledFiles, isBlank, type PackageFile, packageFile, strictText } from "./package-files.ts";
import { packageFolders } from "./package-folders.ts";
import { foldersOf } from "./reachable.ts";
import { folderOf, joinPath, within } from "./slash-path.ts";
import type { SourceHost } from "./source-host.ts";
import { readGoFiles, type SourceTree } from "./source-tree.ts";
import { looksLikeTxtar, txtarFiles } from "./txtar-files.ts";
import { readOrTell, type UnreadableFile } from "./unreadable.ts";
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
 * or all packages in it. A file in a folder that is checked anyway is not checked twice. What cannot be read in a folder
 * or archive is told in its package and hides nothing beside it.
 * Throws ToolError `source/...` for what was named and cannot be read, or holds no Go.
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

async function loadStdin(bytes: Uint8Array, loading: Loading): Promise<void> {
  if (looksLikeTxtar(bytes)) await loadArchive(bytes, "stdin.txtar", loading);
  else loading.archives.push(loosePackage(bytes, "stdin.go"));
}

function loosePackage(bytes: Uint8Array, shown: string): GoPackage {
  if (isBlank(bytes)) throw emptyFile(shown);
  return {
    name: shown,
    files: [{ path: shown, text: strictText(packageFile({ name: shown, bytes }), shown) }],
  };
}

async function loadArchive(bytes: Uint8Array, shown: string, loading: Loading): Promise<void> {
  const files = txtarFiles(bytes, shown, newBudget(loading.budget.limits, shown));
  const folders = foldersOf(files);
  const found: GoPackage[] = [];
  for (const folder of packageFolders(files)) {
    const own = compiledFiles(folders.get(folder) ?? [], [loading.target]);
    found.push(...(await packagesIn(folder, own, { displayPrefix: `${shown}/` }, [])));
  }
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
  const unreadable: UnreadableFile[] = [];
  const walked = await walkPackages(tree, folder, pattern, (one) => unreadable.push(one));
  let count = unreadable.length;
  for (const one of unreadable) loading.archives.push({ name: one.path, files: [], unreadable: [one] });
  for (const here of walked) count += (await loadTreeFolder(tree, here, loading)).count;
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
  const unreadable: UnreadableFile[] = [];
  const files = await readGoFiles(tree, folder, (one) => unreadable.push(one));
  const packages = await packagesIn(folder, compiledFiles(files, [target]), tree, unreadable);
  if (packages.length > 0) folders.set(key, packages);
  return { count: packages.length, excluded: files.length > 0 };
}

/**
 * Usually one package; a folder with several, which Go would refuse, is taken apart. `unreadable` is what of the folder is
 * not among `files`: it may belong to any of them.
 */
async function packagesIn(
  folder: string,
  files: readonly PackageFile[],
  display: Display,
  unreadable: UnreadableFile[],
): Promise<readonly GoPackage[]> {
  const name = displayPath(display, folder);
  const byName = new Map<string, GoSourceFile[]>();
  const common = files.find((one) => one.header.packageName)?.header.packageName ?? "";
  for (const file of files) {
    const path = displayPath(display, within(folder, file.name));
    const text = await readOrTell(
      path,
      (one) => unreadable.push(one),
      () => strictText(file, path),
    );
    if (text === undefined) continue;
    const clause = file.header.packageName ?? common;
    const known = byName.get(clause);
    if (known === undefined) byName.set(clause, [{ path, text }]);
    else known.push({ path, text });
  }
  if (unreadable.length === 0) return [...byName.values()].map((own) => ({ name, files: own }));
  const packages = byName.size === 0 ? [[]] : [...byName.values()];
  return packages.map((own, at) => ({ name, files: own, unreadable: at === 0 ? unreadable : [] }));
}

function notSource(shown: string): ToolError {
  if (!shown.endsWith(".wasm")) return unknownKind(shown);
  return new ToolError("source/unknown-kind", `${shown} is a module; check reads Go source`, {
    hint: "use sandglass audit or sandglass run for a module",
    place: { file: shown },
  });
}
