import { ToolError } from "../errors.ts";
import { moduleOfFiles } from "./go-module.ts";
import type { GoInput } from "./input.ts";
import type { SourceBudget } from "./limits.ts";
import { isMainPackage, requireMainPackage } from "./main-package.ts";
import { compiledFiles, EVERY_TARGET } from "./package-files.ts";
import { packageFolders } from "./package-folders.ts";
import { type Folders, foldersOf, reachablePackages } from "./reachable.ts";
import { folderOf, within } from "./slash-path.ts";
import { txtarFiles } from "./txtar-files.ts";

/** An archive as the user gave it. */
export interface ArchiveSource {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly origin: "txtar" | "stdin";
  /** How the archive is called in messages; its files are shown below it. */
  readonly shown: string;
}

/**
 * The program in an archive: package main at its root, else its only package main. Go files that the program does not
 * import are left out, so that what is built is what is analysed.
 * Throws ToolError `source/...`.
 */
export function txtarInput({ bytes, name, origin, shown }: ArchiveSource, budget: SourceBudget): GoInput {
  const files = txtarFiles(bytes, shown, budget);
  const folders = foldersOf(files);
  const packageDirectory = mainFolder(folders, files, shown);
  const reachable = reachablePackages(packageDirectory, folders, moduleOfFiles(files), EVERY_TARGET);
  const kept = [...files].filter(([path]) => !path.endsWith(".go") || reachable.has(folderOf(path)));
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  return { kind: "go", origin, name, files: new Map(kept), packageDirectory, displayPrefix: `${shown}/` };
}

function mainFolder(folders: Folders, files: ReadonlyMap<string, Uint8Array>, shown: string): string {
  const candidates = packageFolders(files).map((folder) => ({
    folder,
    compiled: compiledFiles(folders.get(folder) ?? [], EVERY_TARGET),
  }));
  const mains = candidates.filter(({ compiled }) => isMainPackage(compiled));
  const chosen = mains.find(({ folder }) => folder === ".") ?? mains[0] ?? candidates[0];
  if (chosen === undefined || chosen.compiled.length === 0) {
    throw new ToolError("source/no-go-files", `${shown} holds no Go file that can be built`, {
      hint: "put package main at the root of the archive",
      place: { file: shown },
    });
  }
  if (mains.length > 1 && chosen.folder !== ".") {
    throw manyMains(
      shown,
      mains.map(({ folder }) => `${shown}/${folder}`),
    );
  }
  requireMainPackage(chosen.compiled, (file) => `${shown}/${within(chosen.folder, file)}`);
  return chosen.folder;
}

/** The error for a choice that only the user can make. */
export function manyMains(name: string, candidates: readonly string[]): ToolError {
  const some = candidates.slice(0, 10).join(", ");
  const more = candidates.length > 10 ? ` and ${candidates.length - 10} more` : "";
  return new ToolError("source/many-mains", `${name} holds ${candidates.length} programs: ${some}${more}`, {
    hint: "name the folder of one of them",
    place: { file: name },
  });
}
