import type { CustomSection, WasmModule } from "../wasm/module.ts";

/** Of no use once the code has moved: they refer to it by byte offset, or describe it for a linker. */
const STALE = [
  /^\.debug_/,
  /^reloc\./,
  /^linking$/,
  /^dylink/,
  /^sourceMappingURL$/,
  /^external_debug_info$/,
  /^metadata\.code\./,
];
/** Who made the module and from what; the name section is written anew when names are kept. */
const IDENTIFYING = [/^name$/, /^producers$/, /^go:buildid$/, /^build_id$/];

export interface StripResult {
  /** Custom sections that stay as they are. */
  readonly kept: readonly CustomSection[];
  /** By section name, with its size in the file, header included. */
  readonly removed: readonly { readonly section: string; readonly bytes: number }[];
}

/** Sorts out the custom sections of the input. With `strip` false only what would be wrong afterwards goes. */
export function stripSections(module: WasmModule, strip: boolean): StripResult {
  const isRemoved = ({ name }: CustomSection): boolean =>
    STALE.some((pattern) => pattern.test(name)) ||
    (strip && IDENTIFYING.some((pattern) => pattern.test(name)));
  const removed = module.customSections.filter(isRemoved).map(({ name, section }) => ({
    section: name,
    bytes: section.payload.end - section.offset,
  }));
  const kept = module.customSections.filter((custom) => custom.name !== "name" && !isRemoved(custom));
  return { kept, removed };
}
