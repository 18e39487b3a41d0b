import { concatBytes } from "../wasm/concat-bytes.ts";
import { type Section, SectionId, type WasmModule } from "../wasm/module.ts";
import type { Compressors } from "./compressors.ts";
import type { WhatIf } from "./report.ts";

/** The manifest of a hardened module: part of what it is, so nobody is told to drop it. */
const OWN_SECTION = "sandglass";

/**
 * What changes would save, each done on these very bytes and compressed again. A change that does not apply is left out;
 * nothing is estimated.
 */
export async function measureWhatIf(module: WasmModule, compressors: Compressors): Promise<WhatIf[]> {
  const custom = module.sections.filter(
    (section) => section.id === SectionId.custom && section.name !== OWN_SECTION,
  );
  const described = custom.filter((section) => isDescription(section.name));
  const rows: Promise<WhatIf>[] = [];
  if (described.length > 0) {
    const change = `drop ${listNames(described)}`;
    rows.push(measure(change, without(module, described), compressors));
  }
  if (custom.length > described.length) {
    const change = `drop every custom section (${custom.length})`;
    rows.push(measure(change, without(module, custom), compressors));
  }
  return Promise.all(rows);
}

/** Names, producers and build id: what `harden` strips. No engine needs them to run the module. */
function isDescription(name: string): boolean {
  return name === "name" || name === "producers" || name === "go:buildid" || name === "go.buildid";
}

function listNames(sections: readonly Section[]): string {
  return sections.map((section) => `"${section.name}"`).join(", ");
}

function without(module: WasmModule, removed: readonly Section[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { header, payload } of removed) {
    parts.push(module.bytes.subarray(from, header.start));
    from = payload.end;
  }
  parts.push(module.bytes.subarray(from));
  return concatBytes(parts);
}

async function measure(change: string, bytes: Uint8Array, compressors: Compressors): Promise<WhatIf> {
  const [gzip, brotli] = await Promise.all([compressors.gzip(bytes), compressors.brotli(bytes)]);
  return { change, bytes: bytes.length, gzip: gzip.length, brotli: brotli.length, how: "measured" };
}
