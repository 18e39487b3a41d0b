import { randomUUID } from "node:crypto";
import { access, constants, lstat, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { platform } from "node:process";
import { ToolError } from "../../errors.ts";
import type { OutputFiles } from "../platform.ts";
import { exportTree, requireExportFolder } from "./export-tree.ts";
import { makeFolders } from "./make-folders.ts";

/** Result files on this machine: a temporary file beside the target, synced, then renamed. */
export function nodeOutputFiles(): OutputFiles {
  return {
    write: writeWhole,
    makeFolder: async (path) => {
      try {
        await makeFolders(path);
      } catch (error) {
        throw outputError(path, error);
      }
    },
    remove: async (path) => {
      try {
        await rm(path, { force: true });
      } catch (error) {
        throw outputError(path, error);
      }
    },
    exists: async (path) => {
      try {
        await access(path);
        return true;
      } catch {
        return false;
      }
    },
    requireTarget,
    requireExportFolder,
    exportTree,
    join,
  };
}

async function writeWhole(path: string, data: Uint8Array | string): Promise<void> {
  if (await isProvided(path)) return writeInPlace(path, data);
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw outputError(path, error);
  }
}

async function requireTarget(path: string): Promise<void> {
  if (await isProvided(path)) return;
  const isFolder = await stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  if (isFolder) throw outputError(path, { code: "EISDIR" });
  try {
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw outputError(path, error);
  }
}

/** What the system keeps there (`/dev/stdout`, `/dev/fd/63` of a shell) is written to; a rename would replace it for everyone. */
async function isProvided(path: string): Promise<boolean> {
  if (platform !== "win32" && /^\/(dev|proc)\//.test(resolve(path))) return true;
  const facts = await lstat(path).catch(() => undefined);
  if (facts === undefined || facts.isFile() || facts.isDirectory() || facts.isSymbolicLink()) return false;
  throw new ToolError("output/not-a-file", `cannot write ${path}: it is a FIFO, device or socket`, {
    hint: "name a file; /dev/stdout and the like are written to",
    place: { file: path },
  });
}

async function writeInPlace(path: string, data: Uint8Array | string): Promise<void> {
  try {
    await writeFile(path, data);
  } catch (error) {
    throw outputError(path, error);
  }
}

const REASONS: Readonly<Record<string, readonly [code: string, reason: string, hint: string]>> = {
  ENOENT: ["output/no-folder", "its folder does not exist", "create the folder first"],
  ENOTDIR: ["output/no-folder", "part of the path is not a folder", "choose another path"],
  EISDIR: ["output/is-folder", "it is a folder", "name a file in it"],
  EACCES: ["output/not-writable", "the folder is not writable", "choose a folder you may write to"],
  EPERM: ["output/not-writable", "the folder is not writable", "choose a folder you may write to"],
  EROFS: ["output/not-writable", "the file system is read-only", "choose a folder you may write to"],
  ENOSPC: ["output/disk-full", "the disk is full", "free some space, then run it again; nothing was written"],
  EDQUOT: [
    "output/disk-full",
    "the disk quota is used up",
    "free some space, then run it again; nothing was written",
  ],
};

function outputError(path: string, error: unknown): ToolError {
  const errno = (error as NodeJS.ErrnoException).code ?? "";
  const [code, reason, hint] = REASONS[errno] ?? [
    "output/failed",
    `the system said ${errno || String(error)}`,
    "choose another path",
  ];
  return new ToolError(code, `cannot write ${path}: ${reason}`, {
    hint,
    place: { file: path },
    cause: error,
  });
}
