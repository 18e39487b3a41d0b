import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import {
  access,
  type FileHandle,
  lstat,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { getuid, platform } from "node:process";
import type { BuildFiles, FileFacts } from "../../build/host.ts";
import { slashed } from "./build-folders.ts";
import { makeFolders } from "./make-folders.ts";
import { forgetTemporaryFolder, makeTemporaryFolder } from "./temporary-folders.ts";

const OWN_FOLDER_MODE = 0o700;
const OTHERS_MAY_WRITE = 0o022;

/** Files of this machine. What is made is readable by this user only. */
export function nodeBuildFiles(environment: (name: string) => string | undefined): BuildFiles {
  return {
    read: (path) => unlessAbsent(async () => new Uint8Array(await readFile(path))),
    create,
    replace,
    stat: (path) => unlessAbsent(async () => facts(path, await stat(path))),
    isPrivate,
    listDeep,
    makeFolder: (path) => makeFolders(path, OWN_FOLDER_MODE),
    makeTemporaryFolder: (parent = environment("TMPDIR") ?? tmpdir()) => makeTemporaryFolder(parent),
    touch: async (path) => {
      const now = new Date();
      await utimes(path, now, now);
    },
    rename: renameUnlessTaken,
    remove: async (path) => {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      forgetTemporaryFolder(path);
    },
    resolve: (path) => slashed(resolve(path)),
    findOnPath: (name) => findOnPath(name, environment("PATH") ?? environment("Path") ?? ""),
  };
}

async function create(path: string, data: Uint8Array | string, executable = false): Promise<void> {
  const file = await openNew(path, executable ? 0o700 : 0o600);
  try {
    await file.writeFile(data);
    await file.close();
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function openNew(path: string, mode: number): Promise<FileHandle> {
  try {
    return await open(path, "wx", mode);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    await makeFolders(dirname(path), OWN_FOLDER_MODE);
    return open(path, "wx", mode);
  }
}

async function replace(path: string, data: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await create(temporary, data);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Windows has no such bits, and keeps what lies in a user's profile from others by itself. */
async function isPrivate(folder: string): Promise<boolean> {
  const stats = await unlessAbsent(() => stat(folder));
  if (stats?.isDirectory() !== true) return false;
  return getuid === undefined || (stats.uid === getuid() && (stats.mode & OTHERS_MAY_WRITE) === 0);
}

async function listDeep(folder: string): Promise<readonly FileFacts[]> {
  const found: FileFacts[] = [];
  const entries = (await unlessAbsent(() => readdir(folder, { withFileTypes: true }))) ?? [];
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await listDeep(path)));
    else if (entry.isFile()) {
      const one = await unlessAbsent(async () => facts(path, await lstat(path)));
      if (one !== undefined) found.push(one);
    }
  }
  return found;
}

async function renameUnlessTaken(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    const taken = ["EEXIST", "ENOTEMPTY", ...(platform === "win32" ? ["EPERM"] : [])];
    if (taken.includes(codeOf(error))) return false;
    throw error;
  }
}

/** A relative folder on PATH would let the working directory, which may be anyone's, name the program. */
async function findOnPath(name: string, path: string): Promise<readonly string[]> {
  const file = platform === "win32" ? `${name}.exe` : name;
  const found = new Set<string>();
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    const candidate = join(folder, file);
    try {
      await access(candidate, constants.X_OK);
      if ((await stat(candidate)).isFile()) found.add(slashed(candidate));
    } catch {
      // Not there, or not ours to run: the next folder may have it.
    }
  }
  return [...found];
}

function facts(
  path: string,
  stats: { isFile(): boolean; isDirectory(): boolean; size: number; mtimeMs: number },
): FileFacts {
  const kind = stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other";
  return { path, kind, bytes: stats.size, modifiedMs: stats.mtimeMs };
}

async function unlessAbsent<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}
