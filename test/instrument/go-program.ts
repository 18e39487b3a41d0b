import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resolveToolchain } from "../../src/build/toolchain.ts";
import { nodeBuildHost } from "../../src/platform/node/build-host.ts";

export interface GoProgram {
  readonly path: string;
  readonly wasm: Uint8Array;
}

/** A folder of this test run; the operating system clears it. */
export const folder: string = mkdtempSync(join(tmpdir(), "sandglass-instrument-"));

/** Builds test/instrument/programs/NAME.go for WASI. The same bytes for the same version of Go. */
export function buildGo(name: string): Promise<GoProgram> {
  return buildFile(fileURLToPath(new URL("programs", import.meta.url)), `${name}.go`);
}

/** Builds one file of a folder. */
export async function buildFile(cwd: string, file: string): Promise<GoProgram> {
  const toolchain = await resolveToolchain({}, nodeBuildHost());
  const path = join(folder, `${file.replaceAll(/\W/g, "_")}.wasm`);
  const environment = { GOOS: "wasip1", GOARCH: "wasm", CGO_ENABLED: "0", GOFLAGS: "", GOTOOLCHAIN: "local" };
  execFileSync(toolchain.path, ["build", "-trimpath", "-o", path, file], {
    cwd,
    env: { ...process.env, ...environment },
  });
  return { path, wasm: readFileSync(path) };
}

export async function goVersion(): Promise<string> {
  return (await resolveToolchain({}, nodeBuildHost())).goVersion;
}

/** The folder of Go's own test programs. */
export async function goTestFolder(): Promise<string> {
  const { path } = await resolveToolchain({}, nodeBuildHost());
  return join(execFileSync(path, ["env", "GOROOT"], { encoding: "utf8" }).trim(), "test");
}
