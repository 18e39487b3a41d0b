import type { GoHeader } from "../source/go-header.ts";
import { marksFolder } from "./go-cache.ts";
import { type GoFolders, goBuild, goEnvironment } from "./go-command.ts";
import type { BuildHost } from "./host.ts";
import type { Toolchain } from "./toolchain-probe.ts";

/** All of std takes a minute on two cores; a slow machine under load gets ten. */
const TIME_LIMIT_MS = 10 * 60_000;
const OUTPUT_LIMIT_BYTES = 65_536;
/** The go command drops what was not used for five days, so a note that all is there is believed for one. */
const MARK_LIFETIME_MS = 24 * 3_600_000;
/** What `go build` accepts only from itself, or not for wasm. */
const NOT_BUILDABLE =
  /^(C|unsafe|builtin|cmd|internal|vendor|testdata|runtime\/(race|cgo|msan|asan))(\/|$)|\/internal(\/|$)/;
const STANDARD_PATH = /^[a-z0-9]+(\/[a-z0-9]+)*$/;
/** Always needed, whatever is imported. */
const BASE = "runtime";

/**
 * Compiles those packages of the standard library that the program imports and that were not compiled before, so that the
 * limits of the program's own build are about the program only. Import paths are checked against GOROOT before use.
 * A failure is not reported: the program's own build then meets it again.
 */
export async function compileStandardLibrary(
  headers: Iterable<GoHeader>,
  build: {
    readonly target: "wasip1" | "js";
    readonly folders: GoFolders;
    readonly signal?: AbortSignal | undefined;
  },
  toolchain: Toolchain,
  host: BuildHost,
): Promise<void> {
  const { target, folders, signal } = build;
  const wanted = await withoutMarked(standardImports(headers), markFolder(folders, target, toolchain), host);
  const packages: string[] = [];
  for (const path of wanted) {
    if ((await host.files.stat(`${toolchain.goRoot}/src/${path}`))?.kind === "folder") packages.push(path);
  }
  if (packages.length === 0) return;
  host.progress(`compiling the standard library for ${target} (once)`);
  const result = await host.run({
    ...goBuild(packages, toolchain, host),
    folder: folders.home,
    environment: goEnvironment(target, folders, toolchain, host),
    limits: { timeLimitMs: TIME_LIMIT_MS, outputLimitBytes: OUTPUT_LIMIT_BYTES },
    signal,
  });
  if (result.ended !== "exited" || result.exitCode !== 0) return;
  for (const path of packages) {
    await host.files.replace(mark(markFolder(folders, target, toolchain), path), new Uint8Array());
  }
}

function standardImports(headers: Iterable<GoHeader>): readonly string[] {
  const paths = new Set([BASE]);
  for (const { imports } of headers) {
    for (const { path } of imports)
      if (STANDARD_PATH.test(path) && !NOT_BUILDABLE.test(path)) paths.add(path);
  }
  return [...paths].sort();
}

async function withoutMarked(
  paths: readonly string[],
  folder: string,
  host: BuildHost,
): Promise<readonly string[]> {
  const wanted: string[] = [];
  for (const path of paths) {
    const facts = await host.files.stat(mark(folder, path));
    if (facts === undefined || host.nowMs() - facts.modifiedMs > MARK_LIFETIME_MS) wanted.push(path);
  }
  return wanted;
}

function markFolder({ goCache }: GoFolders, target: string, { goVersion }: Toolchain): string {
  return `${marksFolder(goCache)}/${goVersion.replace(/[^A-Za-z0-9.]/g, "_")}-${target}`;
}

function mark(folder: string, path: string): string {
  return `${folder}/${path.replaceAll("/", "+")}`;
}
