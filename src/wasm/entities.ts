import { readConstant } from "./constant.ts";
import { checkCount, MOST } from "./counts.ts";
import { type ByteCursor, wasmError } from "./cursor.ts";
import {
  type Export,
  type ExternalKind,
  type ExternalType,
  type FunctionType,
  type Global,
  type GlobalType,
  type Import,
  type Limits,
  type Table,
  ValueType,
} from "./module.ts";

const VALUE_TYPES = new Set<number>(Object.values(ValueType));
const REFERENCE_TYPES = new Set<number>([ValueType.funcref, ValueType.externref, ValueType.exnref]);
const KINDS: readonly ExternalKind[] = ["function", "table", "memory", "global", "tag"];

/** Reads the entries of a vector, each with `read`; `most` is how many there may be. `what` names them in messages. */
export function readVector<T>(
  cursor: ByteCursor,
  what: string,
  most: number,
  read: (cursor: ByteCursor) => T,
): T[] {
  const offset = cursor.offset;
  const count = cursor.count(what);
  checkCount(count, most, what, offset);
  const list: T[] = [];
  for (let i = 0; i < count; i++) list.push(read(cursor));
  return list;
}

/** A value type; types of later proposals (GC, typed function references) are refused by name. */
export function readValueType(cursor: ByteCursor): number {
  const at = cursor.offset;
  const type = cursor.byte("a value type");
  if (VALUE_TYPES.has(type)) return type;
  throw wasmError("unsupported", `value type 0x${type.toString(16)} is not one of WebAssembly 2.0`, at);
}

function readReferenceType(cursor: ByteCursor): number {
  const at = cursor.offset;
  const type = cursor.byte("a reference type");
  if (REFERENCE_TYPES.has(type)) return type;
  throw wasmError("unsupported", `reference type 0x${type.toString(16)} is not one of WebAssembly 2.0`, at);
}

/** An entry of the type section. */
export function readFunctionType(cursor: ByteCursor): FunctionType {
  const at = cursor.offset;
  const form = cursor.byte("a type");
  if (form !== 0x60) {
    throw wasmError("unsupported", `type form 0x${form.toString(16)} is not a function type`, at);
  }
  return {
    parameters: readVector(cursor, "parameters", MOST.valuesOfType, readValueType),
    results: readVector(cursor, "results", MOST.valuesOfType, readValueType),
  };
}

/** Limits of a memory or table: flag 1 maximum, 2 shared, 4 64-bit. */
export function readLimits(cursor: ByteCursor): Limits {
  const offset = cursor.offset;
  const flags = cursor.byte("limits");
  if (flags > 7) throw wasmError("unsupported", `limits flags 0x${flags.toString(16)} are unknown`, offset);
  const is64 = (flags & 4) !== 0;
  const size = (): number => (is64 ? Number(cursor.u64("a size")) : cursor.u32("a size"));
  const minimum = size();
  return { minimum, maximum: flags & 1 ? size() : undefined, shared: (flags & 2) !== 0, is64, offset };
}

export function readTable(cursor: ByteCursor): Table {
  return { element: readReferenceType(cursor), limits: readLimits(cursor) };
}

export function readGlobalType(cursor: ByteCursor): GlobalType {
  const type = readValueType(cursor);
  const at = cursor.offset;
  const mutability = cursor.byte("a mutability");
  if (mutability > 1) throw wasmError("malformed", `mutability ${mutability} is neither 0 nor 1`, at);
  return { type, mutable: mutability === 1 };
}

export function readGlobal(cursor: ByteCursor): Global {
  const type = readGlobalType(cursor);
  return { ...type, initial: readConstant(cursor).range };
}

/** A tag: attribute 0 (exception) and the type of its values. Returns the type index. */
export function readTag(cursor: ByteCursor): number {
  const at = cursor.offset;
  const attribute = cursor.byte("a tag");
  if (attribute !== 0) throw wasmError("unsupported", `tag attribute ${attribute} is unknown`, at);
  return cursor.u32("a type index");
}

export function readImport(cursor: ByteCursor): Import {
  const offset = cursor.offset;
  const module = cursor.name("an import's module name");
  const name = cursor.name("an import's name");
  return { module, name, type: readExternalType(cursor), offset };
}

function readExternalType(cursor: ByteCursor): ExternalType {
  const kind = readKind(cursor);
  switch (kind) {
    case "function":
      return { kind, typeIndex: cursor.u32("a type index") };
    case "table":
      return { kind, table: readTable(cursor) };
    case "memory":
      return { kind, limits: readLimits(cursor) };
    case "global":
      return { kind, global: readGlobalType(cursor) };
    case "tag":
      return { kind, typeIndex: readTag(cursor) };
  }
}

export function readExport(cursor: ByteCursor): Export {
  const offset = cursor.offset;
  const name = cursor.name("an export's name");
  return { name, kind: readKind(cursor), index: cursor.u32("an export's index"), offset };
}

function readKind(cursor: ByteCursor): ExternalKind {
  const at = cursor.offset;
  const byte = cursor.byte("an import or export kind");
  const kind = KINDS[byte];
  if (kind === undefined) throw wasmError("malformed", `import or export kind ${byte} is unknown`, at);
  return kind;
}
