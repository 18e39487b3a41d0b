import { readConstant } from "./constant.ts";
import { MOST } from "./counts.ts";
import { type ByteCursor, wasmError } from "./cursor.ts";
import { readVector } from "./entities.ts";
import { type ByteRange, type DataSegment, type ElementSegment, ValueType } from "./module.ts";

/**
 * An element segment in any of the eight encodings (core specification 2.0, 5.5.12):
 * bit 0 passive or declarative, bit 1 explicit table or declarative, bit 2 expressions instead of indices.
 */
export function readElementSegment(cursor: ByteCursor): ElementSegment {
  const start = cursor.offset;
  const flags = cursor.u32("an element segment");
  if (flags > 7) throw wasmError("malformed", `element segment flags ${flags} are unknown`, start);
  const isActive = (flags & 1) === 0;
  const tableIndex = isActive && flags & 2 ? cursor.u32("a table index") : 0;
  const at = isActive ? readConstant(cursor).range : undefined;
  const hasExpressions = (flags & 4) !== 0;
  const type = flags & 3 ? readKindOrType(cursor, hasExpressions) : ValueType.funcref;
  const entriesStart = cursor.offset;
  const functions = hasExpressions
    ? readVector(cursor, "elements", MOST.elementsOfSegment, (inner) => readConstant(inner).functionIndex)
    : readVector(cursor, "elements", MOST.elementsOfSegment, (inner) => inner.u32("a function index"));
  const entries = { start: entriesStart, end: cursor.offset };
  return {
    mode: isActive ? "active" : flags & 2 ? "declarative" : "passive",
    tableIndex,
    at,
    type,
    functions,
    entries,
    expressions: hasExpressions ? entries : undefined,
    range: { start, end: cursor.offset },
  };
}

function readKindOrType(cursor: ByteCursor, isType: boolean): number {
  const at = cursor.offset;
  const byte = cursor.byte("an element type");
  if (!isType && byte === 0) return ValueType.funcref;
  if (isType && (byte === ValueType.funcref || byte === ValueType.externref)) return byte;
  throw wasmError("unsupported", `element type 0x${byte.toString(16)} is not one of WebAssembly 2.0`, at);
}

export function readDataSegment(cursor: ByteCursor): DataSegment {
  const start = cursor.offset;
  const flags = cursor.u32("a data segment");
  if (flags > 2) throw wasmError("malformed", `data segment flags ${flags} are unknown`, start);
  const memoryIndex = flags === 2 ? cursor.u32("a memory index") : 0;
  const at = flags === 1 ? undefined : readConstant(cursor).range;
  const contents = cursor.range("a data segment");
  return {
    mode: flags === 1 ? "passive" : "active",
    memoryIndex,
    at,
    contents,
    range: { start, end: cursor.offset },
  };
}

/** A function body: its length, then locals and code, which are not looked at here. */
export function readBody(cursor: ByteCursor): ByteRange {
  return cursor.range("a function body");
}
