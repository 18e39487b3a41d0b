import { ToolError } from "../../errors.ts";
import { encodeUnsigned } from "../../wasm/leb.ts";
import { SectionId, type WasmModule } from "../../wasm/module.ts";
import { readModule } from "../../wasm/reader.ts";
import { spliceSections, writeModule } from "../../wasm/writer.ts";
import type { CompactReport } from "../report.ts";
import { appended } from "../rewrite/sections.ts";
import { findBucketTable, withoutTable } from "./bucket-table.ts";
import { type LineMap, type LinesTaken, takeLines } from "./line-tables.ts";
import { dataSectionBytes, type MemoryImage, memoryImage } from "./memory-image.ts";
import { findRecordTable, packRecords } from "./record-table.ts";
import { packData } from "./segments.ts";
import { REBUILD_FUNCTION, type Rebuilt, startBody } from "./start-body.ts";

export interface CompactResult {
  /** What the line tables said, where they were taken out. */
  readonly lines?: LineMap;
  readonly wasm: Uint8Array;
  readonly report: CompactReport;
  /** The name of the function that was added behind all others; undefined when none was. */
  readonly addedFunction: string | undefined;
}

/**
 * Stores the same memory in fewer bytes: zeros are left out, and a start function writes what can be computed of Go's tables: findfunctab
 * (320 bytes a function) and most of the records of functions. What memory holds when the first export is called is the same, byte for byte. The
 * start function is not the guest's code: it is not charged, and writes a number of words that is fixed in it.
 * With `dropsLines`, Go's tables of files and lines go as well. Throws ToolError `harden/no-lines` where there are none.
 * Takes a valid module; gives it back as it is, with the reason, where its memory is not told by its segments or nothing is won.
 */
export function compact(wasm: Uint8Array, dropsLines = false): CompactResult {
  const module = readModule(wasm);
  const original = memoryImage(module);
  if (typeof original === "string") {
    if (dropsLines) throw noLines(original);
    return unchanged(wasm, original);
  }
  const taken = dropsLines ? withoutLines(original) : undefined;
  const image = taken?.image ?? original;
  const { rest, rebuilt } = takeTables(module, image);
  const { payload, segments } = packData(rest);
  const replaced = new Map<number, Uint8Array | undefined>([
    [SectionId.data, payload],
    [SectionId.dataCount, undefined],
    ...(rebuilt === undefined ? [] : rebuildSections(module, rebuilt)),
  ]);
  const output = writeModule(spliceSections(module, replaced));
  if (output.length >= wasm.length && taken === undefined)
    return unchanged(wasm, "its data are as short as they can be");
  const after = readModule(output);
  return {
    wasm: output,
    ...(taken === undefined ? {} : { lines: taken.map }),
    report: {
      segments: { before: module.data.length, after: segments },
      dataBytes: { before: dataSectionBytes(module), after: dataSectionBytes(after) },
      ...(rebuilt === undefined ? {} : { rebuilt }),
    },
    addedFunction: rebuilt === undefined ? undefined : REBUILD_FUNCTION,
  };
}

function withoutLines(image: MemoryImage): LinesTaken {
  const table = findRecordTable(image);
  if (table === undefined) throw noLines("it has no line table of Go's");
  try {
    return takeLines(image, table.header, table);
  } catch (cause) {
    if (cause instanceof RangeError) throw noLines(`its line table is damaged: ${cause.message}`);
    throw cause;
  }
}

function noLines(reason: string): ToolError {
  return new ToolError("harden/no-lines", `the lines of the module cannot be taken out: ${reason}`, {
    hint: "leave --lines out",
  });
}

function unchanged(wasm: Uint8Array, reason: string): CompactResult {
  return { wasm, report: { skipped: reason }, addedFunction: undefined };
}

/** What a start function can write, and the memory without it. The start function of a module itself is left alone. */
function takeTables(
  module: WasmModule,
  image: MemoryImage,
): { readonly rest: MemoryImage; readonly rebuilt: Rebuilt | undefined } {
  if (module.start !== undefined) return { rest: image, rebuilt: undefined };
  const packed = packRecords(image);
  const base = packed?.image ?? image;
  const table = findBucketTable(base);
  if (packed === undefined && table === undefined) return { rest: image, rebuilt: undefined };
  const rebuilt = { ...table, ...(packed === undefined ? {} : { records: packed.table }) };
  return { rest: table === undefined ? base : withoutTable(base, table), rebuilt };
}

/** The sections with one more function, which is the start function. */
function rebuildSections(module: WasmModule, rebuilt: Rebuilt): (readonly [number, Uint8Array])[] {
  const { types, importedCounts, functions } = module;
  const found = types.findIndex(({ parameters, results }) => parameters.length + results.length === 0);
  const typeIndex = found < 0 ? types.length : found;
  const section = (id: number, entry: readonly number[]): readonly [number, Uint8Array] => {
    const writer = appended(module, id, 1);
    writer.list(entry);
    return [id, writer.finish()];
  };
  const body = startBody(rebuilt);
  return [
    ...(found < 0 ? [section(SectionId.type, VOID_TYPE)] : []),
    section(SectionId.function, encodeUnsigned(typeIndex)),
    section(SectionId.code, [...encodeUnsigned(body.length), ...body]),
    [SectionId.start, Uint8Array.from(encodeUnsigned(importedCounts.function + functions.length))],
  ];
}

/** func () -> (). */
const VOID_TYPE = [0x60, 0, 0];
