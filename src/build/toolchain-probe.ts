import { compareGoVersions, OLDEST_GO, parseGoVersion } from "./go-version.ts";
import type { BuildHost } from "./host.ts";

/** A Go that can build for us. */
export interface Toolchain {
  /** Absolute path of the `go` program. */
  readonly path: string;
  readonly goRoot: string;
  /** `go1.26.8` */
  readonly goVersion: string;
  /** How it was found. */
  readonly source: "flag" | "environment" | "path" | "download";
}

export type GoProbe =
  | { readonly ok: true; readonly go: Omit<Toolchain, "source"> }
  | { readonly ok: false; readonly reason: string };

/** `go env` answers in milliseconds; shims of version managers take longer on their first call. */
const PROBE_TIME_LIMIT_MS = 30_000;
const PROBE_OUTPUT_BYTES = 65_536;
/** What a shim of a version manager needs to find its Go. The compile itself gets none of these. */
const PROBE_VARIABLES = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "LOCALAPPDATA",
  "SystemRoot",
  "TMPDIR",
  "TEMP",
] as const;

/**
 * Asks a go program who it is, in its own folder and with toolchain switching off, so that no go.mod, go.work or go.env
 * of anyone has a say. The path in the answer is the real program in GOROOT when a wrapper was asked.
 */
export async function probeGo(path: string, host: BuildHost): Promise<GoProbe> {
  const facts = await host.files.stat(path);
  if (facts === undefined) return { ok: false, reason: "there is no such file" };
  if (facts.kind !== "file") return { ok: false, reason: "it is not a go program" };
  const result = await askForVersion(path, host);
  if (typeof result === "string") return { ok: false, reason: result };
  const { goVersion, goRoot } = result;
  const version = parseGoVersion(goVersion);
  if (version === undefined)
    return { ok: false, reason: `it says that its version is ${JSON.stringify(goVersion.slice(0, 60))}` };
  if (compareGoVersions(version, OLDEST_GO) < 0) {
    return { ok: false, reason: `it is ${goVersion}; 1.${OLDEST_GO.minor} or later is needed` };
  }
  const real = `${goRoot}/bin/${goName(host)}`;
  const isReal = (await host.files.stat(real))?.kind === "file";
  return { ok: true, go: { path: isReal ? real : path, goRoot, goVersion } };
}

/** The go program of what the user named: itself, or the one in a GOROOT. */
export async function goBinary(path: string, host: BuildHost): Promise<string> {
  const facts = await host.files.stat(path);
  return facts?.kind === "folder" ? `${path}/bin/${goName(host)}` : path;
}

export function goName(host: BuildHost): string {
  return host.os === "windows" ? "go.exe" : "go";
}

async function askForVersion(
  path: string,
  host: BuildHost,
): Promise<{ goVersion: string; goRoot: string } | string> {
  try {
    const { ended, exitCode, stdout, stderr } = await host.run({
      program: path,
      args: ["env", "GOVERSION", "GOROOT"],
      folder: path.slice(0, path.lastIndexOf("/")) || "/",
      environment: probeEnvironment(host),
      limits: { timeLimitMs: PROBE_TIME_LIMIT_MS, outputLimitBytes: PROBE_OUTPUT_BYTES },
    });
    if (ended !== "exited") return `go env did not answer in ${PROBE_TIME_LIMIT_MS / 1000} s`;
    const [goVersion, goRoot] = stdout.split(/\r?\n/);
    if (exitCode === 0 && goVersion !== undefined && goRoot)
      return { goVersion, goRoot: goRoot.replaceAll("\\", "/") };
    return `go env failed with exit code ${exitCode}${firstLine(stderr)}`;
  } catch (error) {
    return `it cannot be started: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function probeEnvironment(host: BuildHost): Record<string, string> {
  const environment: Record<string, string> = {
    GOTOOLCHAIN: "local",
    GOENV: "off",
    GOWORK: "off",
    GOFLAGS: "",
  };
  for (const name of PROBE_VARIABLES) {
    const value = host.environment(name);
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}

function firstLine(text: string): string {
  const line = text.split("\n", 1)[0]?.trim().slice(0, 200) ?? "";
  return line === "" ? "" : `: ${line}`;
}
