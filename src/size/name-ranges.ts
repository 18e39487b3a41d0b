import { checkCount, MOST } from "../wasm/counts.ts";
import { ByteCursor } from "../wasm/cursor.ts";
import type { ByteRange, WasmModule } from "../wasm/module.ts";

/** The bytes that the name section spends on one function: its index, its name and its locals' names. */
export interface NameRange extends ByteRange {
  readonly functionIndex: number;
}

/**
 * Where in the name section each function's names stand (core specification, appendix 7.4.1), for splitting its size by
 * package. Names are advice only: reading stops where the section goes wrong or is excessive, and keeps what came before.
 */
export function nameRanges(module: WasmModule): NameRange[] {
  const ranges: NameRange[] = [];
  for (const section of module.customSections) {
    if (section.name !== "name") continue;
    const cursor = new ByteCursor(module.bytes, section.contents.start, section.contents.end);
    try {
      while (!cursor.done) readSubsection(cursor, ranges);
    } catch {
      // Kept as far as it was readable.
    }
  }
  return ranges;
}

const FUNCTION_NAMES = 1;
const LOCAL_NAMES = 2;

function readSubsection(cursor: ByteCursor, ranges: NameRange[]): void {
  const id = cursor.byte("a name subsection");
  const { start, end } = cursor.range("a name subsection");
  if (id !== FUNCTION_NAMES && id !== LOCAL_NAMES) return;
  const inner = new ByteCursor(cursor.bytes, start, end);
  for (let left = inner.count("named functions"); left > 0; left--) {
    const entryStart = inner.offset;
    const functionIndex = inner.u32("a function index");
    if (id === FUNCTION_NAMES) inner.range("a name");
    else skipLocals(inner);
    ranges.push({ start: entryStart, end: inner.offset, functionIndex });
    checkCount(ranges.length, MOST.names, "names", entryStart);
  }
}

function skipLocals(cursor: ByteCursor): void {
  for (let left = cursor.count("named locals"); left > 0; left--) {
    cursor.u32("a local index");
    cursor.range("a local's name");
  }
}
