import {
  type CodedRecords,
  decodeRecords,
  encodeRecords,
  RECORD,
  type RecordTable,
} from "../../wasm/function-records.ts";
import type { MemoryImage } from "./memory-image.ts";

/** The image with the records of Go's functions in short form. */
export interface RecordsPacked {
  readonly image: MemoryImage;
  readonly table: CodedRecords;
}

/** Magic number of pclntab since Go 1.20, two zeros, a quantum of 1 and pointers of 8 bytes (runtime/symtab.go, pcHeader). */
const HEADER = [0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8] as const;
/** Words of 8 bytes in the header: the number of functions, and where pctab and ftab begin, from the header on. */
const HEADER_WORDS = { functions: 1, pctab: 7, ftab: 8 } as const;
const HEADER_BYTES = 72;
/** Fewer are not worth a function. */
const LEAST_FUNCTIONS = 16;

/**
 * Stores what Go's runtime knows of each function in about a third of the bytes, at the end of where it has to stand. That
 * it comes out the same is not taken from any version of Go but tried: undefined where it does not.
 */
export function packRecords(image: MemoryImage): RecordsPacked | undefined {
  const found = findRecordTable(image);
  if (found === undefined) return undefined;
  const { header: _, ...table } = found;
  const coded = encodeRecords(image, table);
  if (coded === undefined) return undefined;
  const start = table.end - coded.length;
  if (start < table.records) return undefined;
  const { bytes, bottom } = image;
  const packed = bytes.slice();
  packed.fill(0, table.ftab - bottom, table.ftab - bottom + 8 * table.functions);
  packed.fill(0, table.records - bottom, table.end - bottom);
  packed.set(coded, start - bottom);
  const result = { image: { bytes: packed, bottom }, table: { ...table, coded: start } };
  const tried = { bytes: packed.slice(), bottom };
  try {
    decodeRecords(tried, result.table);
  } catch {
    return undefined;
  }
  return isEqual(tried.bytes, bytes) ? result : undefined;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A table and the address of pcHeader, from which its parts are counted. */
export interface FoundTable extends RecordTable {
  readonly header: number;
}

/** undefined when no header has a table behind it that could be one. */
export function findRecordTable({ bytes, bottom }: MemoryImage): FoundTable | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.indexOf(HEADER[0]); at >= 0; at = bytes.indexOf(HEADER[0], at + 1)) {
    if (at + HEADER_BYTES > bytes.length || HEADER.some((byte, i) => bytes[at + i] !== byte)) continue;
    const word = (index: number): number => Number(view.getBigUint64(at + 8 * index, true));
    const [functions, pctab, ftab] = [
      word(HEADER_WORDS.functions),
      at + word(HEADER_WORDS.pctab),
      at + word(HEADER_WORDS.ftab),
    ];
    if (functions < LEAST_FUNCTIONS || pctab >= bytes.length || ftab + 8 * functions > bytes.length) continue;
    const record = (i: number): number => ftab + view.getUint32(ftab + 8 * i + 4, true);
    const last = record(functions - 1);
    if (last + 4 * RECORD.words > bytes.length || record(0) < ftab + 8 * functions) continue;
    const lists = view.getUint32(last + 4 * RECORD.pcdataCount, true) + bytes[last + 4 * RECORD.funcId + 3]!;
    const end = last + 4 * (RECORD.words + lists);
    if (end > bytes.length) continue;
    return {
      header: at + bottom,
      ftab: ftab + bottom,
      functions,
      records: record(0) + bottom,
      end: end + bottom,
      pctab: pctab + bottom,
    };
  }
  return undefined;
}
