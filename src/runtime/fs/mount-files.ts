import type { LiveFiles } from "./live-files.ts";

/** A host entry as it was when the mount was made. */
export interface MountEntry {
  readonly type: "file" | "directory" | "symlink";
  /** Device and inode of the host, to notice at the first open that a path now leads elsewhere. */
  readonly device: bigint;
  readonly inode: bigint;
  readonly sizeBytes: number;
  readonly modifiedNs: bigint;
}

/** A host file held open for reading. */
export interface MountFile {
  /** Reads into all of the target where the file is long enough; the bytes read. */
  read(target: Uint8Array, offsetBytes: number): number;
  close(): void;
}

/** Reads host directories and regular files for read-only mounts; nothing of it ever sees a string of the guest. */
export interface MountFiles {
  /** For live writable mounts; undefined where the platform cannot do them safely. */
  readonly live: LiveFiles | undefined;
  /** The absolute path with every symlink on the way resolved. Throws ToolError when there is no such path. */
  resolve(hostPath: string): string;
  /** undefined for what cannot be mounted: devices, FIFOs, sockets, and what vanished. */
  entry(hostPath: string): MountEntry | undefined;
  /** Names in a directory, sorted by code unit; undefined when it cannot be read. */
  names(hostPath: string): readonly string[] | undefined;
  join(hostPath: string, name: string): string;
  readLink(hostPath: string): string | undefined;
  /** `changed` when the path no longer leads to the file of `entry`, `unreadable` when the host refuses. */
  open(hostPath: string, entry: MountEntry): MountFile | "changed" | "unreadable";
}
