import type { Changes } from "./changes.ts";
import type { MountFiles } from "./mount-files.ts";
import type { DirectoryNode } from "./node.ts";

/** Bounds of what a guest can make the host hold. Everything not given takes `DEFAULT_QUOTAS`. */
export interface Quotas {
  /** Contents of all files and symlinks in memory, also of deleted ones that are still open. */
  readonly bytes: number;
  /** Directory entries in memory, hard links counted each. */
  readonly entries: number;
  readonly openFiles: number;
  /** Written to host folders in all. */
  readonly liveBytes: number;
}

/**
 * 64 MiB holds what a test program writes, and is the memory of this process; a disk has more. 1,024 descriptors is the usual
 * soft limit of a Unix process.
 */
export const DEFAULT_QUOTAS: Quotas = {
  bytes: 64 * 1024 ** 2,
  entries: 65_536,
  openFiles: 1_024,
  liveBytes: 1024 ** 3,
};

/** A host file or directory that the guest sees at an absolute guest path. */
export interface MountSource {
  readonly hostPath: string;
  readonly guestPath: string;
  /** ro: a snapshot, on every OS. rw: live, on Linux only. overlay: a snapshot below, writes in memory, on every OS. */
  readonly mode: "ro" | "rw" | "overlay";
}

export interface FileSystemOptions {
  readonly quotas?: Partial<Quotas>;
  readonly mounts: readonly MountSource[];
  /** How host files are read; needed when there are mounts. */
  readonly files?: MountFiles;
  /** Nanoseconds since 1970, for the times of files. */
  readonly clockNs: () => bigint;
  /** Remember how it was, so that `changes` can tell. */
  readonly tracksChanges?: boolean;
}

/** A directory that the guest has from the start, as descriptor 3 and up. */
export interface Preopen {
  readonly guestPath: string;
  readonly directory: DirectoryNode;
}

/** The tree of one guest. Built by `createFileSystem` (create.ts), used by the fd_* and path_* calls of the WASI host. */
export interface FileSystem {
  readonly preopens: readonly Preopen[];
  readonly quotas: Quotas;
  /** What the guest holds in memory now. */
  usage(): { readonly bytes: number; readonly entries: number };
  /** What the guest changed in memory, in overlays and in `/tmp`; undefined unless that is tracked. */
  changes(): Changes | undefined;
  /** Releases host descriptors; nothing can be used afterwards. */
  close(): void;
}
