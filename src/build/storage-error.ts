import { ToolError } from "../errors.ts";

/** The disk is full, or what the user may store on it. */
const FULL: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT"]);
const UNWRITABLE: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "ENOENT"]);

/** The system's name of an error (`ENOSPC`), empty when it has none. */
export function systemCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

/** Whether a write failed for want of space, or of the user's share of it. */
export function isDiskFull(error: unknown): boolean {
  return FULL.has(systemCode(error));
}

/** Whether a folder cannot be written at all, so that working without it is the right answer. */
export function isUnwritable(error: unknown): boolean {
  return UNWRITABLE.has(systemCode(error));
}

/** Turns an error of the file system into a ToolError naming the folder and the remedy; any other error stays as it is. */
export function storageError(error: unknown, folder: string): unknown {
  const code = systemCode(error);
  if (isDiskFull(error)) return diskFull(folder, error);
  if (code === "ENOTDIR" || code === "EEXIST" || UNWRITABLE.has(code)) {
    const reason = code === "ENOTDIR" || code === "EEXIST" ? "it is not a folder" : `the system said ${code}`;
    return new ToolError("build/cache-folder", `cannot use the folder ${folder}: ${reason}`, {
      hint: "set SANDGLASS_CACHE to a folder that you may write to",
      place: { file: folder },
      cause: error,
    });
  }
  return error;
}

/** The one error for a full disk, whoever met it. */
export function diskFull(folder: string, cause?: unknown): ToolError {
  return new ToolError("build/disk-full", `the disk that holds ${folder} is full`, {
    hint: "free some space, or set SANDGLASS_CACHE and TMPDIR to folders on another disk; nothing was left half written",
    place: { file: folder },
    cause,
  });
}
