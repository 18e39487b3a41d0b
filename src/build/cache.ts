import type { BuildHost, FileFacts } from "./host.ts";
import { isUnwritable, storageError } from "./storage-error.ts";

/** The content-addressed cache of artifacts. */
export interface ArtifactCache {
  /** Undefined when there is none, or none that is whole; a damaged one is removed. */
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  readonly put: (key: string, artifact: Uint8Array) => Promise<void>;
  readonly lockFile: (key: string) => string;
}

/** A module of net/http is 10 MB, so this is some hundred programs. */
const CACHE_LIMIT_BYTES = 1024 * 1024 * 1024;
/** The hash of the artifact, as hex, goes before it: one file, so that both are renamed into place together. */
const HASH_LENGTH = 64;

/**
 * Whether the cache folder can be used. When it cannot be written, that is said once and everything is built without it.
 * Throws ToolError `build/disk-full`, or `build/cache-folder` when something else is in its place.
 */
export async function canUseCacheFolder(host: BuildHost): Promise<boolean> {
  try {
    await host.files.makeFolder(`${host.cacheFolder}/locks`);
    const trial = await host.files.makeTemporaryFolder(`${host.cacheFolder}/locks`);
    await host.files.remove(trial);
    return true;
  } catch (error) {
    if (!isUnwritable(error)) throw storageError(error, host.cacheFolder);
    host.progress(
      `the cache folder ${host.cacheFolder} cannot be written: building without it, and the standard library anew; ` +
        "set SANDGLASS_CACHE to a folder that can",
    );
    return false;
  }
}

/** Artifacts under the host's cache folder. Their calls throw ToolError `build/disk-full` or `build/cache-folder`. */
export function artifactCache(host: BuildHost, limitBytes: number = CACHE_LIMIT_BYTES): ArtifactCache {
  const folder = `${host.cacheFolder}/artifacts`;
  const fileOf = (key: string): string => `${folder}/${key.slice(0, 2)}/${key}`;
  return {
    lockFile: (key) => `${host.cacheFolder}/locks/${key}.lock`,
    async get(key) {
      const entry = await host.files.read(fileOf(key));
      if (entry === undefined) return undefined;
      const artifact = entry.slice(HASH_LENGTH);
      if (new TextDecoder().decode(entry.subarray(0, HASH_LENGTH)) === host.sha256(artifact)) {
        await host.files.touch(fileOf(key)).catch(() => undefined);
        return artifact;
      }
      await host.files.remove(fileOf(key));
      return undefined;
    },
    async put(key, artifact) {
      const entry = new Uint8Array(HASH_LENGTH + artifact.length);
      entry.set(new TextEncoder().encode(host.sha256(artifact)));
      entry.set(artifact, HASH_LENGTH);
      try {
        await host.files.replace(fileOf(key), entry);
        await evictOldest(folder, { limitBytes, youngestMs: 0 }, host);
      } catch (error) {
        throw storageError(error, host.cacheFolder);
      }
    },
  };
}

/**
 * When a folder holds more than the limit, removes its files, the longest unused first, until a quarter of the limit is free.
 * Files used within `youngestMs` stay. Returns whether there was too much.
 */
export async function evictOldest(
  folder: string,
  limits: { readonly limitBytes: number; readonly youngestMs: number },
  host: BuildHost,
): Promise<boolean> {
  const files = await host.files.listDeep(folder);
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= limits.limitBytes) return false;
  const isOld = (file: FileFacts): boolean => host.nowMs() - file.modifiedMs >= limits.youngestMs;
  for (const file of files.filter(isOld).sort((a, b) => a.modifiedMs - b.modifiedMs)) {
    if (bytes <= limits.limitBytes * 0.75) break;
    await host.files.remove(file.path);
    bytes -= file.bytes;
  }
  return true;
}
