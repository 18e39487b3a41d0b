import { createHash, randomUUID } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { AnalysisCache } from "../../analyze/cache.ts";
import { buildName } from "./build-name.ts";

/** A result has 0.2 to 20 KB, so this is some tens of megabytes; the standard library has 349 packages. */
const MOST_RESULTS = 20_000;
/** Builds of Sandglass whose results are kept: one for the system, one for each project that has its own, and the last. */
const MOST_BUILDS = 4;
const HASH_LENGTH = 64;

/**
 * Results of the analysis as files in a folder of the cache. Synchronous, as the analysis is. A cache that cannot be read
 * or written, or holds damaged files, is a cache that remembers nothing. Builds of Sandglass share no results; those of the builds that wrote last are kept.
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
  const now = new Date();
  utimesSync(own, now, now);
  const newestFirst = readdirSync(parent)
    .map((name) => join(parent, name))
    .map((path) => ({ path, writtenMs: statSync(path).mtimeMs }))
    .sort((a, b) => b.writtenMs - a.writtenMs);
  for (const { path } of newestFirst.slice(MOST_BUILDS)) rmSync(path, { recursive: true, force: true });
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
