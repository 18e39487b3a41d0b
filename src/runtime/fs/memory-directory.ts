import { Errno, fail } from "../wasi/errno.ts";
import { DirectoryEntries } from "./directory-entries.ts";
import { MemoryFile } from "./memory-file.ts";
import { MemorySymlink } from "./memory-symlink.ts";
import type { MemoryVolume } from "./memory-volume.ts";
import {
  type DirectoryEntry,
  type DirectoryNode,
  type FileNode,
  FileType,
  type NodeStat,
  type NodeTimes,
  type TreeNode,
} from "./node.ts";
import { OverlayFile } from "./overlay-file.ts";
import { joinGuest } from "./walk.ts";

export interface MemoryDirectoryOptions {
  readonly volume: MemoryVolume;
  readonly writable: boolean;
  readonly holdsMounts: boolean;
  /** undefined for the root of the guest. */
  readonly parent?: MemoryDirectory;
  /** In the parent; for a root that is no `/` (a mount inside another mount) the whole guest path without the first slash. */
  readonly name?: string;
  /** Of a snapshot: the time that the host shows. */
  readonly modifiedNs?: bigint;
}

/** A directory in memory; also the folders that hold mounts and the directories of a snapshot. */
export class MemoryDirectory implements DirectoryNode {
  readonly kind = "directory";
  readonly writable: boolean;
  readonly holdsMounts: boolean;
  readonly volume: MemoryVolume;
  readonly #inode: bigint;
  readonly #entries = new DirectoryEntries<TreeNode>();
  #parent: MemoryDirectory | undefined;
  #name: string;
  #removed = false;
  #times: { accessedNs: bigint; modifiedNs: bigint; changedNs: bigint };

  constructor(options: MemoryDirectoryOptions) {
    this.volume = options.volume;
    this.writable = options.writable;
    this.holdsMounts = options.holdsMounts;
    this.#inode = options.volume.nextInode();
    this.#parent = options.parent;
    this.#name = options.name ?? "";
    const now = options.modifiedNs ?? options.volume.clockNs();
    this.#times = { accessedNs: now, modifiedNs: now, changedNs: now };
  }

  retain(): void {}

  release(): void {}

  guestPath(): string {
    const names: string[] = [];
    for (let here: MemoryDirectory = this; here.#parent !== undefined; here = here.#parent)
      names.push(here.#name);
    return joinGuest("/", names.reverse().join("/"));
  }

  parentInode(): bigint {
    return (this.#parent ?? this).stat().inode;
  }

  stat(): NodeStat {
    return {
      device: this.volume.device,
      inode: this.#inode,
      type: FileType.directory,
      links: this.#removed ? 0n : 1n,
      sizeBytes: BigInt(this.#entries.size),
      ...this.#times,
    };
  }

  setTimes({ accessedNs, modifiedNs }: NodeTimes): void {
    this.#times = {
      accessedNs: accessedNs ?? this.#times.accessedNs,
      modifiedNs: modifiedNs ?? this.#times.modifiedNs,
      changedNs: this.volume.clockNs(),
    };
  }

  lookup(name: string): TreeNode | undefined {
    const node = this.#entries.get(name);
    node?.retain();
    return node;
  }

  *entriesAfter(afterCookie: number): Iterable<DirectoryEntry> {
    for (const { name, value, cookie } of this.#entries.after(afterCookie)) {
      const { inode, type } = value.stat();
      yield { name, inode, type, cookie };
    }
  }

  createFile(name: string): FileNode {
    return this.#add(name, () => new MemoryFile(this.volume));
  }

  createDirectory(name: string): void {
    const { volume, writable } = this;
    this.#add(name, () => new MemoryDirectory({ volume, writable, holdsMounts: false, parent: this, name }));
  }

  createSymlink(name: string, target: string): void {
    this.#add(name, () => new MemorySymlink(this.volume, target));
  }

  link(name: string, node: TreeNode): void {
    this.#add(name, () => node);
  }

  /** Hangs in what is not of this volume, or is not to be counted: a mount, a part of a snapshot. */
  attach(name: string, node: TreeNode): void {
    this.#entries.set(name, node);
  }

  unlink(name: string): void {
    const node = this.#existing(name);
    this.#entries.delete(name);
    this.volume.giveEntry();
    countLinks(node, -1);
    this.#touch();
  }

  removeDirectory(name: string): void {
    const node = this.#existing(name);
    if (!(node instanceof MemoryDirectory)) fail(Errno.ENOTDIR);
    if (node.#entries.size > 0) fail(Errno.ENOTEMPTY);
    node.#removed = true;
    this.#entries.delete(name);
    this.volume.giveEntry();
    this.#touch();
  }

  rename(name: string, toDirectory: DirectoryNode, toName: string): void {
    if (!(toDirectory instanceof MemoryDirectory)) fail(Errno.EXDEV);
    const node = this.#existing(name);
    const replaced = toDirectory.#entries.get(toName);
    if (replaced === node) return;
    if (toDirectory.#removed) fail(Errno.ENOENT);
    if (node instanceof MemoryDirectory && node.#holds(toDirectory)) fail(Errno.EINVAL);
    if (replaced !== undefined) toDirectory.#replace(toName, node, replaced);
    this.#entries.delete(name);
    toDirectory.#entries.set(toName, node);
    if (node instanceof MemoryDirectory) node.#moveTo(toDirectory, toName);
    this.#touch();
    toDirectory.#touch();
  }

  /** Takes away what a rename replaces. Throws Fault ENOTDIR, EISDIR or ENOTEMPTY when POSIX lets it not be replaced. */
  #replace(name: string, node: TreeNode, replaced: TreeNode): void {
    if (node.kind === "directory" && replaced.kind !== "directory") fail(Errno.ENOTDIR);
    if (node.kind !== "directory" && replaced.kind === "directory") fail(Errno.EISDIR);
    if (replaced.kind === "directory") this.removeDirectory(name);
    else this.unlink(name);
  }

  #moveTo(parent: MemoryDirectory, name: string): void {
    this.#parent = parent;
    this.#name = name;
    this.#times.changedNs = this.volume.clockNs();
  }

  #add<Node extends TreeNode>(name: string, make: () => Node): Node {
    if (this.#removed) fail(Errno.ENOENT);
    this.volume.takeEntry();
    try {
      const node = make();
      this.#entries.set(name, node);
      countLinks(node, 1);
      this.#touch();
      return node;
    } catch (error) {
      this.volume.giveEntry();
      throw error;
    }
  }

  #existing(name: string): TreeNode {
    return this.#entries.get(name) ?? fail(Errno.ENOENT);
  }

  #touch(): void {
    this.#times.modifiedNs = this.#times.changedNs = this.volume.clockNs();
  }

  #holds(directory: DirectoryNode): boolean {
    for (
      let here: DirectoryNode | undefined = directory;
      here instanceof MemoryDirectory;
      here = here.#parent
    ) {
      if (here === this) return true;
    }
    return false;
  }
}

function countLinks(node: TreeNode, count: 1 | -1): void {
  if (node instanceof MemoryFile || node instanceof MemorySymlink || node instanceof OverlayFile)
    node.addLinks(count);
}
