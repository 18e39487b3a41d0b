import { Errno, fail } from "../wasi/errno.ts";
import { DirectoryEntries } from "./directory-entries.ts";
import { LiveFile } from "./live-file.ts";
import type { LiveFiles, LiveHandle, LiveKind } from "./live-files.ts";
import { LiveSymlink } from "./live-symlink.ts";
import { LiveHold, type LiveMemory, type LiveVolume, newLiveVolume } from "./live-volume.ts";
import {
  type DirectoryEntry,
  type DirectoryNode,
  type FileNode,
  FileType,
  type NodeStat,
  type NodeTimes,
  type TreeNode,
} from "./node.ts";
import { joinGuest } from "./walk.ts";

/** A listing is kept while a directory is open, so its size is the host's memory. */
const MAX_LISTED_NAMES = 262_144;

export interface LiveDirectoryOptions {
  readonly volume: LiveVolume;
  readonly handle: LiveHandle;
  readonly guestPath: string;
  /** Of what holds it in the guest's eyes; undefined where it is `/` or stands beside it: then it is its own parent. */
  readonly parentInode: bigint | undefined;
}

export interface LiveMountOptions {
  readonly hostPath: string;
  readonly guestPath: string;
  readonly parentInode: bigint | undefined;
  readonly memory: LiveMemory;
}

/** Opens a host directory as a live mount. Throws ToolError `mount/*`. */
export function openLiveMount(files: LiveFiles, options: LiveMountOptions): LiveDirectory {
  const { guestPath, parentInode, memory } = options;
  const handle = files.openRoot(options.hostPath);
  return new LiveDirectory({ volume: newLiveVolume(files, memory), handle, guestPath, parentInode });
}

/** A directory of a live mount, held open, so that it is the same whatever is renamed above it. */
export class LiveDirectory implements DirectoryNode {
  readonly kind = "directory";
  readonly writable = true;
  readonly holdsMounts = false;
  readonly volume: LiveVolume;
  readonly #hold: LiveHold;
  readonly #number: number;
  readonly #guestPath: string;
  readonly #parentInode: bigint | undefined;
  #listing: DirectoryEntries<true> | undefined;

  constructor({ volume, handle, guestPath, parentInode }: LiveDirectoryOptions) {
    this.volume = volume;
    this.#hold = new LiveHold(volume, handle);
    this.#number = volume.names.newDirectory();
    this.#guestPath = guestPath;
    this.#parentInode = parentInode;
  }

  retain(): void {
    this.#hold.retain();
  }

  release(): void {
    this.#hold.release();
  }

  guestPath(): string {
    return this.#guestPath;
  }

  parentInode(): bigint {
    return this.#parentInode ?? this.stat().inode;
  }

  stat(): NodeStat {
    return this.#hold.stat();
  }

  setTimes(times: NodeTimes): void {
    this.#hold.setTimes(times);
  }

  lookup(name: string): TreeNode | undefined {
    const { files, names } = this.volume;
    const known = names.find(this.#number, name);
    if (known !== undefined) return known;
    const handle = files.lookup(this.#handle, name);
    if (handle === undefined) return undefined;
    try {
      const kind = files.kindOf(handle);
      if (!kind.isHidden) return this.#remembered(name, this.#nodeOf(handle, name, kind));
    } catch (error) {
      files.release(handle);
      throw error;
    }
    files.release(handle);
    return undefined;
  }

  *entriesAfter(afterCookie: number): Iterable<DirectoryEntry> {
    if (this.#listing === undefined || afterCookie <= FIRST_LISTING_COOKIE) this.#list();
    for (const { name, cookie } of this.#listing!.after(afterCookie)) {
      const stat = this.volume.files.statEntry(this.#handle, name);
      if (stat !== undefined && !stat.isHidden) yield { name, inode: stat.inode, type: stat.type, cookie };
    }
  }

  createFile(name: string): FileNode {
    const handle = this.#changing().create(this.#handle, name);
    const kind = { type: FileType.regularFile, isNullDevice: false };
    return new LiveFile(this.volume, handle, { origin: { directory: this.#handle, name }, kind });
  }

  createDirectory(name: string): void {
    this.#changing().createDirectory(this.#handle, name);
  }

  createSymlink(name: string, target: string): void {
    this.#changing().createSymlink(this.#handle, name, target);
  }

  link(name: string, node: TreeNode): void {
    if (node.kind === "directory") fail(Errno.EPERM);
    if (!(node instanceof LiveFile || node instanceof LiveSymlink)) fail(Errno.EXDEV);
    this.#changing().link(node.origin.directory, node.origin.name, this.#handle, name);
  }

  unlink(name: string): void {
    this.#changing().unlink(this.#handle, name);
  }

  removeDirectory(name: string): void {
    this.#changing().removeDirectory(this.#handle, name);
  }

  rename(name: string, toDirectory: DirectoryNode, toName: string): void {
    if (!(toDirectory instanceof LiveDirectory)) fail(Errno.EXDEV);
    this.#changing().rename(this.#handle, name, toDirectory.#handle, toName);
  }

  get #handle(): LiveHandle {
    return this.#hold.handle;
  }

  /** The host's files, for a change of names. */
  #changing(): LiveFiles {
    this.volume.names.forget();
    return this.volume.files;
  }

  #remembered(name: string, node: TreeNode): TreeNode {
    // A symlink is read anew each time, and what is no regular file is rarely looked at twice.
    if (node.kind === "directory" || (node.kind === "file" && node.fileType() === FileType.regularFile))
      this.volume.names.remember(this.#number, name, node);
    return node;
  }

  #nodeOf(handle: LiveHandle, name: string, kind: LiveKind): TreeNode {
    const { volume } = this;
    const origin = { directory: this.#handle, name };
    if (kind.type === FileType.symbolicLink) return new LiveSymlink(volume, handle, origin);
    if (kind.type !== FileType.directory) return new LiveFile(volume, handle, { origin, kind });
    const guestPath = joinGuest(this.#guestPath, name);
    return new LiveDirectory({ volume, handle, guestPath, parentInode: this.stat().inode });
  }

  /** Reads the names anew; those that stayed keep their cookies. */
  #list(): void {
    const names = this.volume.files.names(this.#handle);
    if (names.length > MAX_LISTED_NAMES) fail(Errno.EOVERFLOW);
    const present = new Set(names);
    const listing = this.#listing ?? new DirectoryEntries<true>();
    for (const { name } of [...listing.after(0)]) if (!present.has(name)) listing.delete(name);
    for (const name of names) listing.set(name, true);
    this.#listing = listing;
  }
}

/** A listing that begins at `.`, at `..` or right behind them begins anew. */
const FIRST_LISTING_COOKIE = 2;
