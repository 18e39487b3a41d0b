import { ByteWriter } from "../../wasm/byte-writer.ts";
import { readConstant } from "../../wasm/constant.ts";
import { ByteCursor } from "../../wasm/cursor.ts";
import { type ByteRange, SectionId, type Table, ValueType, type WasmModule } from "../../wasm/module.ts";
import { encodeName } from "../../wasm/names.ts";
import { Op } from "../../wasm/opcodes.ts";
import { ABI_NAMESPACE } from "../abi.ts";
import type { AddedGlobal, Additions } from "./additions.ts";
import { i32Const, i64Const, indexed } from "./assemble.ts";

const KIND_BYTES = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;
const FUNCTION_TYPE_FORM = 0x60;

/** An export to be added. */
export interface AddedExport {
  readonly name: string;
  readonly globalIndex: number;
}

/** The type section with the types that were added. */
export function typeSection({ types }: Additions): Uint8Array {
  const writer = new ByteWriter();
  writer.u32(types.length);
  for (const { parameters, results } of types) {
    writer.byte(FUNCTION_TYPE_FORM);
    for (const list of [parameters, results]) {
      writer.u32(list.length);
      writer.list(list);
    }
  }
  return writer.finish();
}

/** The import section with what the hosted ABI imports at its end. */
export function importSection(additions: Additions): Uint8Array | undefined {
  const { imports, module } = additions;
  if (imports.length === 0) return undefined;
  const writer = appended(module, SectionId.import, imports.length);
  for (const { name, parameters, results } of imports) {
    writer.list(encodeName(ABI_NAMESPACE));
    writer.list(encodeName(name));
    writer.byte(KIND_BYTES.function);
    writer.u32(additions.typeIndex(parameters, results));
  }
  return writer.finish();
}

export function functionSection({ module, functions }: Additions): Uint8Array | undefined {
  if (functions.length === 0) return undefined;
  const writer = appended(module, SectionId.function, functions.length);
  for (const { typeIndex } of functions) writer.u32(typeIndex);
  return writer.finish();
}

/** The memory section with a maximum; `maximumPages` undefined leaves it as it is. */
export function memorySection(module: WasmModule, maximumPages: number | undefined): Uint8Array | undefined {
  const [memory] = module.memories;
  if (memory === undefined || maximumPages === undefined) return undefined;
  const writer = new ByteWriter();
  writer.u32(1);
  writer.byte(memory.shared ? 3 : 1);
  writer.u32(memory.minimum);
  writer.u32(Math.min(memory.maximum ?? maximumPages, maximumPages));
  return writer.finish();
}

/**
 * The table section with a maximum for each table that has none or a larger one. undefined leaves it as it is.
 * Takes a module whose code grows a table.
 */
export function tableSection({ tables }: WasmModule, maximumElements: number): Uint8Array | undefined {
  const isBounded = ({ limits: { maximum } }: Table): boolean =>
    maximum !== undefined && maximum <= maximumElements;
  if (tables.every(isBounded)) return undefined;
  const writer = new ByteWriter();
  writer.u32(tables.length);
  for (const { element, limits } of tables) {
    writer.byte(element);
    writer.byte(1);
    writer.u32(limits.minimum);
    writer.u32(Math.max(limits.minimum, Math.min(limits.maximum ?? maximumElements, maximumElements)));
  }
  return writer.finish();
}

export function globalSection(additions: Additions, added: readonly AddedGlobal[]): Uint8Array {
  const { module } = additions;
  const writer = new ByteWriter();
  writer.u32(module.globals.length + added.length);
  for (const global of module.globals) {
    writer.byte(global.type);
    writer.byte(global.mutable ? 1 : 0);
    constant(writer, additions, global.initial);
  }
  for (const { type, mutable, initial } of added) {
    writer.byte(type);
    writer.byte(mutable ? 1 : 0);
    writer.list(type === ValueType.i32 ? i32Const(Number(initial) | 0) : i64Const(initial));
    writer.byte(Op.end);
  }
  return writer.finish();
}

export function exportSection(additions: Additions, added: readonly AddedExport[]): Uint8Array {
  const { exports } = additions.module;
  const writer = new ByteWriter();
  writer.u32(exports.length + added.length);
  for (const { name, kind, index } of exports) {
    writer.list(encodeName(name));
    writer.byte(KIND_BYTES[kind]);
    writer.u32(kind === "function" ? additions.shifted(index) : index);
  }
  for (const { name, globalIndex } of added) {
    writer.list(encodeName(name));
    writer.byte(KIND_BYTES.global);
    writer.u32(globalIndex);
  }
  return writer.finish();
}

export function startSection(additions: Additions): Uint8Array | undefined {
  const { start } = additions.module;
  if (start === undefined) return undefined;
  const writer = new ByteWriter();
  writer.u32(additions.shifted(start));
  return writer.finish();
}

/** The element section with shifted function indices; undefined when nothing shifts. */
export function elementSection(additions: Additions): Uint8Array | undefined {
  const { module, functionShift } = additions;
  if (functionShift === 0 || module.elements.length === 0) return undefined;
  const writer = new ByteWriter();
  writer.u32(module.elements.length);
  for (const { range, entries, expressions, functions } of module.elements) {
    writer.copy(module.bytes, { start: range.start, end: entries.start });
    writer.u32(functions.length);
    if (expressions === undefined) {
      for (const index of functions) writer.u32(additions.shifted(index!));
      continue;
    }
    const cursor = new ByteCursor(module.bytes, entries.start, entries.end);
    for (let left = cursor.count("elements"); left > 0; left--) {
      constant(writer, additions, readConstant(cursor).range);
    }
  }
  return writer.finish();
}

/** A constant expression, with the index of its ref.func shifted. */
function constant(writer: ByteWriter, additions: Additions, range: ByteRange): void {
  const { bytes } = additions.module;
  const { functionIndex } = readConstant(new ByteCursor(bytes, range.start, range.end));
  if (functionIndex === undefined) {
    writer.copy(bytes, range);
    return;
  }
  writer.list(indexed(Op.refFunc, additions.shifted(functionIndex)));
  writer.byte(Op.end);
}

/** A writer that holds a section of a list with room announced for `more` entries. */
export function appended(module: WasmModule, id: number, more: number): ByteWriter {
  const section = module.sections.find((candidate) => candidate.id === id);
  const writer = new ByteWriter();
  if (section === undefined) {
    writer.u32(more);
    return writer;
  }
  const cursor = new ByteCursor(module.bytes, section.payload.start, section.payload.end);
  writer.u32(cursor.u32("a length") + more);
  writer.copy(module.bytes, { start: cursor.offset, end: section.payload.end });
  return writer;
}
