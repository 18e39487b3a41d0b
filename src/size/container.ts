import { SectionId, type WasmModule } from "../wasm/module.ts";
import { type ByteMap, claim, NOBODY, type Owners, ownerIndex } from "./byte-map.ts";
import type { FunctionBytes } from "./functions.ts";
import type { Kind } from "./kinds.ts";
import { nameRanges } from "./name-ranges.ts";
import { MODULE_PACKAGE } from "./package-name.ts";

export interface ContainerOptions {
  readonly module: WasmModule;
  readonly functions: readonly FunctionBytes[];
  readonly owners: Owners;
}

/**
 * Claims everything but the contents of data segments in a map of the file: code and names for the packages of the
 * functions, headers of data segments for whoever owns the segment's first byte, all else for the module itself.
 * Contents of data segments must have been claimed before, where their meaning is known; the rest of them gets the kind
 * "data" and no owner.
 */
export function claimContainer(map: ByteMap, options: ContainerOptions): void {
  const { module, functions, owners } = options;
  const self = ownerIndex(owners, MODULE_PACKAGE);
  const ownerOf = new Map<number, number>();
  for (const { index, range, package: name } of functions) {
    const owner = ownerIndex(owners, name);
    ownerOf.set(index, owner);
    claim(map, range.start, range.end, "code", owner);
  }
  for (const { start, end, functionIndex } of nameRanges(module)) {
    claim(map, start, end, "name section", ownerOf.get(functionIndex) ?? self);
  }
  for (const { range, contents } of module.data) {
    claim(map, contents.start, contents.end, "data", NOBODY);
    const owner = contents.end > contents.start ? map.owners[contents.start]! : NOBODY;
    claim(map, range.start, contents.start, "data segment headers", owner === NOBODY ? self : owner);
  }
  for (const section of module.sections) {
    const kind = section.id === SectionId.custom ? customKind(section.name) : "module structure";
    claim(map, section.header.start, section.payload.end, kind, self);
  }
  claim(map, 0, map.kinds.length, "module structure", self);
}

function customKind(name: string): Kind {
  if (name === "name") return "name section";
  if (name === "producers" || name.includes("buildid") || name.includes("build_id"))
    return "producers and build id";
  if (name.startsWith(".debug") || name === "sourceMappingURL" || name === "external_debug_info")
    return "debug info";
  return "other custom sections";
}
