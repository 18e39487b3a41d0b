import { concatBytes } from "../wasm/concat-bytes.ts";
import { encodeUnsigned } from "../wasm/leb.ts";
import { SectionId, type WasmModule } from "../wasm/module.ts";
import { readModule } from "../wasm/reader.ts";
import { spliceSections, writeModule } from "../wasm/writer.ts";
import { ABI_NAMESPACE, MANIFEST_SECTION } from "./abi.ts";

/**
 * Takes our exports and our manifest from a module that somebody else hardened, or says he did, so that it can be
 * hardened like any other: whatever limits it has inside stay, and ours come on top.
 * Throws ToolError as `readModule` does.
 */
export function withoutAbi(wasm: Uint8Array): Uint8Array {
  const module = readModule(wasm);
  const exports = module.exports.some(({ name }) => isOurs(name)) ? [exportsWithoutOurs(module)] : [];
  const replaced = new Map(exports.map((payload) => [SectionId.export, payload] as const));
  return writeModule(spliceSections(module, replaced, (name) => name !== MANIFEST_SECTION));
}

function isOurs(name: string): boolean {
  return name === ABI_NAMESPACE || name.startsWith(`${ABI_NAMESPACE}.`);
}

/** The entries of others, byte for byte. */
function exportsWithoutOurs({ bytes, exports, sections }: WasmModule): Uint8Array {
  const end = sections.find(({ id }) => id === SectionId.export)?.payload.end ?? 0;
  const kept = exports.flatMap(({ name, offset }, index) =>
    isOurs(name) ? [] : [bytes.subarray(offset, exports[index + 1]?.offset ?? end)],
  );
  return concatBytes([Uint8Array.from(encodeUnsigned(kept.length)), ...kept]);
}
