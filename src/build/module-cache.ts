import { ToolError } from "../errors.ts";
import { type HashedFile, hash1 } from "./dirhash.ts";
import { type ModuleRequirement, parseGoMod } from "./go-mod.ts";
import type { BuildHost } from "./host.ts";

export interface CachedModule {
  readonly goVersion: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const UNSAID_GO_VERSION = "1.16";
const FILE_COUNT_LIMIT = 20_000;

/**
 * Takes a module from the user's Go module cache: from the zip that the go command downloaded, never from the unpacked folder,
 * which anyone may have edited. Its hash must be the one in the program's go.sum.
 * Returns undefined when the cache does not have it. Throws ToolError `build/module-checksum`, `build/bad-zip`.
 */
export async function cachedModule(
  module: ModuleRequirement,
  goSum: Uint8Array | undefined,
  limitBytes: number,
  host: BuildHost,
): Promise<CachedModule | undefined> {
  if (host.moduleCacheFolder === undefined) return undefined;
  const { path, version } = module;
  const zip = `${host.moduleCacheFolder}/cache/download/${escaped(path)}/@v/${escaped(version)}.zip`;
  if ((await host.files.stat(zip))?.kind !== "file") return undefined;
  const expected = sumOf(module, goSum);
  const prefix = `${path}@${version}/`;
  const hashed: HashedFile[] = [];
  const files = new Map<string, Uint8Array>();
  const limits = { fileCount: FILE_COUNT_LIMIT, fileBytes: limitBytes, totalBytes: limitBytes };
  await host.unzip(zip, limits, (name, data) => {
    hashed.push({ name, sha256: host.sha256(data) });
    if (name.startsWith(prefix)) files.set(name.slice(prefix.length), data);
  });
  const found = hash1(hashed, host.sha256);
  if (found !== expected)
    throw wrongSum(`${zip} has the checksum ${found}, but go.sum says ${expected}`, module);
  const goMod = files.get("go.mod");
  const goVersion = goMod === undefined ? undefined : parseGoMod(new TextDecoder().decode(goMod)).goVersion;
  return { goVersion: goVersion ?? UNSAID_GO_VERSION, files };
}

function sumOf(module: ModuleRequirement, goSum: Uint8Array | undefined): string {
  for (const line of new TextDecoder().decode(goSum ?? new Uint8Array()).split("\n")) {
    const [path, version, sum] = line.trim().split(/\s+/);
    if (path === module.path && version === module.version && sum?.startsWith("h1:")) return sum;
  }
  throw wrongSum(`go.sum has no checksum for ${module.path} ${module.version}`, module);
}

function wrongSum(message: string, { path, version }: ModuleRequirement): ToolError {
  return new ToolError("build/module-checksum", message, {
    hint: `run go mod tidy beside the program, or go mod download ${path}@${version} into a clean module cache`,
    place: { file: "go.sum" },
  });
}

/** Module cache spelling of upper-case letters: `!` and the lower-case letter (golang.org/x/mod/module.EscapePath). */
function escaped(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
