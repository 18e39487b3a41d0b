import { encodeUnsigned } from "../../wasm/leb.ts";
import { SectionId, type WasmModule } from "../../wasm/module.ts";
import { readModule } from "../../wasm/reader.ts";
import { spliceSections, writeModule } from "../../wasm/writer.ts";
import type { CompactReport } from "../report.ts";
import { appended } from "../rewrite/sections.ts";
import { type BucketTable, findBucketTable, rebuildBody, withoutTable } from "./bucket-table.ts";
import { dataSectionBytes, memoryImage } from "./memory-image.ts";
import { packData } from "./segments.ts";

export interface CompactResult {
  readonly wasm: Uint8Array;
  readonly report: CompactReport;
  /** The name of the function that was added behind all others; undefined when none was. */
  readonly addedFunction: string | undefined;
}

/** Name of the start function that writes findfunctab. */
export const REBUILD_FUNCTION = "rebuild_findfunctab";

/**
 * Stores the same memory in fewer bytes: zeros are left out, and Go's findfunctab (320 bytes a function, all of them computable)
 * is written by a start function. What memory holds when the first export is called is the same, byte for byte. The
 * start function is not the guest's code: it is not charged, and writes a number of words that is fixed in it.
 * Takes a valid module; gives it back as it is, with the reason, where its memory is not told by its segments or nothing is won.
 */
export function compact(wasm: Uint8Array): CompactResult {
  const module = readModule(wasm);
  const image = memoryImage(module);
  if (typeof image === "string") return unchanged(wasm, image);
  const table = module.start === undefined ? findBucketTable(image) : undefined;
  const { payload, segments } = packData(table === undefined ? image : withoutTable(image, table));
  const replaced = new Map<number, Uint8Array | undefined>([
    [SectionId.data, payload],
    [SectionId.dataCount, undefined],
    ...(table === undefined ? [] : rebuildSections(module, table)),
  ]);
  const output = writeModule(spliceSections(module, replaced));
  if (output.length >= wasm.length) return unchanged(wasm, "its data are as short as they can be");
  const after = readModule(output);
  return {
    wasm: output,
    report: {
      segments: { before: module.data.length, after: segments },
      dataBytes: { before: dataSectionBytes(module), after: dataSectionBytes(after) },
      ...(table === undefined ? {} : { rebuilt: { address: table.address, buckets: table.buckets } }),
    },
    addedFunction: table === undefined ? undefined : REBUILD_FUNCTION,
  };
}

function unchanged(wasm: Uint8Array, reason: string): CompactResult {
  return { wasm, report: { skipped: reason }, addedFunction: undefined };
}

/** The sections with one more function, which is the start function. */
function rebuildSections(module: WasmModule, table: BucketTable): (readonly [number, Uint8Array])[] {
  const { types, importedCounts, functions } = module;
  const found = types.findIndex(({ parameters, results }) => parameters.length + results.length === 0);
  const typeIndex = found < 0 ? types.length : found;
  const section = (id: number, entry: readonly number[]): readonly [number, Uint8Array] => {
    const writer = appended(module, id, 1);
    writer.list(entry);
    return [id, writer.finish()];
  };
  const body = rebuildBody(table);
  return [
    ...(found < 0 ? [section(SectionId.type, VOID_TYPE)] : []),
    section(SectionId.function, encodeUnsigned(typeIndex)),
    section(SectionId.code, [...encodeUnsigned(body.length), ...body]),
    [SectionId.start, Uint8Array.from(encodeUnsigned(importedCounts.function + functions.length))],
  ];
}

/** func () -> (). */
const VOID_TYPE = [0x60, 0, 0];
