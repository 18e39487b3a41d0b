import { packageOf } from "../package-name.ts";
import { LayoutError } from "./layout-error.ts";
import { byteAt, type GoMemory, i32, stringEnd, textAt, u32 } from "./memory.ts";
import type { GoTables } from "./tables.ts";

/** A function as pclntab describes it (runtime._func). Offsets are into the tables that they are named after. */
export interface GoFunction {
  readonly name: string;
  readonly package: string;
  /** Slot in the table of functions: PC_F in the words of cmd/link/internal/wasm. */
  readonly slot: number;
  /** Address and size of its _func. */
  readonly record: number;
  readonly recordBytes: number;
  readonly nameOffset: number;
  readonly cuOffset: number;
  /** pcsp, pcfile, pcln, then pcdata 0, 1, …; 0 is "none". */
  readonly pcTables: readonly number[];
  /** Offsets from gofunc, absent ones left out. */
  readonly funcdata: readonly number[];
}

/** Assembly of Go's runtime has no package in its name. */
const UNQUALIFIED_PACKAGE = "runtime";
/** entryOff … funcID, flag, a pad byte and nfuncdata (runtime/runtime2.go). */
const RECORD_BYTES = 44;
const NONE = 0xffff_ffff;
const FTAB_ENTRY_BYTES = 8;

/**
 * Reads all functions in the order of ftab.
 *
 * @throws LayoutError when a record, a name or a slot is not plausible
 */
export function readGoFunctions(memory: GoMemory, tables: GoTables): GoFunction[] {
  const names = new Map<number, string>();
  const functions: GoFunction[] = [];
  let lastSlot = -1;
  for (let index = 0; index < tables.functionCount; index++) {
    const entry = tables.pclntable.start + index * FTAB_ENTRY_BYTES;
    const slot = tables.generation === "go1.24" ? u32(memory, entry) / 0x10000 : u32(memory, entry);
    if (!Number.isInteger(slot) || slot <= lastSlot) throw new LayoutError("ftab is not in order");
    lastSlot = slot;
    const record = tables.pclntable.start + u32(memory, entry + 4);
    const nameOffset = i32(memory, record + 4);
    const name = names.get(nameOffset) ?? readName(memory, tables, nameOffset);
    names.set(nameOffset, name);
    functions.push(readRecord(memory, tables, { name, slot, record, nameOffset }));
  }
  return functions;
}

type Head = Pick<GoFunction, "name" | "slot" | "record" | "nameOffset">;

function readRecord(memory: GoMemory, tables: GoTables, head: Head): GoFunction {
  const { record } = head;
  const pcdataCount = u32(memory, record + 28);
  const funcdataCount = byteAt(memory, record + 43);
  const recordBytes = RECORD_BYTES + 4 * (pcdataCount + funcdataCount);
  // internal/abi defines 5 pcdata and 8 funcdata tables; twice as many leaves room for the next release.
  if (pcdataCount > 10 || funcdataCount > 16 || record + recordBytes > tables.pclntable.end) {
    throw new LayoutError(`the record of ${head.name} is not plausible`);
  }
  const pcTables = [u32(memory, record + 16), u32(memory, record + 20), u32(memory, record + 24)];
  for (let i = 0; i < pcdataCount; i++) pcTables.push(u32(memory, record + RECORD_BYTES + 4 * i));
  const funcdata: number[] = [];
  for (let i = 0; i < funcdataCount; i++) {
    const offset = u32(memory, record + RECORD_BYTES + 4 * (pcdataCount + i));
    if (offset !== NONE) funcdata.push(offset);
  }
  const cuOffset = u32(memory, record + 32);
  return {
    ...head,
    package: packageOf(head.name, UNQUALIFIED_PACKAGE),
    recordBytes,
    cuOffset,
    pcTables,
    funcdata,
  };
}

function readName(memory: GoMemory, { funcnametab }: GoTables, offset: number): string {
  const start = funcnametab.start + offset;
  if (offset < 0 || start >= funcnametab.end)
    throw new LayoutError("a function's name is outside funcnametab");
  return textAt(memory, start, stringEnd(memory, start, funcnametab.end) - 1);
}
