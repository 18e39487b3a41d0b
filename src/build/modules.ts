import { ToolError } from "../errors.ts";
import type { ModuleRequirement } from "./go-mod.ts";
import type { BuildHost } from "./host.ts";
import { cachedModule } from "./module-cache.ts";
import type { Program } from "./program.ts";
import { sanitiseFiles } from "./sanitise.ts";
import { parseVendorList, vendoredFiles } from "./vendor.ts";

/** A module beside the standard library, as it will be compiled. */
export interface ProgramModule extends ModuleRequirement {
  readonly from: "vendor" | "cache";
  /** Its language version. */
  readonly goVersion: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface ProgramModules {
  readonly modules: readonly ProgramModule[];
  /** Allowed and required, but found in neither place. */
  readonly missing: readonly ModuleRequirement[];
}

const VENDOR_LIST = "vendor/modules.txt";

/**
 * Finds the modules that the program requires and `allowed` lists, first in the input's own vendor folder, then in the user's
 * module cache, where the program's go.sum must confirm them. A module that is not listed is left out, wherever it is.
 * Throws ToolError `build/module-checksum` when a cached module is not what go.sum says.
 */
export async function findModules(
  program: Program,
  allowed: readonly string[],
  sourceLimitBytes: number,
  host: BuildHost,
): Promise<ProgramModules> {
  const modules: ProgramModule[] = [];
  const missing: ModuleRequirement[] = [];
  const list = program.input.files.get(VENDOR_LIST);
  const vendored = list === undefined ? [] : parseVendorList(new TextDecoder().decode(list));
  for (const requirement of program.goMod.requirements) {
    if (!allowed.includes(requirement.path)) continue;
    const entry = vendored.find(({ path }) => path === requirement.path);
    if (entry !== undefined) {
      const { files } = sanitiseFiles(vendoredFiles(entry.path, vendored, program.input.files));
      modules.push({ ...requirement, from: "vendor", goVersion: entry.goVersion, files });
      continue;
    }
    const cached = await cachedModule(requirement, program.input.files.get("go.sum"), sourceLimitBytes, host);
    if (cached === undefined) missing.push(requirement);
    else
      modules.push({
        ...requirement,
        from: "cache",
        goVersion: cached.goVersion,
        files: sanitiseFiles(cached.files).files,
      });
  }
  return { modules, missing };
}

/** The error for a package that the compiler did not find although its module is allowed. */
export function missingModule({ path, version }: ModuleRequirement): ToolError {
  return new ToolError(
    "build/module-missing",
    `the module ${path} ${version} is neither in the vendor folder of the input nor in the Go module cache`,
    { hint: `run: go mod download ${path}@${version} (or go mod vendor)`, place: { file: "go.mod" } },
  );
}
