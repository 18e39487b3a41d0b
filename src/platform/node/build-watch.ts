import { execFile } from "node:child_process";
import { lstat, readdir, readFile } from "node:fs/promises";
import { platform } from "node:process";
import { promisify } from "node:util";

/** Linux on the machines that Node supports has pages of 4 KiB, or larger ones that only make the sum an underestimate. */
const PAGE_BYTES = 4096;
/** Field numbers of /proc/<pid>/stat after the name in parentheses (proc(5)): state is 0, pgrp 2, rss 21. */
const STAT_GROUP = 2;
const STAT_RESIDENT = 21;

const execFileAsync = promisify(execFile);

/** Real memory of all processes of a group, in bytes; 0 where the system does not tell. */
export async function groupResidentBytes(group: number): Promise<number> {
  try {
    if (platform === "linux") return await fromProc(group);
    return platform === "win32" ? 0 : await fromPs(group);
  } catch {
    return 0;
  }
}

/** Bytes in the regular files of a folder, any depth; what vanishes meanwhile counts nothing. */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) bytes += await folderBytes(path);
    else bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

async function fromProc(group: number): Promise<number> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const sizes = ids.map(async (id) => {
    const stat = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[STAT_GROUP]) === group ? Number(fields[STAT_RESIDENT]) * PAGE_BYTES : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function fromPs(group: number): Promise<number> {
  const { stdout } = await execFileAsync("/bin/ps", ["-axo", "pgid=,rss="]);
  let kibibytes = 0;
  for (const line of stdout.split("\n")) {
    const [id, resident] = line.trim().split(/\s+/);
    if (Number(id) === group) kibibytes += Number(resident);
  }
  return kibibytes * 1024;
}
