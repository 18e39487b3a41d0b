import type { ModuleShape } from "../wasm/module.ts";
import { readShape } from "../wasm/reader.ts";
import { MANIFEST_SECTION } from "./abi.ts";
import type { HardenReport } from "./report.ts";

/** The JSON in the custom section `sandglass`: the report without what is known only of the finished file. */
export type Manifest = Omit<HardenReport, "output">;

/** The bytes of a manifest. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(manifest));
}

/**
 * The manifest that a module carries; undefined when it has none. A manifest is a claim of whoever made the module:
 * it proves nothing about what the code does.
 * Throws ToolError as `readShape` does.
 */
export function readManifest(wasm: Uint8Array): Manifest | undefined {
  const module = readShape(wasm);
  const section = module.customSections.find(({ name }) => name === MANIFEST_SECTION);
  return section === undefined ? undefined : parse(module, section.contents.start, section.contents.end);
}

/** A section that is not our JSON is no manifest. */
function parse({ bytes }: ModuleShape, start: number, end: number): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)));
    const isManifest = typeof value === "object" && value !== null && "costModel" in value && "abi" in value;
    return isManifest ? (value as Manifest) : undefined;
  } catch {
    return undefined;
  }
}
