import { delimiter, isAbsolute, join, resolve } from "node:path";

type Lookup = (name: string) => string | undefined;

/**
 * The folder of our cache: SANDGLASS_CACHE, else where the system keeps caches: XDG_CACHE_HOME or ~/.cache, ~/Library/Caches,
 * %LOCALAPPDATA%. `platform` is Node's name of the system.
 */
export function cacheFolder(environment: Lookup, platform: string, home: string): string {
  const named = environment("SANDGLASS_CACHE");
  return slashed(
    named !== undefined && named !== ""
      ? resolve(named)
      : join(systemCache(environment, platform, home), "sandglass"),
  );
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
