import { ToolError } from "../errors.ts";
import type { BuildHost } from "./host.ts";
import { systemCode } from "./storage-error.ts";

const RETRY_MS = 100;
const HEARTBEAT_MS = 3_000;
/** A holder that has not touched its lock for so long is gone, whatever machine it was on. */
const STALE_AFTER_MS = 20_000;

/**
 * Runs `work` while this process alone holds the lock file, and removes it afterwards. The lock of a dead process, or one
 * that nobody keeps touching, is taken over. Should a take-over ever race, two processes do the same work twice; what they
 * write is renamed into place whole, so nothing breaks. Rejects with the signal's reason when it aborts the wait.
 */
export async function withLock<T>(
  path: string,
  host: BuildHost,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  while (!(await acquire(path, host))) {
    signal?.throwIfAborted();
    await host.wait(RETRY_MS, signal);
  }
  const heartbeat = setInterval(() => void host.files.touch(path).catch(() => undefined), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await host.files.remove(path);
  }
}

async function acquire(path: string, host: BuildHost): Promise<boolean> {
  try {
    await host.files.create(path, host.processName);
    return true;
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  }
  if (await isStale(path, host)) await takeAway(path, host);
  return false;
}

async function isStale(path: string, host: BuildHost): Promise<boolean> {
  const facts = await host.files.stat(path);
  if (facts === undefined) return false;
  if (facts.kind !== "file") {
    throw new ToolError("build/lock", `${path} is in the way of a lock file`, {
      hint: "remove it",
      place: { file: path },
    });
  }
  const idleMs = host.nowMs() - facts.modifiedMs;
  const owner = new TextDecoder().decode((await host.files.read(path)) ?? new Uint8Array());
  if (owner === "") return idleMs > STALE_AFTER_MS;
  return host.isAlive(owner) === false || idleMs > STALE_AFTER_MS;
}

/** Renaming first makes sure that of several waiters only one removes a given lock file. */
async function takeAway(path: string, host: BuildHost): Promise<void> {
  const aside = `${path}.stale-${host.sha256(`${host.processName} ${host.nowMs()}`).slice(0, 12)}`;
  try {
    if (await host.files.rename(path, aside)) await host.files.remove(aside);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}
