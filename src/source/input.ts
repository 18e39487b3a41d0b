import type { UnreadableFile } from "./unreadable.ts";

/** How the user named the input. */
export type InputOrigin = "file" | "directory" | "pattern" | "txtar" | "stdin" | "wasm";

/**
 * Go source to be built: a snapshot in memory of everything the build may read, taken by us and never through a
 * symlink that leaves the input. Nothing outside the snapshot belongs to the program.
 */
export interface GoInput {
  readonly kind: "go";
  readonly origin: Exclude<InputOrigin, "wasm">;
  /** What the user typed, for messages ("-" is standard input). */
  readonly name: string;
  /** Slash-separated path relative to the module root → contents. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Slash-separated folder of package main within `files`; "." for the root. */
  readonly packageDirectory: string;
  /**
   * The one file that the user named (or gave on standard input): all of `files`. As with `go build x.go`, neither its
   * build constraints nor a name such as `x_linux.go` count. undefined for everything else.
   */
  readonly looseFile?: string;
  /** Prefix that turns a path of `files` into one relative to the working directory ("" for none); use `displayPath`. */
  readonly displayPrefix: string;
  /** The working directory as a folder of the module, when it lies below its root. */
  readonly workingFolder?: string;
}

/** A WebAssembly module made by anyone. */
export interface WasmInput {
  readonly kind: "wasm";
  readonly origin: "wasm";
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type Input = GoInput | WasmInput;

/** One Go file as the analysis sees it. `path` is what reports show, relative to the working directory. */
export interface GoSourceFile {
  readonly path: string;
  readonly text: string;
}

/** The files that the build would compile together: same folder, same build constraints as the build. */
export interface GoPackage {
  /** Display path of the folder, or of the file for a loose file. */
  readonly name: string;
  readonly files: readonly GoSourceFile[];
  /** What of the folder could not be read, for `check`, which goes on without it. */
  readonly unreadable?: readonly UnreadableFile[];
}
