import { RECORD, type RecordTable } from "../../wasm/function-records.ts";
import type { MemoryImage } from "./memory-image.ts";

/** Where each part of a function comes from. Offsets are what a traceback of Go prints behind a line, as in `+0x5b`. */
export interface FunctionLines {
  /** Go's own number of the function, in its line table's order. */
  readonly position: number;
  readonly name: string;
  /** Pairs: an offset up to which, and the line that holds before it. */
  readonly lines: readonly (readonly [number, number])[];
  /** The same with positions in `files`. */
  readonly files: readonly (readonly [number, number])[];
}

/** What the line tables of a program say, for a host that shows it when the program no longer can. */
export interface LineMap {
  readonly files: readonly string[];
  readonly functions: readonly FunctionLines[];
}

/** The image without them, and what they said. */
export interface LinesTaken {
  readonly image: MemoryImage;
  readonly map: LineMap;
}

/** Words of a record (runtime/runtime2.go, _func). */
const WORD = { name: 1, pcsp: 4, pcfile: 5, pcln: 6, cuOffset: 8 } as const;
/** Words of 8 bytes in the header (runtime/symtab.go, pcHeader), counted back from pctab's. */
const HEADER = { names: 4, units: 5, files: 6, pctab: 7 } as const;

/**
 * Takes the tables of files and lines out of Go's pclntab: what they are named by becomes 0, "none", and their bytes too
 * unless another table is made of the same ones. Tracebacks then print `?:0`; names, offsets, stacks and inlining stay.
 * Throws RangeError where a table leads out of the image.
 */
export function takeLines({ bytes, bottom }: MemoryImage, header: number, table: RecordTable): LinesTaken {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rest = bytes.slice();
  const restView = new DataView(rest.buffer);
  const at = (address: number): number => address - bottom;
  const part = (word: number): number => header + Number(view.getBigUint64(at(header) + 8 * word, true));
  const tables = new PcTables(view, at(table.pctab));
  const names = new Strings(bytes, at(part(HEADER.names)));
  const files = new FileNames(view, new Strings(bytes, at(part(HEADER.files))), at(part(HEADER.units)));
  const functions: FunctionLines[] = [];
  const [kept, dropped] = [new Set<number>(), new Set<number>()];
  for (let position = 0; position < table.functions; position++) {
    const record = at(table.ftab + view.getUint32(at(table.ftab) + 8 * position + 4, true));
    const word = (k: number): number => view.getUint32(record + 4 * k, true);
    functions.push({
      position,
      name: names.at(word(WORD.name)),
      lines: tables.read(word(WORD.pcln)),
      files: tables
        .read(word(WORD.pcfile))
        .map(([end, file]) => [end, files.position(word(WORD.cuOffset), file)]),
    });
    kept.add(word(WORD.pcsp));
    for (let k = 0; k < word(RECORD.pcdataCount); k++) kept.add(word(RECORD.words + k));
    for (const k of [WORD.pcfile, WORD.pcln]) {
      dropped.add(word(k));
      restView.setUint32(record + 4 * k, 0, true);
    }
  }
  for (const offset of dropped) {
    if (offset === 0 || kept.has(offset)) continue;
    rest.fill(0, at(table.pctab) + offset, tables.end(offset));
  }
  return { image: { bytes: rest, bottom }, map: { files: files.names, functions } };
}

/** Values by program counter: pairs of changes, of the value and of the counter (runtime/symtab.go, step). */
class PcTables {
  private readonly view: DataView;
  private readonly start: number;
  private at = 0;

  constructor(view: DataView, start: number) {
    this.view = view;
    this.start = start;
  }

  /** Pairs of a counter and the value that holds before it. */
  read(offset: number): (readonly [number, number])[] {
    const pairs: (readonly [number, number])[] = [];
    if (offset === 0) return pairs;
    this.at = this.start + offset;
    let [value, counter] = [-1, 0];
    for (;;) {
      const change = this.number();
      if (change === 0 && pairs.length > 0) return pairs;
      value += change & 1 ? -((change + 1) / 2) : change / 2;
      counter += this.number();
      pairs.push([counter, value]);
    }
  }

  /** Behind the table at an offset, as a position in the image. */
  end(offset: number): number {
    this.read(offset);
    return this.at;
  }

  private number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.view.getUint8(this.at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
}

/** Texts that end with a zero. */
class Strings {
  private readonly bytes: Uint8Array;
  private readonly start: number;
  private readonly decoder = new TextDecoder();

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.start = start;
  }

  at(offset: number): string {
    const from = this.start + offset;
    const end = this.bytes.indexOf(0, from);
    if (from >= this.bytes.length || end < 0) throw new RangeError("a name has no end");
    return this.decoder.decode(this.bytes.subarray(from, end));
  }
}

/** Names of files by the number that a compilation unit gives them. */
class FileNames {
  readonly names: string[] = [];
  private readonly positions = new Map<number, number>();
  private readonly view: DataView;
  private readonly strings: Strings;
  private readonly units: number;

  constructor(view: DataView, strings: Strings, units: number) {
    this.view = view;
    this.strings = strings;
    this.units = units;
  }

  position(unit: number, file: number): number {
    if (file < 0) return -1;
    const offset = this.view.getUint32(this.units + 4 * (unit + file), true);
    // A file without a name of its own.
    if (offset === 0xffff_ffff) return -1;
    const known = this.positions.get(offset);
    if (known !== undefined) return known;
    this.positions.set(offset, this.names.length);
    return this.names.push(this.strings.at(offset)) - 1;
  }
}
