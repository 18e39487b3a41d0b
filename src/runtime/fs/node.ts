/** File types of preview 1. Source: wasi_snapshot_preview1.witx, `$filetype`. */
export const FileType = {
  unknown: 0,
  blockDevice: 1,
  characterDevice: 2,
  directory: 3,
  regularFile: 4,
  socketStream: 6,
  symbolicLink: 7,
} as const;
export type FileType = (typeof FileType)[keyof typeof FileType];

/** What `stat` tells of a node. Times are nanoseconds since 1970. */
export interface NodeStat {
  readonly device: bigint;
  readonly inode: bigint;
  readonly type: FileType;
  readonly links: bigint;
  readonly sizeBytes: bigint;
  readonly accessedNs: bigint;
  readonly modifiedNs: bigint;
  readonly changedNs: bigint;
}

/** Times to set, in nanoseconds since 1970; undefined leaves one as it is. */
export interface NodeTimes {
  readonly accessedNs: bigint | undefined;
  readonly modifiedNs: bigint | undefined;
}

/** One line of a directory listing. `cookie` is where the listing goes on after it; it stays valid when others come and go. */
export interface DirectoryEntry {
  readonly name: string;
  readonly inode: bigint;
  readonly type: FileType;
  readonly cookie: number;
}

interface NodeBase {
  /** False where the guest may not change anything: snapshots and the folders that hold mounts. */
  readonly writable: boolean;
  /** Compared by identity: a rename or link between two volumes is EXDEV. */
  readonly volume: object;
  stat(): NodeStat;
  setTimes(times: NodeTimes): void;
  /** Whoever got the node from a lookup, a creation or `retain` gives it back once. */
  retain(): void;
  release(): void;
}

/** A file. Offsets and sizes are bytes below 2^53. */
export interface FileNode extends NodeBase {
  readonly kind: "file";
  /** The type that `stat` tells, without asking the host. */
  fileType(): FileType;
  open(access: FileAccess): OpenFile;
}

/** An open file: has no position of its own, that is the descriptor's. */
export interface OpenFile {
  sizeBytes(): number;
  /** Bytes read: fewer than asked for at the end of the file, and 0 behind it. */
  read(target: Uint8Array, offsetBytes: number): number;
  /** Bytes written, fewer where the quota ends. */
  write(source: Uint8Array, offsetBytes: number): number;
  resize(sizeBytes: number): void;
  sync(): void;
  close(): void;
}

export interface FileAccess {
  readonly read: boolean;
  readonly write: boolean;
  /** Empties the file, which needs no `write`: preview 1 grants truncation by the directory's rights. */
  readonly truncate: boolean;
}

export interface SymlinkNode extends NodeBase {
  readonly kind: "symlink";
  target(): string;
}

/** A directory. Names are single components, checked by the walk; `.` and `..` never reach it. */
export interface DirectoryNode extends NodeBase {
  readonly kind: "directory";
  /** Set on the folders that hold mounts: what they lack could be granted by a flag. */
  readonly holdsMounts: boolean;
  /** The path in the guest's eyes, for messages and path rules. */
  guestPath(): string;
  lookup(name: string): TreeNode | undefined;
  /** Entries whose cookie is above `afterCookie`; 0 starts over. Leaves out `.` and `..`, which have the cookies 1 and 2. */
  entriesAfter(afterCookie: number): Iterable<DirectoryEntry>;
  parentInode(): bigint;
  createFile(name: string): FileNode;
  createDirectory(name: string): void;
  createSymlink(name: string, target: string): void;
  link(name: string, node: TreeNode): void;
  unlink(name: string): void;
  removeDirectory(name: string): void;
  /** Moves an entry into another directory of the same volume, replacing what POSIX rename(2) replaces. */
  rename(name: string, toDirectory: DirectoryNode, toName: string): void;
}

export type TreeNode = FileNode | DirectoryNode | SymlinkNode;
