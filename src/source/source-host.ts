/** What the loading of source needs of the machine. Paths are slash-separated, on Windows too. */
export interface SourceHost {
  /** Absolute, symlinks resolved. */
  readonly workingDirectory: () => string;
  /** The absolute path, with the symlinks of the part that exists resolved. Never fails. */
  readonly canonical: (path: string) => string;
  /** What stands at a path, a symlink not followed; undefined for nothing, or for what may not be looked at. */
  readonly lstat: (path: string) => Promise<EntryFacts | undefined>;
  /** Entries of a folder, sorted by UTF-16 units of the name. Rejects with the system's error. */
  readonly readdir: (path: string) => Promise<readonly FolderEntry[]>;
  /** The absolute path without symlinks; undefined when it leads nowhere. */
  readonly realpath: (path: string) => Promise<string | undefined>;
  /**
   * Reads a whole regular file; symlinks are followed, so give a real path where that matters. Never blocks on a FIFO
   * or device. Throws ToolError `source/no-such-file`, `source/unreadable`, `source/not-a-file`, `source/too-large`.
   */
  readonly readFile: (path: string, limitBytes: number) => Promise<Uint8Array>;
  /** Reads standard input to its end. Throws ToolError `source/too-large`. */
  readonly readStdin: (limitBytes: number) => Promise<Uint8Array>;
}

/** `other` is a FIFO, device or socket: never opened. */
export type EntryKind = "file" | "folder" | "link" | "other";

export interface EntryFacts {
  readonly kind: EntryKind;
  readonly bytes: number;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: EntryKind;
}
