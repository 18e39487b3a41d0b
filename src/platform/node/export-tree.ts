import { randomUUID } from "node:crypto";
import { lstat, mkdir, readdir, rename, rm, rmdir, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { platform } from "node:process";
import { ToolError } from "../../errors.ts";
import type { ChangedEntry, Changes } from "../../runtime/fs/changes.ts";
import { isPlainName, staysInside } from "../../runtime/fs/export-names.ts";

/** The list of what was created, changed and deleted, beside the files. */
export const CHANGES_FILE = ".sandglass-changes.json";

/** Throws ToolError `output/...` unless the folder can be written by `exportTree`: it does not exist yet, or is empty. */
export async function requireExportFolder(folder: string): Promise<void> {
  const facts = await lstat(folder).catch(() => undefined);
  if (facts === undefined) {
    const parent = await lstat(dirname(resolve(folder))).catch(() => undefined);
    if (parent === undefined)
      throw exportError("no-folder", folder, "its parent folder does not exist", "create it first");
    return;
  }
  if (!facts.isDirectory()) throw exportError("not-a-folder", folder, "it is no folder", "name a new folder");
  const names = await readdir(folder).catch(() => [""]);
  if (names.length > 0)
    throw exportError("not-empty", folder, "it is not empty", "name a new folder, or remove that one");
}

/**
 * Writes what a guest changed below a folder, under its guest paths: whole or not at all (a new folder beside it, then renamed).
 * Every folder on the way is made here, so no path leads through a symlink; symlinks come last, and only those that stay
 * inside. Returns what was left out, with the reason, which is also in the list that is written.
 * Throws ToolError `output/...`.
 */
export async function exportTree(folder: string, changes: Changes): Promise<Changes["skipped"]> {
  await requireExportFolder(folder);
  const target = resolve(folder);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    await mkdir(temporary);
    const skipped = [...changes.skipped, ...(await writeEntries(temporary, changes.entries))];
    const { created, changed, deleted } = changes;
    const list = JSON.stringify({ schemaVersion: 1, created, changed, deleted, skipped }, undefined, 2);
    await writeFile(join(temporary, CHANGES_FILE), `${list}\n`);
    await rmdir(target).catch(() => undefined);
    await rename(temporary, target);
    return skipped;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    if (error instanceof ToolError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw exportError(
      "failed",
      folder,
      `the system said ${code}`,
      "nothing was written; choose another folder",
    );
  }
}

async function writeEntries(
  top: string,
  entries: readonly ChangedEntry[],
): Promise<Changes["skipped"][number][]> {
  const skipped: { path: string; why: string }[] = [];
  const folders = new Set<string>();
  // Last, so that nothing is ever written through one.
  const links = entries.filter(({ kind }) => kind === "symlink");
  for (const entry of [...entries.filter(({ kind }) => kind !== "symlink"), ...links]) {
    const why = refusal(entry) ?? (await written(top, entry, folders));
    if (why !== undefined) skipped.push({ path: entry.path, why });
  }
  return skipped;
}

function refusal(entry: ChangedEntry): string | undefined {
  const names = namesOf(entry.path);
  if (names.length === 0) return entry.kind === "directory" ? undefined : "it has no name";
  if (!names.every((name) => isPlainName(name, platform === "win32")))
    return "its name cannot be one on this machine";
  if (names.length === 1 && names[0] === CHANGES_FILE) return "its name is that of the list of changes";
  if (entry.kind !== "symlink") return undefined;
  if (platform === "win32") return "symlinks are not written on Windows";
  return staysInside(entry.target, names.length - 1) ? undefined : "the symlink leads outside";
}

/** Why it could not be written; undefined when it was. Throws what concerns the disk and not the name. */
async function written(top: string, entry: ChangedEntry, folders: Set<string>): Promise<string | undefined> {
  const names = namesOf(entry.path);
  const own = entry.kind === "directory" ? names : names.slice(0, -1);
  try {
    await makeFolders(top, own, folders);
    const path = join(top, ...names);
    if (entry.kind === "file") await writeFile(path, entry.bytes, { flag: "wx" });
    if (entry.kind === "symlink") await symlink(entry.target, path);
    return undefined;
  } catch (error) {
    return NAME_TROUBLE.get((error as NodeJS.ErrnoException).code ?? "") ?? raise(error);
  }
}

const NAME_TROUBLE: ReadonlyMap<string, string> = new Map([
  ["EEXIST", "another name is the same on this machine"],
  ["ENOTDIR", "another name is the same on this machine"],
  ["ENAMETOOLONG", "its name is too long for this machine"],
  ["EILSEQ", "its name cannot be one on this machine"],
  ["EINVAL", "its name cannot be one on this machine"],
]);

function raise(error: unknown): never {
  throw error;
}

/** One by one, each made here: where two names are the same to this machine, the second folder is not ours. */
async function makeFolders(top: string, names: readonly string[], folders: Set<string>): Promise<void> {
  for (let depth = 1; depth <= names.length; depth++) {
    const path = join(top, ...names.slice(0, depth));
    if (folders.has(path)) continue;
    await mkdir(path);
    folders.add(path);
  }
}

function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "");
}

function exportError(code: string, folder: string, what: string, hint: string): ToolError {
  return new ToolError(`output/${code}`, `cannot export to ${folder}: ${what}`, {
    hint,
    place: { file: folder },
  });
}
