import { ToolError } from "../../errors.ts";
import { MemoryDirectory } from "./memory-directory.ts";
import { MemorySymlink } from "./memory-symlink.ts";
import { MemoryVolume } from "./memory-volume.ts";
import type { MountEntry, MountFiles } from "./mount-files.ts";
import type { TreeNode } from "./node.ts";
import { OverlayFile } from "./overlay-file.ts";
import { SnapshotFile } from "./snapshot-file.ts";

/** More than a Go installation with its module cache; fewer than a home directory, which nobody should mount by accident. */
export const MAX_SNAPSHOT_ENTRIES = 200_000;
export const MAX_SNAPSHOT_DEPTH = 128;

export interface SnapshotOptions {
  readonly files: MountFiles;
  readonly hostPath: string;
  readonly device: bigint;
  /** Where it is hung in; undefined for the root of the guest. */
  readonly parent?: MemoryDirectory;
  readonly name?: string;
  /** Makes it an overlay: what the guest changes is counted there, and stays there. */
  readonly changes?: MemoryVolume;
}

/** Where the nodes of a snapshot belong: the volume of host files, and of what may be changed, if anything may. */
interface Volumes {
  readonly host: MemoryVolume;
  readonly changes: MemoryVolume | undefined;
}

interface Pending {
  readonly directory: MemoryDirectory;
  readonly hostPath: string;
  readonly depth: number;
}

/**
 * Lists a host directory, or a single file, once and for good, as a tree that the guest can only read, or change in memory. The whole tree is listed by the
 * host before the guest runs, so no string of the guest ever becomes a host path. Symlinks stay symlinks, of the guest. What is neither
 * file, directory nor symlink is left out.
 *
 * Throws ToolError `mount/*` when there is no such path, it cannot be mounted, or it is too large.
 */
export function takeSnapshot(options: SnapshotOptions): MemoryDirectory | SnapshotFile | OverlayFile {
  const { files, device } = options;
  const hostPath = files.resolve(options.hostPath);
  const host = new MemoryVolume({ device, maxBytes: Infinity, maxEntries: Infinity, clockNs: () => 0n });
  const volumes = { host, changes: options.changes };
  const entry = files.entry(hostPath);
  if (entry === undefined || entry.type === "symlink") {
    throw new ToolError("mount/not-a-file", `${options.hostPath} is neither a directory nor a regular file`, {
      hint: "mount the directory or file that the guest needs",
    });
  }
  if (entry.type === "file") return fileOf(volumes, files, hostPath, entry);
  const place = { parent: options.parent, name: options.name };
  const top = directoryOf(volumes, entry, place);
  listAll(options, volumes, { directory: top, hostPath, depth: 1 });
  return top;
}

function fileOf(
  { host, changes }: Volumes,
  files: MountFiles,
  hostPath: string,
  entry: MountEntry,
): SnapshotFile | OverlayFile {
  const file = new SnapshotFile({ volume: host, files, hostPath, entry });
  return changes === undefined ? file : new OverlayFile(changes, file);
}

function directoryOf(
  { host, changes }: Volumes,
  { modifiedNs }: MountEntry,
  { parent, name }: { readonly parent: MemoryDirectory | undefined; readonly name: string | undefined },
): MemoryDirectory {
  return new MemoryDirectory({
    volume: changes ?? host,
    writable: changes !== undefined,
    holdsMounts: false,
    modifiedNs,
    ...(parent === undefined ? {} : { parent }),
    ...(name === undefined ? {} : { name }),
  });
}

function listAll(options: SnapshotOptions, volumes: Volumes, top: Pending): void {
  const pending = [top];
  let entries = 0;
  for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
    if (here.depth > MAX_SNAPSHOT_DEPTH)
      throw tooLarge(options.hostPath, `is nested deeper than ${MAX_SNAPSHOT_DEPTH} directories`);
    const names = options.files.names(here.hostPath) ?? [];
    entries += names.length;
    if (entries > MAX_SNAPSHOT_ENTRIES)
      throw tooLarge(options.hostPath, `holds more than ${MAX_SNAPSHOT_ENTRIES} files`);
    for (const name of names) {
      const hostPath = options.files.join(here.hostPath, name);
      const entry = options.files.entry(hostPath);
      const node = entry && nodeOf(options.files, volumes, { parent: here.directory, hostPath, name, entry });
      if (node === undefined) continue;
      here.directory.attach(name, node);
      if (node instanceof MemoryDirectory) pending.push({ directory: node, hostPath, depth: here.depth + 1 });
    }
  }
}

interface Found {
  readonly parent: MemoryDirectory;
  readonly hostPath: string;
  readonly name: string;
  readonly entry: MountEntry;
}

function nodeOf(
  files: MountFiles,
  volumes: Volumes,
  { parent, hostPath, name, entry }: Found,
): TreeNode | undefined {
  if (entry.type !== "symlink") volumes.changes?.allowGiven(0);
  if (entry.type === "file") return fileOf(volumes, files, hostPath, entry);
  if (entry.type === "directory") return directoryOf(volumes, entry, { parent, name });
  const target = files.readLink(hostPath);
  if (target === undefined) return undefined;
  const { host, changes } = volumes;
  const { modifiedNs } = entry;
  changes?.allowGiven(new TextEncoder().encode(target).length);
  const link = new MemorySymlink(changes ?? host, target, { modifiedNs, writable: changes !== undefined });
  if (changes !== undefined) link.addLinks(1);
  return link;
}

function tooLarge(hostPath: string, why: string): ToolError {
  return new ToolError("mount/too-large", `${hostPath} ${why}`, {
    hint: "mount only the directory that the guest needs",
  });
}
