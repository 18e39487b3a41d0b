import { rmSync } from "node:fs";
import { lstat, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import process, { getuid, kill, pid } from "node:process";
import { slashed } from "./build-folders.ts";

/** Process and random letters: who sweeps can tell whether the owner still lives. */
const NAME = /^sandglass-(\d+)-\w{6}$/;
/** A process of another container may have the folder and a number that is free here; none works in one for so long. */
const STALE_MS = 60 * 60 * 1000;

/** Folders to remove when the process ends before whoever made them does. */
const folders = new Set<string>();

/**
 * Makes a folder of our own; it is removed at the end of the process at the latest. What a killed process left in the same
 * place is swept meanwhile. Throws what the system says.
 */
export async function makeTemporaryFolder(parent: string): Promise<string> {
  const folder = slashed(await realpath(await mkdtemp(join(parent, `sandglass-${pid}-`))));
  // The same listener again, so that there is never more than one.
  process.removeListener("exit", removeAll).once("exit", removeAll);
  folders.add(folder);
  await sweep(parent);
  return folder;
}

/** A temporary folder that its maker has removed. */
export function forgetTemporaryFolder(path: string): void {
  folders.delete(path);
}

function removeAll(): void {
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // The process ends: nobody is left to be told.
    }
  }
}

/** What cannot be swept stays: it is in nobody's way. */
async function sweep(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const owner = NAME.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const path = join(parent, name);
    if (await isStale(path)) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function isStale(path: string): Promise<boolean> {
  const facts = await lstat(path).catch(() => undefined);
  const isOurs = facts?.isDirectory() === true && (getuid === undefined || facts.uid === getuid());
  return isOurs && Date.now() - facts.mtimeMs > STALE_MS;
}

function isAlive(owner: number): boolean {
  try {
    return kill(owner, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
