import { Fault } from "../wasi/errno.ts";
import { MemoryDirectory } from "./memory-directory.ts";
import type { FileNode, TreeNode } from "./node.ts";
import { OverlayFile } from "./overlay-file.ts";
import { joinGuest } from "./walk.ts";

/** What an export holds at most: a guest can move host files of any size, which takes no memory before. */
const MOST_EXPORT_BYTES = 256 << 20;

/** PATH_MAX of Linux. A guest can nest folders as deep as its quota, by way of descriptors, which makes paths of any length. */
const MAX_PATH_LENGTH = 4_096;
/** Paths of all changes together: the quota allows 65,536 entries, which can be long ones. */
const MOST_LISTED_CHARACTERS = 16 << 20;

/** Something to be written, by its absolute guest path; folders come before what they hold. */
export type ChangedEntry =
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "file"; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: "symlink"; readonly path: string; readonly target: string };

/** What a guest did to the trees that it could write to. Paths are absolute, of the guest, in the order of a walk. */
export interface Changes {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly deleted: readonly string[];
  /** Created or changed, and not exported. */
  readonly skipped: readonly { readonly path: string; readonly why: string }[];
  readonly entries: readonly ChangedEntry[];
}

/** A tree as it was before the guest ran: who stood where. */
export interface Baseline {
  readonly guestPath: string;
  readonly top: TreeNode;
  readonly nodes: ReadonlyMap<string, TreeNode>;
}

/** Remembers a tree. Mounts inside of it are trees of their own, and not looked into. */
export function takeBaseline(guestPath: string, top: TreeNode): Baseline {
  return { guestPath, top, nodes: new Map(walk(guestPath, top)) };
}

/** What is different now. A file that was moved is one that was deleted and one that was created. */
export function changesSince(baselines: readonly Baseline[]): Changes {
  const report = {
    created: [] as string[],
    changed: [] as string[],
    deleted: [] as string[],
    skipped: [] as { path: string; why: string }[],
    entries: [] as ChangedEntry[],
  };
  let leftBytes = MOST_EXPORT_BYTES;
  let leftCharacters = MOST_LISTED_CHARACTERS;
  for (const { guestPath, top, nodes } of baselines) {
    const gone = new Set(nodes.keys());
    for (const [path, node] of walk(guestPath, top)) {
      gone.delete(path);
      const before = nodes.get(path);
      if (before === node && !(node instanceof OverlayFile && node.isChanged)) continue;
      leftCharacters -= path.length;
      if (leftCharacters < 0) {
        report.skipped.push({ path: guestPath, why: "there are too many changes to list" });
        return report;
      }
      (before === undefined ? report.created : report.changed).push(path);
      const entry = entryOf(path, node, leftBytes);
      if ("why" in entry) report.skipped.push(entry);
      else report.entries.push(entry);
      if ("bytes" in entry) leftBytes -= entry.bytes.length;
    }
    report.deleted.push(...gone);
  }
  return report;
}

/** All nodes of a tree's own volume, with their guest paths, a folder before what it holds. */
function* walk(guestPath: string, top: TreeNode): Iterable<[path: string, node: TreeNode]> {
  const pending: [string, TreeNode][] = [[guestPath, top]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [path, node] = next;
    yield next;
    if (!(node instanceof MemoryDirectory) || path.length > MAX_PATH_LENGTH) continue;
    for (const { name } of [...node.entriesAfter(0)].reverse()) {
      const child = node.lookup(name);
      if (child?.volume === top.volume) pending.push([joinGuest(path, name), child]);
    }
  }
}

function entryOf(
  path: string,
  node: TreeNode,
  leftBytes: number,
): ChangedEntry | { readonly path: string; readonly why: string } {
  if (path.length > MAX_PATH_LENGTH)
    return { path, why: "its path is too long; what it holds is not listed" };
  if (node.kind === "directory") return { kind: "directory", path };
  if (node.kind === "symlink") return { kind: "symlink", path, target: node.target() };
  try {
    const bytes = contentOf(node, leftBytes);
    return bytes === undefined
      ? { path, why: "the export would be too large" }
      : { kind: "file", path, bytes };
  } catch (error) {
    if (error instanceof Fault) return { path, why: "the host file under it cannot be read any more" };
    throw error;
  }
}

function contentOf(node: FileNode, mostBytes: number): Uint8Array | undefined {
  const file = node.open({ read: true, write: false, truncate: false });
  try {
    if (file.sizeBytes() > mostBytes) return undefined;
    const bytes = new Uint8Array(file.sizeBytes());
    return bytes.subarray(0, file.read(bytes, 0));
  } finally {
    file.close();
  }
}
