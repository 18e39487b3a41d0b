import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AnalysisCache } from "../../analyze/cache.ts";
import { buildName } from "./build-name.ts";

/** A result has 0.2 to 20 KB, so this is some tens of megabytes; the standard library has 349 packages. */
const MOST_RESULTS = 20_000;
const HASH_LENGTH = 64;

/**
 * Results of the analysis as files in a folder of the cache. Synchronous, as the analysis is. A cache that cannot be read
 * or written, or holds damaged files, is a cache that remembers nothing; results of other builds of Sandglass are removed.
 */
export function nodeAnalysisCache(cacheFolder: string): AnalysisCache {
  const parent = join(cacheFolder, "analysis");
  const own = join(parent, buildName());
  let isReady = false;
  return {
    get: (key) => verified(read(join(own, sha256(key)))),
    put: (key, value) => {
      try {
        if (!isReady) prepare(parent, own);
        isReady = true;
        const temporary = join(own, `.${randomUUID()}`);
        writeFileSync(temporary, sha256(value) + value);
        renameSync(temporary, join(own, sha256(key)));
      } catch {
        // A full or read-only disk: the result is found again next time.
      }
    },
  };
}

function prepare(parent: string, own: string): void {
  mkdirSync(own, { recursive: true });
  for (const other of readdirSync(parent))
    if (join(parent, other) !== own) rmSync(join(parent, other), { recursive: true, force: true });
  if (readdirSync(own).length <= MOST_RESULTS) return;
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function verified(stored: string | undefined): string | undefined {
  if (stored === undefined) return undefined;
  const value = stored.slice(HASH_LENGTH);
  return sha256(value) === stored.slice(0, HASH_LENGTH) ? value : undefined;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
