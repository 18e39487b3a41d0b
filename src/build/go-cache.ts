import { evictOldest } from "./cache.ts";
import type { BuildHost } from "./host.ts";

/** std for one target has 130 MB; the rest are packages of programs, which the go command keeps for five days. */
const LIMIT_BYTES = 2048 * 1024 * 1024;
/** What was used so lately may be in use by a build that runs now. */
const YOUNGEST_MS = 10 * 60_000;
/** Measuring takes 30 ms, a fifth of a build. */
const MEASURE_INTERVAL_MS = 10 * 60_000;

/** Folder in the compile cache for notes about which packages of std are in it: they go when it goes. */
export function marksFolder(goCache: string): string {
  return `${goCache}/sandglass-std`;
}

/** Keeps Go's own compile cache within its limit: hostile programs could fill the disk with what they compile to. */
export async function trimGoCache(
  goCache: string,
  host: BuildHost,
  limitBytes: number = LIMIT_BYTES,
): Promise<void> {
  const measured = `${goCache}/sandglass-measured`;
  const last = (await host.files.stat(measured))?.modifiedMs ?? 0;
  if (host.nowMs() - last < MEASURE_INTERVAL_MS) return;
  const isTrimmed = await evictOldest(goCache, { limitBytes, youngestMs: YOUNGEST_MS }, host);
  if (isTrimmed) await host.files.remove(marksFolder(goCache));
  await host.files.replace(measured, new Uint8Array());
}
