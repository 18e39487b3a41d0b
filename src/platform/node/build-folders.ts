import { homedir, userInfo } from "node:os";
import { delimiter, isAbsolute, join, resolve, win32 } from "node:path";

type Lookup = (name: string) => string | undefined;

/** No folder can be made there: a user without a home is told to set SANDGLASS_CACHE. */
const NOWHERE = "/dev/null";

/**
 * The folder of our cache: SANDGLASS_CACHE, else where the system keeps caches: XDG_CACHE_HOME or ~/.cache, ~/Library/Caches,
 * %LOCALAPPDATA%. `platform` is Node's name of the system; `home` is empty when it is not known. Only SANDGLASS_CACHE may be
 * relative: the working directory may be a hostile source tree, and what is in the cache is trusted.
 */
export function cacheFolder(environment: Lookup, platform: string, home: string): string {
  const named = environment("SANDGLASS_CACHE");
  if (named !== undefined && named !== "") return slashed(resolve(named));
  const cache = systemCache(environment, platform, home);
  const isKnown = platform === "win32" ? win32.isAbsolute(cache) : isAbsolute(cache);
  return slashed(join(isKnown ? cache : NOWHERE, "sandglass"));
}

/** The home folder of this user; empty when neither HOME nor the system names one. */
export function homeFolder(): string {
  for (const ask of [homedir, () => userInfo().homedir]) {
    try {
      const home = ask();
      if (isAbsolute(home)) return home;
    } catch {
      // A user whom the system does not know, as in some containers.
    }
  }
  return "";
}

/** Where the go command keeps modules (go help environment): GOMODCACHE, else pkg/mod of the first folder of GOPATH. */
export function moduleCacheFolder(environment: Lookup, home: string): string | undefined {
  const named = environment("GOMODCACHE");
  if (named !== undefined && isAbsolute(named)) return slashed(named);
  const goPath = environment("GOPATH")?.split(delimiter)[0];
  if (goPath !== undefined && isAbsolute(goPath)) return slashed(join(goPath, "pkg", "mod"));
  return isAbsolute(home) ? slashed(join(home, "go", "pkg", "mod")) : undefined;
}

/** Node takes forward slashes on every system, and the build uses no others. */
export function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

function systemCache(environment: Lookup, platform: string, home: string): string {
  if (platform === "win32") return environment("LOCALAPPDATA") ?? join(home, "AppData", "Local");
  if (platform === "darwin") return join(home, "Library", "Caches");
  const named = environment("XDG_CACHE_HOME");
  return named !== undefined && isAbsolute(named) ? named : join(home, ".cache");
}
