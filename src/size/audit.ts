import { SectionId, type WasmModule } from "../wasm/module.ts";
import { readModule } from "../wasm/reader.ts";
import { attribute } from "./attribute.ts";
import { fallingBySize, sumBytes } from "./byte-map.ts";
import type { Compressors } from "./compressors.ts";
import type { AuditReport, SizedName } from "./report.ts";
import { measureWhatIf } from "./what-if.ts";

/**
 * Says what every byte of a module is for, who owns it and what would save how much.
 *
 * @param name what to call the module in the report
 * @param wasm the file as it is; it is not validated, only read
 * @param compressors of the host (src/platform/node/compress.ts)
 * @throws ToolError `wasm/…` when the bytes are not a readable module
 */
export async function audit(name: string, wasm: Uint8Array, compressors: Compressors): Promise<AuditReport> {
  const module = readModule(wasm);
  const { functions, owners, map, goMetadata } = attribute(module);
  const [gzip, brotli, whatIf] = await Promise.all([
    compressors.gzip(wasm),
    compressors.brotli(wasm),
    measureWhatIf(module, compressors),
  ]);
  return {
    schemaVersion: 1,
    name,
    bytes: wasm.length,
    gzip: gzip.length,
    brotli: brotli.length,
    sections: sizeSections(module),
    imports: module.imports.map(({ module: from, name: what, type }) => ({
      module: from,
      name: what,
      kind: type.kind,
    })),
    ...sumBytes(map, owners),
    functions: fallingBySize(
      functions.map((f) => ({
        name: f.name,
        bytes: f.range.end - f.range.start,
        index: f.index,
        package: f.package,
      })),
    ),
    whatIf,
    goMetadata,
  };
}

/** Magic and version count as a section of their own, so that the rows sum to the size of the file. */
function sizeSections(module: WasmModule): SizedName[] {
  const rows = module.sections.map((section) => ({
    name: section.id === SectionId.custom ? `custom "${section.name}"` : section.name,
    bytes: section.payload.end - section.header.start,
  }));
  return fallingBySize([{ name: "preamble", bytes: PREAMBLE_BYTES }, ...rows]);
}

/** `\0asm` and the version. */
const PREAMBLE_BYTES = 8;
