import { ToolError } from "../errors.ts";
import type { BuildHost } from "./host.ts";
import { pinnedToolchain, type ToolchainPin } from "./pinned-go.ts";
import { fetchToolchain, installedToolchain } from "./toolchain-fetch.ts";
import { goBinary, probeGo, type Toolchain } from "./toolchain-probe.ts";

export type { Toolchain };

export interface ToolchainOptions {
  /** `--go`: the go program or its GOROOT. */
  readonly go?: string;
  /** Never fetch one. */
  readonly offline?: boolean;
}

const REMEDY = "install Go 1.24 or later (https://go.dev/dl), or name one with --go or SANDGLASS_GO";

/**
 * Finds Go: `--go`, else SANDGLASS_GO, else the first of at least 1.24 on PATH, else the pinned toolchain from the user's
 * cache or from GOPROXY. `pin` is that toolchain. No path is ever taken from the working directory.
 * Throws ToolError `build/go-unusable` for a named Go that does not serve, `build/no-go` when there is none and none can be
 * fetched, with every reason why.
 */
export async function resolveToolchain(
  options: ToolchainOptions,
  host: BuildHost,
  pin: ToolchainPin | undefined = pinnedToolchain(host.os, host.arch),
): Promise<Toolchain> {
  if (options.go !== undefined) return namedToolchain(options.go, "flag", host);
  const fromEnvironment = host.environment("SANDGLASS_GO");
  if (fromEnvironment !== undefined && fromEnvironment !== "") {
    return namedToolchain(fromEnvironment, "environment", host);
  }
  const reasons: string[] = [];
  for (const path of await host.files.findOnPath("go")) {
    const probe = await probeGo(path, host);
    if (probe.ok) return { ...probe.go, source: "path" };
    reasons.push(`${path}: ${probe.reason}`);
  }
  if (reasons.length === 0) reasons.push("there is no go on PATH");
  return fetchedToolchain(options, pin, reasons, host);
}

async function namedToolchain(
  named: string,
  source: "flag" | "environment",
  host: BuildHost,
): Promise<Toolchain> {
  const path = await goBinary(host.files.resolve(named), host);
  const probe = await probeGo(path, host);
  if (probe.ok) return { ...probe.go, source };
  const where = source === "flag" ? "--go" : "SANDGLASS_GO";
  throw new ToolError("build/go-unusable", `${where} names a Go that cannot be used: ${probe.reason}`, {
    hint: `give the path of a go program of version 1.24 or later, or leave ${where} out`,
    place: { file: path },
  });
}

async function fetchedToolchain(
  options: ToolchainOptions,
  pin: ToolchainPin | undefined,
  reasons: string[],
  host: BuildHost,
): Promise<Toolchain> {
  if (pin === undefined) {
    throw noGo([...reasons, `no toolchain is pinned for ${host.os}/${host.arch}, so none is fetched`]);
  }
  const installed = installedToolchain(pin, host);
  if ((await host.files.stat(installed))?.kind !== "file") {
    if (options.offline === true) throw noGo([...reasons, `offline, so ${pin.goVersion} is not fetched`]);
    const failures = await fetchToolchain(pin, host);
    if (failures.length > 0) throw noGo([...reasons, ...failures]);
  }
  const probe = await probeGo(installed, host);
  if (probe.ok) return { ...probe.go, source: "download" };
  throw noGo([...reasons, `the fetched ${installed} does not work: ${probe.reason}`], installed);
}

function noGo(reasons: readonly string[], file?: string): ToolError {
  const list = reasons.map((reason) => `\n  ${reason}`).join("");
  return new ToolError("build/no-go", `Go is needed to build this, and none was found${list}`, {
    hint: REMEDY,
    ...(file === undefined ? {} : { place: { file } }),
  });
}
