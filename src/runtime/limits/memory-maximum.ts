import { encodeUnsigned } from "../../wasm/leb.ts";
import { SectionId, type WasmModule } from "../../wasm/module.ts";
import { concatBytes } from "../../wasm/names.ts";

export const PAGE_BYTES = 65_536;

/**
 * The module with a maximum of at most `memoryBytes` (rounded down to pages) on its memory: the engine enforces it
 * whatever the module does, so the limit also holds for modules that nobody hardened. Returns the same bytes when the
 * maximum is low enough already, undefined when the memory is larger from the start.
 */
export function withMemoryMaximum(module: WasmModule, memoryBytes: number): Uint8Array | undefined {
  const pages = Math.min(Math.floor(memoryBytes / PAGE_BYTES), 65_536);
  const limits = module.memories[0];
  const section = module.sections.find((one) => one.id === SectionId.memory);
  if (limits === undefined || section === undefined) return module.bytes;
  if (limits.minimum > pages) return undefined;
  if (limits.maximum !== undefined && limits.maximum <= pages) return module.bytes;
  const flags = limits.shared ? 3 : 1;
  const payload = [1, flags, ...encodeUnsigned(limits.minimum), ...encodeUnsigned(pages)];
  return concatBytes([
    module.bytes.subarray(0, section.offset),
    Uint8Array.from([SectionId.memory, ...encodeUnsigned(payload.length), ...payload]),
    module.bytes.subarray(section.payload.end),
  ]);
}
