import { LayoutError } from "./layout-error.ts";
import { type GoMemory, spend, u32, word } from "./memory.ts";

/** A range of addresses, half-open. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A slice in Go's memory: address of its first element and number of elements. */
export interface Slice {
  readonly start: number;
  readonly count: number;
}

/** Where Go's linker put what, by runtime.pcHeader and runtime.moduledata (runtime/symtab.go). Every range is checked. */
export interface GoTables {
  readonly generation: Generation;
  readonly functionCount: number;
  readonly header: Range;
  readonly moduledata: Range;
  readonly funcnametab: Range;
  readonly cutab: Range;
  readonly filetab: Range;
  readonly pctab: Range;
  readonly pclntable: Range;
  readonly findfunctab: Range;
  /** Funcdata lies between these; up to Go 1.25 other read-only data does too. */
  readonly funcdata: Range;
  /** Up to Go 1.25 types alone; since Go 1.26 all read-only data from here to pcHeader. */
  readonly types: Range;
  readonly noptrdata: Range;
  readonly data: Range;
  /** Addresses of the GC programs of data and bss. */
  readonly gcPrograms: readonly number[];
  readonly textsectmap: Slice;
  readonly typelinks: Slice;
  readonly itablinks: Slice;
}

/**
 * Layouts of the metadata. 1.24: functions are found by address (slot << 16); 1.25: by slot in the table of functions;
 * 1.26: funcdata moved behind pclntab, and moduledata got epclntab.
 */
export type Generation = "go1.24" | "go1.25" | "go1.26";

/** internal/abi.Go120PCLnTabMagic, of Go 1.20 and later. */
const MAGIC = 0xfffffff1;
const HEADER_BYTES = 72;
const WORD = 8;
/** A crafted module may hold any number of false headers. */
const MAX_CANDIDATES = 16;

/**
 * Finds pcHeader by its magic and moduledata by the pointers to it, then reads and checks every range.
 *
 * @returns undefined when there is no header at all: not a program of Go's own compiler
 * @throws LayoutError when there is a header, but nothing consistent around it
 */
export function findTables(memory: GoMemory): GoTables | undefined {
  let failure: LayoutError | undefined;
  for (const header of findHeaders(memory)) {
    try {
      return readTables(memory, header, findModuledata(memory, header));
    } catch (error) {
      if (!(error instanceof LayoutError)) throw error;
      failure ??= error;
    }
  }
  if (failure) throw failure;
  return undefined;
}

/** Addresses of everything that begins like pcHeader: magic, two zeros, instruction size 1, pointer size 8. */
function findHeaders(memory: GoMemory): number[] {
  const found: number[] = [];
  const last = memory.top - HEADER_BYTES;
  spend(memory, (memory.top - memory.bottom) / WORD);
  for (let at = align(memory.bottom); at <= last && found.length < MAX_CANDIDATES; at += WORD) {
    if (memory.view.getUint32(at, true) !== MAGIC) continue;
    const isHeader = memory.view.getUint32(at + 4, true) === 0x08_01_00_00;
    if (isHeader) found.push(at);
  }
  return found;
}

/** moduledata begins with the address of pcHeader and then that of funcnametab, which the header knows as well. */
function findModuledata(memory: GoMemory, header: number): number {
  const names = header + word(memory, header + 4 * WORD);
  const { view } = memory;
  spend(memory, (memory.top - memory.bottom) / WORD);
  for (let at = align(memory.bottom); at + 2 * WORD <= memory.top; at += WORD) {
    if (view.getUint32(at, true) !== header || view.getUint32(at + WORD, true) !== names) continue;
    if (word(memory, at) === header && word(memory, at + WORD) === names) return at;
  }
  throw new LayoutError("no moduledata refers to the pclntab");
}

/** The words of moduledata between its slices, in order. Since Go 1.26 `epclntab` follows them. */
const WORD_NAMES = [
  ...[
    "findfunctab",
    "minpc",
    "maxpc",
    "text",
    "etext",
    "noptrdata",
    "enoptrdata",
    "data",
    "edata",
    "bss",
    "ebss",
  ],
  ...["noptrbss", "enoptrbss", "covctrs", "ecovctrs", "end", "gcdata", "gcbss", "types", "etypes", "rodata"],
  "gofunc",
];
const SLICE_BYTES = 3 * WORD;
/** Behind itablinks: ptab, pluginpath, pkghashes, inittasks, modulename, modulehashes, flags, masks, typemap, next. */
const MODULEDATA_TAIL_BYTES = 184;

function readTables(memory: GoMemory, header: number, moduledata: number): GoTables {
  const sliceAt = (position: number, elementBytes: number) =>
    readSlice(memory, moduledata + WORD + position * SLICE_BYTES, elementBytes);
  const wordsAt = moduledata + WORD + 6 * SLICE_BYTES;
  const words = new Map(WORD_NAMES.map((name, index) => [name, word(memory, wordsAt + index * WORD)]));
  const range = (from: string, to: string): Range => checkedRange(memory, words.get(from)!, words.get(to)!);

  const functionCount = word(memory, header + WORD);
  const ftab = sliceAt(5, 8);
  if (functionCount === 0 || ftab.count !== functionCount + 1)
    throw new LayoutError("ftab has a wrong length");
  const tailAt = wordsAt + WORD_NAMES.length * WORD;
  const epclntab = word(memory, tailAt);
  const findfunctab = words.get("findfunctab")!;
  const isBehindPclntab = findfunctab > header;
  const generation = generationOf(memory, { ftab: ftab.start, minpc: words.get("minpc")!, isBehindPclntab });
  const slicesAt = isBehindPclntab ? tailAt + WORD : tailAt;
  const buckets = Math.ceil((words.get("maxpc")! - words.get("minpc")!) / BUCKET_PCS) * BUCKET_BYTES;
  return {
    generation,
    functionCount,
    header: { start: header, end: header + HEADER_BYTES },
    moduledata: { start: moduledata, end: slicesAt + 3 * SLICE_BYTES + MODULEDATA_TAIL_BYTES },
    funcnametab: sliceAt(0, 1),
    cutab: sliceAt(1, 4),
    filetab: sliceAt(2, 1),
    pctab: sliceAt(3, 1),
    pclntable: sliceAt(4, 1),
    findfunctab: checkedRange(memory, findfunctab, isBehindPclntab ? epclntab : findfunctab + buckets),
    funcdata: checkedRange(
      memory,
      words.get("gofunc")!,
      isBehindPclntab ? findfunctab : words.get("gcdata")!,
    ),
    types: checkedRange(memory, words.get("types")!, Math.min(words.get("etypes")!, header)),
    noptrdata: range("noptrdata", "enoptrdata"),
    data: range("data", "edata"),
    gcPrograms: [words.get("gcdata")!, words.get("gcbss")!],
    textsectmap: readSlice(memory, slicesAt, SLICE_BYTES),
    typelinks: readSlice(memory, slicesAt + SLICE_BYTES, 4),
    itablinks: readSlice(memory, slicesAt + 2 * SLICE_BYTES, WORD),
  };
}

/** A bucket of findfunctab covers 4096 program counters in 20 bytes (runtime.findfuncbucket). */
const BUCKET_PCS = 4096;
const BUCKET_BYTES = 20;

/** A program counter is a function's slot in the table of functions << 16; ftab holds that, or since Go 1.25 the slot. */
function generationOf(
  memory: GoMemory,
  { ftab, minpc, isBehindPclntab }: { ftab: number; minpc: number; isBehindPclntab: boolean },
): Generation {
  const entry = u32(memory, ftab);
  if (entry === minpc && !isBehindPclntab) return "go1.24";
  if (entry * 0x10000 !== minpc) throw new LayoutError("the first function is not where the program begins");
  return isBehindPclntab ? "go1.26" : "go1.25";
}

function checkedRange(memory: GoMemory, start: number, end: number): Range {
  if (start > end || start < 0 || end > memory.image.length) {
    throw new LayoutError(`a table of ${end - start} bytes at address ${start} is not inside the memory`);
  }
  return { start, end };
}

function readSlice(memory: GoMemory, at: number, elementBytes: number): Range & Slice {
  const start = word(memory, at);
  const count = word(memory, at + WORD);
  if (word(memory, at + 2 * WORD) < count) throw new LayoutError("a slice has more elements than room");
  return { ...checkedRange(memory, start, start + count * elementBytes), count };
}

function align(address: number): number {
  return Math.ceil(address / WORD) * WORD;
}
