import type { BuildHost, Command } from "./host.ts";
import type { Toolchain } from "./toolchain-probe.ts";

/** What decides the bytes of an artifact beside the sources: part of the cache key. */
export const BUILD_FLAGS: readonly string[] = ["-trimpath", "-buildvcs=false", "-pgo=off", "-mod=readonly"];

/** More compilers at once only cost memory: a program is mostly one package. */
const PARALLEL_LIMIT = 4;
/** Windows programs do not start without these. */
const WINDOWS_VARIABLES = ["SystemRoot", "SystemDrive"] as const;

export interface GoFolders {
  /** Private to one build. */
  readonly home: string;
  readonly temporary: string;
  /** Compiled packages; kept between builds. */
  readonly goCache: string;
}

/**
 * The whole environment of the go command: nothing of the user's is in it. Every variable that could name a program, a
 * network place, a flag or another file to read is set to nothing or off (go help environment).
 */
export function goEnvironment(
  target: "wasip1" | "js",
  folders: GoFolders,
  toolchain: Toolchain,
  host: BuildHost,
): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {
    PATH: `${toolchain.goRoot}/bin`,
    HOME: folders.home,
    USERPROFILE: folders.home,
    AppData: `${folders.home}/AppData/Roaming`,
    LocalAppData: `${folders.home}/AppData/Local`,
    TMPDIR: folders.temporary,
    TEMP: folders.temporary,
    TMP: folders.temporary,
    GOTMPDIR: folders.temporary,
    GOCACHE: folders.goCache,
    GOPATH: `${folders.home}/go`,
    GOMODCACHE: `${folders.home}/go/pkg/mod`,
    GOMAXPROCS: String(parallel(host)),
    GOOS: target,
    GOARCH: "wasm",
    CGO_ENABLED: "0",
    GO111MODULE: "on",
    GOENV: "off",
    GOWORK: "off",
    GOFLAGS: "",
    GODEBUG: "",
    GOTRACEBACK: "none",
    GOEXPERIMENT: "",
    GOWASM: "",
    GOTOOLCHAIN: "local",
    GOPROXY: "off",
    GOSUMDB: "off",
    GONOPROXY: "none",
    GONOSUMDB: "none",
    GOPRIVATE: "",
    GOVCS: "*:off",
    GOCACHEPROG: "",
    LC_ALL: "C",
  };
  for (const name of host.os === "windows" ? WINDOWS_VARIABLES : [])
    environment[name] = host.environment(name) ?? "";
  return environment;
}

/** `go build` with the flags of every build of ours; `args` end it. */
export function goBuild(
  args: readonly string[],
  toolchain: Toolchain,
  host: BuildHost,
): Pick<Command, "program" | "args"> {
  return { program: toolchain.path, args: ["build", ...BUILD_FLAGS, `-p=${parallel(host)}`, ...args] };
}

function parallel(host: BuildHost): number {
  return Math.max(1, Math.min(host.cores, PARALLEL_LIMIT));
}
