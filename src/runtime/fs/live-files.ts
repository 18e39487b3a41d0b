import type { FileAccess, FileType } from "./node.ts";

/** Something of the host held open, as a number that only the host understands. */
export type LiveHandle = number;

export interface LiveStat {
  readonly type: FileType;
  /** The host's /dev/null, which alone among devices may be used, and is then ours. */
  readonly isNullDevice: boolean;
  /** Other devices, and what lies in a file system of the kernel, such as /proc: for the guest it is not there. */
  readonly isHidden: boolean;
  readonly device: bigint;
  readonly inode: bigint;
  readonly links: bigint;
  readonly sizeBytes: bigint;
  readonly accessedNs: bigint;
  readonly modifiedNs: bigint;
  readonly changedNs: bigint;
}

export type LiveKind = Pick<LiveStat, "type" | "isNullDevice" | "isHidden">;

/**
 * The host's side of a live writable mount. Every name is a single component below a directory that is held open, and no symlink is ever
 * followed, so a rename by anybody meanwhile leads nowhere else. All throw Fault with the errno of the host, `openRoot` ToolError.
 */
export interface LiveFiles {
  openRoot(hostPath: string): LiveHandle;
  /** Takes hold of whatever has the name, without opening it: a FIFO does not block, a device does nothing. */
  lookup(directory: LiveHandle, name: string): LiveHandle | undefined;
  release(handle: LiveHandle): void;
  stat(handle: LiveHandle): LiveStat;
  /** As `stat`, but only what an inode stays while it is held: cheaper, for the walk. */
  kindOf(handle: LiveHandle): LiveKind;
  statEntry(directory: LiveHandle, name: string): LiveStat | undefined;
  /** Sets both times, as exactly as the host's interface can. */
  setTimes(handle: LiveHandle, accessedNs: bigint, modifiedNs: bigint): void;
  names(directory: LiveHandle): readonly string[];
  readLink(directory: LiveHandle, name: string): string;

  /** Opens the regular file that the handle holds, and no other. */
  open(handle: LiveHandle, access: FileAccess): LiveHandle;
  create(directory: LiveHandle, name: string): LiveHandle;
  read(file: LiveHandle, target: Uint8Array, offsetBytes: number): number;
  write(file: LiveHandle, source: Uint8Array, offsetBytes: number): number;
  resize(file: LiveHandle, sizeBytes: number): void;
  sync(file: LiveHandle): void;

  createDirectory(directory: LiveHandle, name: string): void;
  createSymlink(directory: LiveHandle, name: string, target: string): void;
  link(directory: LiveHandle, name: string, toDirectory: LiveHandle, toName: string): void;
  rename(directory: LiveHandle, name: string, toDirectory: LiveHandle, toName: string): void;
  unlink(directory: LiveHandle, name: string): void;
  removeDirectory(directory: LiveHandle, name: string): void;
}
