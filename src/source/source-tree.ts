import { ToolError } from "../errors.ts";
import { isBuildName, matchesName } from "./build-constraints.ts";
import { type Display, displayPath } from "./display-path.ts";
import type { SourceBudget } from "./limits.ts";
import { isWithin, joinPath, relativePath, within } from "./slash-path.ts";
import type { FolderEntry, SourceHost } from "./source-host.ts";
import { type OnUnreadable, readOrTell } from "./unreadable.ts";

/** A tree of source on disk. Nothing outside of `root` is ever read, whatever symlinks say. */
export interface SourceTree extends Display {
  /** Absolute, real. */
  readonly root: string;
  readonly host: SourceHost;
  readonly budget: SourceBudget;
}

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the Go files of a folder (relative to the root) that some build of ours may compile, by name. A symlink to a file
 * inside the tree is read as a file; one to a folder is no source. What cannot be read goes to `onUnreadable`.
 * Throws ToolError: those of the limits; without `onUnreadable` also `source/link-leaves`, `source/broken-link`,
 * `source/not-a-file` and those of the host.
 */
export async function readGoFiles(
  tree: SourceTree,
  folder: string,
  onUnreadable?: OnUnreadable,
): Promise<readonly NamedBytes[]> {
  const files: NamedBytes[] = [];
  const { real: realFolder, entries } = await listFolder(tree, folder);
  for (const entry of entries) {
    if (!mayBeBuilt(entry.name) || entry.kind === "folder") continue;
    const path = within(folder, entry.name);
    const bytes = await readOrTell(shownIn(tree, path), onUnreadable, async () => {
      const real =
        entry.kind === "file" ? joinPath(realFolder, entry.name) : await realFile(tree, path, entry);
      return real === undefined ? undefined : readInTree(tree, real, path);
    });
    if (bytes !== undefined) files.push({ name: entry.name, bytes });
  }
  return files;
}

/** Entries of a folder of the tree; none when there is no such folder. Throws ToolError `source/link-leaves`. */
export async function entriesOf(tree: SourceTree, folder: string): Promise<readonly FolderEntry[]> {
  return (await listFolder(tree, folder)).entries;
}

interface ListedFolder {
  readonly real: string;
  readonly entries: readonly FolderEntry[];
}

async function listFolder(tree: SourceTree, folder: string): Promise<ListedFolder> {
  const real = await tree.host.realpath(joinPath(tree.root, folder));
  if (real === undefined) return { real: tree.root, entries: [] };
  if (!isWithin(tree.root, real)) throw linkLeaves(tree, folder, real);
  if ((await tree.host.lstat(real))?.kind !== "folder") return { real, entries: [] };
  const entries = await listed(tree, folder, real);
  tree.budget.walk(entries.length, shownIn(tree, folder));
  return { real, entries };
}

/** Reads a file of the tree at its real path, within the budget; `path` is how it is called in messages. */
export async function readInTree(tree: SourceTree, real: string, path: string): Promise<Uint8Array> {
  const { limits, take } = tree.budget;
  const shown = shownIn(tree, path);
  take((await tree.host.lstat(real))?.bytes ?? 0, shown);
  return tree.host.readFile(real, path.endsWith(".go") ? limits.goFileBytes : limits.totalBytes);
}

/** The path for messages of a path relative to the root. */
export function shownIn(tree: SourceTree, path: string): string {
  return displayPath(tree, path);
}

function mayBeBuilt(name: string): boolean {
  return isBuildName(name) && (matchesName(name, { os: "wasip1" }) || matchesName(name, { os: "js" }));
}

/** The real path of what is no plain file; undefined for a symlink to a folder. */
async function realFile(tree: SourceTree, path: string, entry: FolderEntry): Promise<string | undefined> {
  const full = joinPath(tree.root, path);
  const real = await tree.host.realpath(full);
  if (real === undefined) throw brokenLink(tree, path);
  if (!isWithin(tree.root, real)) throw linkLeaves(tree, path, real);
  const kind = entry.kind === "link" ? (await tree.host.lstat(real))?.kind : entry.kind;
  if (kind === "file") return real;
  if (kind === "folder") return undefined;
  throw new ToolError(
    "source/not-a-file",
    `${shownIn(tree, path)} is a FIFO, device or socket, not Go source`,
    {
      hint: "remove it, or rename it so that it does not end in .go",
      place: { file: shownIn(tree, path) },
    },
  );
}

async function listed(tree: SourceTree, folder: string, real: string): Promise<readonly FolderEntry[]> {
  try {
    return await tree.host.readdir(real);
  } catch (cause) {
    const shown = shownIn(tree, folder);
    throw new ToolError("source/unreadable", `cannot list the folder ${shown}`, {
      hint: "give yourself permission to read it",
      place: { file: shown },
      cause,
    });
  }
}

function brokenLink(tree: SourceTree, path: string): ToolError {
  return new ToolError("source/broken-link", `${shownIn(tree, path)} is a symlink that leads nowhere`, {
    hint: "remove it, or mend it",
    place: { file: shownIn(tree, path) },
  });
}

function linkLeaves(tree: SourceTree, path: string, real: string): ToolError {
  const target = relativePath(tree.root, real);
  return new ToolError(
    "source/link-leaves",
    `${shownIn(tree, path)} is a symlink that leaves the input, to ${target}`,
    {
      hint: "replace it by a copy, or name a folder that holds both",
      place: { file: shownIn(tree, path) },
    },
  );
}
