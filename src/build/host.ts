/** What `build` needs of the machine. Paths are absolute and slash-separated, on Windows too. */
export interface BuildHost {
  /** Operating system and processor in Go's spelling: linux, darwin, windows; amd64, arm64. */
  readonly os: string;
  readonly arch: string;
  readonly cores: number;
  /** Memory that this process and what it starts may use at most. */
  readonly memoryBytes: number;
  /** Where artifacts, compiled standard library and fetched toolchains live. */
  readonly cacheFolder: string;
  /** The user's Go module cache, undefined when he has none. */
  readonly moduleCacheFolder: string | undefined;
  readonly files: BuildFiles;
  /** Name of this process for lock files; `isAlive` is undefined for one of another machine. */
  readonly processName: string;
  readonly isAlive: (processName: string) => boolean | undefined;
  readonly environment: (name: string) => string | undefined;
  /** A remark for people while they wait or are served less than usual; never data. */
  readonly progress: (message: string) => void;
  /** Lower-case hex. */
  readonly sha256: (data: Uint8Array | string) => string;
  readonly nowMs: () => number;
  readonly wait: (durationMs: number, signal?: AbortSignal) => Promise<void>;
  readonly run: (command: Command) => Promise<CommandResult>;
  readonly download: (request: DownloadRequest) => Promise<DownloadResult>;
  /**
   * Reads a zip file member by member, in the order of its directory, each name checked to be relative and plain.
   * Throws ToolError `build/bad-zip` when it is damaged, hostile or larger than the limits.
   */
  readonly unzip: (file: string, limits: UnzipLimits, visit: ZipVisitor) => Promise<void>;
}

/** File calls reject with the system's error, whose `code` (`ENOSPC`) `storageError` turns into words. */
export interface BuildFiles {
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** Creates a file that must not exist, and its folders. */
  readonly create: (path: string, data: Uint8Array | string, executable?: boolean) => Promise<void>;
  /** Writes a temporary file beside the target, then renames it over the target. */
  readonly replace: (path: string, data: Uint8Array) => Promise<void>;
  readonly stat: (path: string) => Promise<FileFacts | undefined>;
  /** Whether a folder is this user's and nobody else may write into it, as far as the system can tell. */
  readonly isPrivate: (folder: string) => Promise<boolean>;
  /** All regular files under a folder, any depth, symlinks not followed; empty when there is no such folder. */
  readonly listDeep: (folder: string) => Promise<readonly FileFacts[]>;
  readonly makeFolder: (path: string) => Promise<void>;
  /** A fresh folder for this user only, in `parent` or where the system keeps temporary files. */
  readonly makeTemporaryFolder: (parent?: string) => Promise<string>;
  /** Sets the time of last use to now. */
  readonly touch: (path: string) => Promise<void>;
  /** False when the target exists already. */
  readonly rename: (from: string, to: string) => Promise<boolean>;
  /** Removes a file or a folder with all it holds; not an error when absent. */
  readonly remove: (path: string) => Promise<void>;
  /** Makes a path of the user absolute. */
  readonly resolve: (path: string) => string;
  /** Executables of that name in the absolute folders of PATH, in order; never from the working directory. */
  readonly findOnPath: (name: string) => Promise<readonly string[]>;
}

export interface FileFacts {
  readonly path: string;
  readonly kind: "file" | "folder" | "other";
  readonly bytes: number;
  readonly modifiedMs: number;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** The whole environment: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: CommandLimits;
  readonly signal?: AbortSignal | undefined;
}

export interface CommandLimits {
  readonly timeLimitMs: number;
  /** Kept of stdout and of stderr each; the rest is dropped. */
  readonly outputLimitBytes: number;
  /** Of each process, where the system can limit it. */
  readonly addressSpaceBytes?: number;
  /** Real memory of the whole process group, watched where the system tells it. */
  readonly residentBytes?: number;
  /** Largest file that a process may write. */
  readonly fileBytes?: number;
  /** Folder whose growth is watched, and how much it may hold. */
  readonly watchedFolder?: { readonly path: string; readonly limitBytes: number };
}

export interface CommandResult {
  /** Anything but `exited`: the whole process group was killed for that reason. */
  readonly ended: "exited" | "timed-out" | "cancelled" | "memory" | "disk";
  /** 128 + number when a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DownloadRequest {
  /** http, https or file. */
  readonly url: string;
  /** Written as it arrives; removed again when the download fails. */
  readonly file: string;
  readonly limitBytes: number;
  /** Longest silence of the server. */
  readonly idleLimitMs: number;
  readonly timeLimitMs: number;
}

export type DownloadResult =
  | { readonly kind: "ok"; readonly bytes: number }
  /** The place answered that it has no such thing (404 or 410). */
  | { readonly kind: "absent"; readonly reason: string }
  /** No network, a refusal, a broken or oversized body. */
  | { readonly kind: "failed"; readonly reason: string };

export interface UnzipLimits {
  readonly fileCount: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
}

export type ZipVisitor = (name: string, data: Uint8Array) => Promise<void> | void;
