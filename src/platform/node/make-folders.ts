import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it; fine when it is there. Node's own way (`recursive`) never returns where a system says
 * ENOENT for every new name, as Linux does in /proc.
 * Throws what the system says.
 */
export async function makeFolders(path: string, mode: number = 0o777): Promise<void> {
  const refusal = await tryToMake(path, mode);
  if (refusal === undefined) return;
  const parent = dirname(path);
  if (refusal.code !== "ENOENT" || parent === path) throw refusal;
  await makeFolders(parent, mode);
  const again = await tryToMake(path, mode);
  if (again !== undefined) throw again;
}

async function tryToMake(path: string, mode: number): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path, { mode });
    return undefined;
  } catch (error) {
    // Another process may have been faster; a read-only disk complains even about what is there.
    const isThere = (await stat(path).catch(() => undefined))?.isDirectory() === true;
    return isThere ? undefined : (error as NodeJS.ErrnoException);
  }
}
