import { BUILD_FLAGS } from "./go-command.ts";
import type { BuildHost } from "./host.ts";
import type { ProgramModule } from "./modules.ts";
import type { Program } from "./program.ts";
import type { Toolchain } from "./toolchain-probe.ts";

/** Raised whenever the same sources may give other bytes than before, such as by a change of the sanitiser. */
const KEY_VERSION = 1;

/**
 * The key of an artifact: SHA-256, as hex, over everything that decides its bytes. Every part is written with its length
 * or as a hash, so that no two lists of parts are written alike.
 */
export function artifactKey(
  program: Program,
  modules: readonly ProgramModule[],
  build: { readonly target: string; readonly toolchain: Toolchain },
  host: BuildHost,
): string {
  const head = [
    KEY_VERSION,
    build.toolchain.goVersion,
    build.target,
    BUILD_FLAGS,
    program.modulePath,
    program.goVersion,
  ];
  const parts = [JSON.stringify([...head, program.input.packageDirectory]), filesKey(program.files, host)];
  for (const { path, version, goVersion, files } of modules) {
    parts.push(JSON.stringify([path, version, goVersion]), filesKey(files, host));
  }
  return host.sha256(parts.join("\n"));
}

function filesKey(files: ReadonlyMap<string, Uint8Array>, host: BuildHost): string {
  const lines = [...files].map(([path, data]) => JSON.stringify([path, host.sha256(data)]));
  return host.sha256(lines.sort().join("\n"));
}
