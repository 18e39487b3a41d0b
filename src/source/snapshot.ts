import { embeddedPaths } from "./embed.ts";
import { importsPath } from "./go-header.ts";
import { type GoModule, moduleOfFiles, VENDOR_LIST } from "./go-module.ts";
import { findModuleRoot, isFile, REPOSITORY_MARKS } from "./module-root.ts";
import { compiledFiles, EVERY_TARGET, type PackageFile } from "./package-files.ts";
import { localFolders } from "./reachable.ts";
import { isWithin, joinPath, within } from "./slash-path.ts";
import { entriesOf, readGoFiles, readInTree, type SourceTree } from "./source-tree.ts";

/** Files of a module that say how the rest is to be understood. */
const MODULE_FILES: readonly string[] = ["go.mod", "go.sum", VENDOR_LIST];
/** Never part of a program: repositories, and other tools' packages, which are many. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([...REPOSITORY_MARKS, "node_modules"]);

/**
 * Takes everything that a build of the package in `folder` may read: its Go files, those of the packages that it imports
 * from the same module or its vendor folder, and what they embed. Keys are slash-separated paths relative to the root,
 * sorted. Tests, nested modules and what nothing imports are left out, so the size of the repository does not matter.
 * Throws ToolError `source/...`.
 */
export async function takeModuleSnapshot(
  tree: SourceTree,
  folder: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of MODULE_FILES) {
    const full = joinPath(tree.root, path);
    if ((await isFile(full, tree.host)) && isWithin(tree.root, (await tree.host.realpath(full)) ?? "")) {
      files.set(path, await readInTree(tree, full, path));
    }
  }
  const module = moduleOfFiles(files);
  const seen = new Set<string>();
  const pending = [folder];
  for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
    if (seen.has(here) || (await isForeign(tree, here))) continue;
    seen.add(here);
    pending.push(...(await takePackage(tree, here, module, files)));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Takes one package and what it embeds; the folders that it imports from. */
async function takePackage(
  tree: SourceTree,
  folder: string,
  module: GoModule,
  files: Map<string, Uint8Array>,
): Promise<readonly string[]> {
  const found = await readGoFiles(tree, folder);
  for (const { name, bytes } of found) files.set(within(folder, name), bytes);
  const compiled = compiledFiles(found, EVERY_TARGET);
  for (const path of embeddedBy(compiled)) await takeEmbedded(tree, within(folder, path), files);
  return localFolders(compiled, module);
}

function embeddedBy(files: readonly PackageFile[]): readonly string[] {
  const embedding = files.filter(({ header }) => importsPath(header, "embed"));
  return [...new Set(embedding.flatMap(({ text }) => embeddedPaths(text)))];
}

/** Takes a file or all regular files below a folder. Go embeds no symlinks and nothing of another module. */
async function takeEmbedded(tree: SourceTree, path: string, files: Map<string, Uint8Array>): Promise<void> {
  const pending = [path.endsWith("/.") ? path.slice(0, -2) : path];
  for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
    const full = joinPath(tree.root, here);
    if ((await tree.host.realpath(full)) !== full) continue;
    const kind = (await tree.host.lstat(full))?.kind;
    if (kind === "file" && !files.has(here)) files.set(here, await readInTree(tree, full, here));
    if (kind !== "folder" || (here !== "." && (await isFile(joinPath(full, "go.mod"), tree.host)))) continue;
    for (const entry of await entriesOf(tree, here)) {
      if (!SKIPPED_FOLDERS.has(entry.name)) pending.push(within(here, entry.name));
    }
  }
}

/** Whether a folder belongs to a module nested in this one. */
async function isForeign(tree: SourceTree, folder: string): Promise<boolean> {
  if (folder === "." || folder.startsWith("vendor/")) return false;
  const nearest = await findModuleRoot(joinPath(tree.root, folder), tree.host);
  return nearest !== tree.root && (await isFile(joinPath(nearest, "go.mod"), tree.host));
}
