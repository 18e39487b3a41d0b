import { type CodedRecords, decodeRecords } from "../../wasm/function-records.ts";
import type { WasmModule } from "../../wasm/module.ts";
import { LayoutError } from "./layout-error.ts";
import { type GoMemory, spend } from "./memory.ts";
import type { Range } from "./tables.ts";

/** Custom section in which `harden` writes down what it did. */
const MANIFEST_SECTION = "sandglass";
const FIELDS = ["ftab", "functions", "records", "end", "pctab", "coded"] as const;

/**
 * Lays out the records of Go's functions where `harden` stored them in short form, as the module's start function will do.
 * Returns where each is stored; nothing for a module that holds them as they are.
 * @throws LayoutError when the manifest tells of records that are not there
 */
export function unpackRecords(module: WasmModule, memory: GoMemory): readonly Range[] {
  const table = codedRecords(module);
  if (table === undefined) return [];
  if (table.end > memory.image.length) throw new LayoutError("the packed records are not inside the memory");
  spend(memory, table.end);
  try {
    const starts = decodeRecords({ bytes: memory.image, bottom: 0 }, table);
    return starts.map((start, i) => ({ start, end: Math.max(start, starts[i + 1] ?? table.end) }));
  } catch (error) {
    if (error instanceof RangeError) throw new LayoutError("the packed records cannot be unpacked");
    throw error;
  }
}

/** What a manifest says; anybody may have written it. */
function codedRecords({ bytes, customSections }: WasmModule): CodedRecords | undefined {
  const section = customSections.find(({ name }) => name === MANIFEST_SECTION);
  if (section === undefined) return undefined;
  const { start, end } = section.contents;
  let records: unknown;
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)));
    records = manifest?.compacted?.rebuilt?.records;
  } catch {
    return undefined;
  }
  if (typeof records !== "object" || records === null) return undefined;
  const table = records as CodedRecords;
  return FIELDS.every((field) => Number.isInteger(table[field]) && table[field] >= 0) ? table : undefined;
}
