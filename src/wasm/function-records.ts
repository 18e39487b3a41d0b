import { ByteWriter } from "./byte-writer.ts";

/**
 * Where Go's linker put what the runtime knows of each function (cmd/link/internal/ld/pcln.go): ftab, two numbers a
 * function, and behind it the records (runtime._func), whose numbers mostly point into pctab. Addresses in memory.
 */
export interface RecordTable {
  readonly ftab: number;
  readonly functions: number;
  readonly records: number;
  /** Behind the last record. */
  readonly end: number;
  readonly pctab: number;
}

/** The same with `coded`: where the records stand in short form, up to `end`. */
export interface CodedRecords extends RecordTable {
  readonly coded: number;
}

/** Bytes of memory from address `bottom` on. */
interface Image {
  readonly bytes: Uint8Array;
  readonly bottom: number;
}

/** Words of a record in front of its lists, and which of them say how long these are (runtime/runtime2.go). */
export const RECORD = { words: 11, pcdataCount: 7, funcId: 10 } as const;
/** Words by bit: offsets into pctab are words 4 to 6 and the list of pcdata; 0, 1, 8 and 9 are close to those of the record before. */
export const PCTAB_WORDS = 0xffff_f870;
export const RELATIVE_WORDS = 0x303;

/**
 * Writes the records as numbers of variable length that count from what is likely: offsets into pctab from the end of
 * what is known of it, since most functions have tables of their own there in a row; names, files and lines from the
 * function before. Returns undefined for records that stand in another way than Go's linker writes them.
 */
export function encodeRecords(image: Image, table: RecordTable): Uint8Array | undefined {
  const writer = new ByteWriter(table.end - table.records);
  const view = viewOf(image);
  const at = (address: number): number => view.getUint32(address - image.bottom, true);
  let end = 1;
  let [previous, record] = [0, table.records];
  try {
    for (let i = 0; i < table.functions; i++) {
      if (at(table.ftab + 8 * i + 4) !== record - table.ftab) return undefined;
      const pcdataEnd = RECORD.words + at(record + 4 * RECORD.pcdataCount);
      const words = pcdataEnd + (at(record + 4 * RECORD.funcId) >>> 24);
      if (record + 4 * words > table.end) return undefined;
      for (let k = 0; k < words; k++) {
        const value = at(record + 4 * k);
        if (k >= pcdataEnd) writer.u32(value + 1);
        else if ((PCTAB_WORDS >>> k) & 1) {
          writer.u32(value === end ? 0 : value === 0 ? 1 : end + 1 - value);
          if (value === end) end = nextPcTable(view, table.pctab - image.bottom, end);
        } else if ((RELATIVE_WORDS >>> k) & 1) {
          const change = (value - (previous === 0 ? 0 : at(previous + 4 * k))) | 0;
          writer.u32((change << 1) ^ (change >> 31));
        } else writer.u32(k === RECORD.funcId ? (value << 8) | (value >>> 24) : value);
      }
      previous = record;
      record = aligned(record + 4 * words);
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return writer.finish();
}

/**
 * Writes ftab and the records out of their short form, in place: what the start function of a compacted module does.
 * Returns the address of each record's short form. Throws RangeError where that leads out of the image or the records.
 */
export function decodeRecords(image: Image, table: CodedRecords): readonly number[] {
  const starts: number[] = [];
  const view = viewOf(image);
  const { bottom } = image;
  let end = 1;
  let read = table.coded - bottom;
  let [previous, record] = [table.records - bottom, table.records - bottom];
  const next = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = view.getUint8(read++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  const decode = (k: number, pcdataEnd: number): number => {
    const value = next();
    if (k >= pcdataEnd) return value - 1;
    if ((PCTAB_WORDS >>> k) & 1) {
      if (value > 0) return value === 1 ? 0 : end + 1 - value;
      const known = end;
      end = nextPcTable(view, table.pctab - bottom, end);
      return known;
    }
    if ((RELATIVE_WORDS >>> k) & 1)
      return view.getUint32(previous + 4 * k, true) + ((value >>> 1) ^ -(value & 1));
    return k === RECORD.funcId ? (value >>> 8) | (value << 24) : value;
  };
  for (let i = 0; i < table.functions; i++) {
    starts.push(read + bottom);
    let pcdataEnd = 0xffff_ffff;
    let words: number = RECORD.words;
    for (let k = 0; k < words; k++) {
      const value = decode(k, pcdataEnd) >>> 0;
      view.setUint32(record + 4 * k, value, true);
      if (k === RECORD.pcdataCount) pcdataEnd = value + RECORD.words;
      if (k !== RECORD.funcId) continue;
      words = pcdataEnd + (value >>> 24);
      if (record + bottom + 4 * words > table.end)
        throw new RangeError("a record is longer than all of them");
    }
    // What stands between records is zero, and may have held the short form.
    if (words & 1) view.setUint32(record + 4 * words, 0, true);
    const entry = table.ftab - bottom + 8 * i;
    view.setUint32(entry, view.getUint32(record, true), true);
    view.setUint32(entry + 4, record + bottom - table.ftab, true);
    previous = record;
    record = aligned(record + bottom + 4 * words) - bottom;
  }
  return starts;
}

/**
 * Offset in pctab behind the table at an offset: pairs of numbers of variable length until the first of a pair is 0, which it
 * may be in the first pair (runtime/symtab.go, step). Throws RangeError where the table has no end.
 */
function nextPcTable(view: DataView, pctab: number, offset: number): number {
  let at = pctab + offset;
  do {
    for (let half = 0; half < 2; half++) while (view.getUint8(at++) >= 0x80);
  } while (view.getUint8(at) !== 0);
  return at + 1 - pctab;
}

/** Records begin at multiples of 8, the size of a pointer in Go's wasm. */
function aligned(address: number): number {
  return Math.ceil(address / 8) * 8;
}

function viewOf({ bytes }: Image): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
