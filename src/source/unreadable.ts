import { ToolError } from "../errors.ts";

/** A file or folder that is no source that can be read. Nothing is known about it; it hides nothing else. */
export interface UnreadableFile {
  /** What reports show, relative to the working directory. */
  readonly path: string;
  /** Where, when the file can be read up to there; counts from 1, in UTF-16 units. */
  readonly line?: number;
  readonly column?: number;
  /** The fact, as a clause. */
  readonly why: string;
  /** The cure. */
  readonly help: string;
}

/** Takes what cannot be read, so that the rest is read all the same. */
export type OnUnreadable = (file: UnreadableFile) => void;

/** Errors that say something about one file or folder and nothing about those beside it. */
const ABOUT_ONE_FILE: ReadonlySet<string> = new Set([
  "source/broken-link",
  "source/file-too-large",
  "source/link-leaves",
  "source/no-such-file",
  "source/not-a-file",
  "source/not-utf8",
  "source/unreadable",
]);

/**
 * The result of `read`; undefined when it throws a ToolError about `path` alone, which `onUnreadable` is then told. Without
 * `onUnreadable`, and for every other error, it throws.
 */
export async function readOrTell<T>(
  path: string,
  onUnreadable: OnUnreadable | undefined,
  read: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const isOne = error instanceof ToolError && ABOUT_ONE_FILE.has(error.code);
    if (onUnreadable === undefined || !isOne) throw error;
    const { line, column } = error.place ?? {};
    onUnreadable({
      path,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      why: error.message,
      help: error.hint ?? "mend it, or remove it",
    });
    return undefined;
  }
}
