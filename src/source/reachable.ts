import type { BuildTarget } from "./build-target.ts";
import { foldersOfImport, type GoModule } from "./go-module.ts";
import { compiledFiles, type PackageFile } from "./package-files.ts";
import { baseName, folderOf } from "./slash-path.ts";

/** Go files of a snapshot by folder, sorted by path. */
export type Folders = ReadonlyMap<string, readonly { readonly name: string; readonly bytes: Uint8Array }[]>;

/** Groups the Go files of a snapshot by folder. */
export function foldersOf(files: ReadonlyMap<string, Uint8Array>): Folders {
  const folders = new Map<string, { name: string; bytes: Uint8Array }[]>();
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!path.endsWith(".go")) continue;
    const folder = folderOf(path);
    const file = { name: baseName(path), bytes };
    const others = folders.get(folder);
    if (others === undefined) folders.set(folder, [file]);
    else others.push(file);
  }
  return folders;
}

/**
 * The packages that a build of `start` compiles from the snapshot: itself and what it imports, from the module or its
 * vendor folder, by folder in sorted order, with the files that count for the targets.
 */
export function reachablePackages(
  start: string,
  folders: Folders,
  module: GoModule,
  targets: readonly BuildTarget[],
): ReadonlyMap<string, readonly PackageFile[]> {
  const found = new Map<string, readonly PackageFile[]>();
  const pending = [start];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const files = folders.get(folder);
    if (found.has(folder) || files === undefined) continue;
    const compiled = compiledFiles(files, targets);
    found.set(folder, compiled);
    pending.push(...localFolders(compiled, module));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Folders of the module that the files may import from. */
export function localFolders(files: readonly PackageFile[], module: GoModule): readonly string[] {
  const imports = new Set(files.flatMap((file) => file.header.imports.map(({ path }) => path)));
  return [...imports].flatMap((path) => foldersOfImport(path, module));
}
