import { ToolError } from "../errors.ts";

/** How much source is taken in; what exceeds it is an error, never silently cut. */
export interface SourceLimits {
  readonly totalBytes: number;
  readonly fileCount: number;
  readonly goFileBytes: number;
  readonly wasmBytes: number;
  /** Entries of folders looked at in search of packages. */
  readonly walkedEntries: number;
}

const MIB = 1024 * 1024;

/** For one program. The largest Go file outside of test data in Go's own tree has 3.9 MB; the parsers take 16 MiB. */
export const INPUT_LIMITS: SourceLimits = {
  totalBytes: 64 * MIB,
  fileCount: 20_000,
  goFileBytes: 16 * MIB,
  wasmBytes: 256 * MIB,
  walkedEntries: 1_000_000,
};

/** For `check`, which may be given a whole tree: Go's standard library with its commands has 71 MB in 4,800 files. */
export const CHECK_LIMITS: SourceLimits = { ...INPUT_LIMITS, totalBytes: 512 * MIB, fileCount: 100_000 };

/** Counts what is taken in, over all files of one input. */
export interface SourceBudget {
  readonly limits: SourceLimits;
  /**
   * Throws ToolError `source/file-too-large` for a Go file of so many bytes, `source/too-large` or `source/too-many-files`
   * when it is too much with those before.
   */
  readonly take: (bytes: number, file: string) => void;
  /** Throws ToolError `source/too-many-files` when so many more folder entries are too much. */
  readonly walk: (entries: number, folder: string) => void;
}

/** A budget of which nothing is used yet; `name` is the input, for messages. */
export function newBudget(limits: SourceLimits, name: string): SourceBudget {
  let bytes = 0;
  let files = 0;
  let entries = 0;
  return {
    limits,
    take: (fileBytes, file) => {
      if (file.endsWith(".go") && fileBytes > limits.goFileBytes) {
        const message = `${file} has ${sized(fileBytes)}; a Go file may have ${sized(limits.goFileBytes)}`;
        throw new ToolError("source/file-too-large", message, {
          hint: "split it, or embed the data: //go:embed table.bin",
          place: { file },
        });
      }
      bytes += fileBytes;
      files++;
      if (bytes > limits.totalBytes) {
        throw tooLarge(`${name} has more than ${sized(limits.totalBytes)} of source, with ${file}`, file);
      }
      if (files > limits.fileCount)
        throw tooMany(`${name} has more than ${limits.fileCount} files of source`, name);
    },
    walk: (count, folder) => {
      entries += count;
      if (entries > limits.walkedEntries) {
        throw tooMany(
          `${name} has more than ${limits.walkedEntries} files and folders, with ${folder}`,
          folder,
        );
      }
    },
  };
}

/** Bytes as people read them. */
export function sized(bytes: number): string {
  return bytes < MIB ? `${bytes} bytes` : `${Number((bytes / MIB).toFixed(1))} MiB`;
}

function tooLarge(message: string, file: string): ToolError {
  return new ToolError("source/too-large", message, {
    hint: "name only the part that the program needs",
    place: { file },
  });
}

function tooMany(message: string, file: string): ToolError {
  return new ToolError("source/too-many-files", message, {
    hint: "name only the part that the program needs",
    place: { file },
  });
}
