import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
} from "node:fs";
import { join } from "node:path";
import { ToolError } from "../../errors.ts";
import type { MountEntry, MountFile, MountFiles } from "../../runtime/fs/mount-files.ts";
import { nodeLiveFiles } from "./live-files.ts";

/** Not on Windows; there the check of device and inode after opening does the work alone. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
/** A FIFO put in the place of a file must not block the open. */
const NO_BLOCK = constants.O_NONBLOCK ?? 0;

/** Host files for read-only mounts. Runs inside the Worker; opens nothing but regular files, and those only to read. */
export function nodeMountFiles(): MountFiles {
  return { live: nodeLiveFiles(), resolve, entry, names, join, readLink, open };
}

function resolve(hostPath: string): string {
  try {
    return realpathSync.native(hostPath);
  } catch (cause) {
    throw new ToolError("mount/not-found", `cannot mount ${hostPath}: ${reason(cause)}`, {
      hint: "give a directory or file that exists",
      cause,
    });
  }
}

function entry(hostPath: string): MountEntry | undefined {
  try {
    return toEntry(lstatSync(hostPath, { bigint: true }));
  } catch {
    return undefined;
  }
}

function toEntry(stats: BigIntStats): MountEntry | undefined {
  const type = stats.isFile()
    ? "file"
    : stats.isDirectory()
      ? "directory"
      : stats.isSymbolicLink()
        ? "symlink"
        : undefined;
  if (type === undefined) return undefined;
  const modifiedNs = stats.mtimeNs < 0n ? 0n : stats.mtimeNs;
  return { type, device: stats.dev, inode: stats.ino, sizeBytes: Number(stats.size), modifiedNs };
}

/** Sorted, since inode numbers of the guest are given in this order. */
function names(hostPath: string): readonly string[] | undefined {
  try {
    return readdirSync(hostPath).sort();
  } catch {
    return undefined;
  }
}

function readLink(hostPath: string): string | undefined {
  try {
    return readlinkSync(hostPath);
  } catch {
    return undefined;
  }
}

function open(hostPath: string, expected: MountEntry): MountFile | "changed" | "unreadable" {
  let fd: number;
  try {
    fd = openSync(hostPath, constants.O_RDONLY | NO_FOLLOW | NO_BLOCK);
  } catch (error) {
    return isGone(error) ? "changed" : "unreadable";
  }
  if (isSame(fd, expected)) return openFile(fd);
  closeSync(fd);
  return "changed";
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP";
}

function isSame(fd: number, expected: MountEntry): boolean {
  const found = toEntry(fstatSync(fd, { bigint: true }));
  return (
    found?.type === "file" &&
    found.device === expected.device &&
    found.inode === expected.inode &&
    found.sizeBytes === expected.sizeBytes
  );
}

function openFile(fd: number): MountFile {
  return {
    read(target, offsetBytes) {
      let bytes = 0;
      while (bytes < target.length) {
        const read = readSync(fd, target, bytes, target.length - bytes, offsetBytes + bytes);
        if (read === 0) break;
        bytes += read;
      }
      return bytes;
    },
    close: () => closeSync(fd),
  };
}

function reason(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "there is no such file or directory";
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  return code ?? String(cause);
}
