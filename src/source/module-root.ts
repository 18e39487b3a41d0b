import { folderOf, joinPath } from "./slash-path.ts";
import type { SourceHost } from "./source-host.ts";

/** What marks the top of a repository: nothing above it belongs to the program. */
export const REPOSITORY_MARKS: readonly string[] = [".git", ".hg", ".svn", ".bzr", ".jj", "_darcs"];

/**
 * The folder of the nearest go.mod from `folder` (absolute, real) upward, not beyond the top of its repository;
 * `folder` itself when there is none.
 */
export async function findModuleRoot(folder: string, host: SourceHost): Promise<string> {
  for (let here = folder; ; here = folderOf(here)) {
    if (await isFile(joinPath(here, "go.mod"), host)) return here;
    if (folderOf(here) === here || (await isRepositoryRoot(here, host))) return folder;
  }
}

/** Whether a repository starts in this folder. */
export async function isRepositoryRoot(folder: string, host: SourceHost): Promise<boolean> {
  for (const mark of REPOSITORY_MARKS) {
    if ((await host.lstat(joinPath(folder, mark))) !== undefined) return true;
  }
  return false;
}

/** Whether a regular file stands at a path. */
export async function isFile(path: string, host: SourceHost): Promise<boolean> {
  return (await host.lstat(path))?.kind === "file";
}
