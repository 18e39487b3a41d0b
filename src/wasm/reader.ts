import { checkCount, MOST } from "./counts.ts";
import { ByteCursor, wasmError } from "./cursor.ts";
import {
  readExport,
  readFunctionType,
  readGlobal,
  readImport,
  readLimits,
  readTable,
  readTag,
  readVector,
} from "./entities.ts";
import {
  type CustomSection,
  type ExternalKind,
  type Import,
  type ModuleShape,
  type Section,
  SectionId,
  type WasmModule,
} from "./module.ts";
import { readBody, readDataSegment, readElementSegment } from "./segments.ts";

const SECTION_NAMES: readonly string[] = [
  "custom",
  "type",
  "import",
  "function",
  "table",
  "memory",
  "global",
  "export",
  "start",
  "element",
  "code",
  "data",
  "dataCount",
  "tag",
];
/** The order that the format prescribes: the tag section stands behind memory, dataCount before code. */
const SECTION_ORDER: readonly number[] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6];

/**
 * Reads a module: all but the instructions.
 * Takes the bytes of a whole .wasm file; returns a view that refers to them by offset (bytes are not copied).
 * Indices are not checked against each other: that is validation (validate.ts).
 * Throws ToolError `wasm/not-wasm`, `wasm/truncated`, `wasm/malformed`, `wasm/unsupported` or `wasm/too-many` with the byte
 * offset.
 */
export function readModule(file: Uint8Array): WasmModule {
  const shape = readShape(file);
  const all = vectorReader(shape.bytes, shape.sections);
  const module: WasmModule = {
    ...shape,
    elements: all(SectionId.element, "element segments", MOST.elementSegments, readElementSegment),
    code: all(SectionId.code, "function bodies", MOST.functions, readBody),
    data: all(SectionId.data, "data segments", MOST.dataSegments, readDataSegment),
  };
  checkCounts(module);
  return module;
}

/**
 * Reads what a host must know before the engine has a module: all but bodies and segments, of which Go's linker makes tens
 * of thousands. Throws ToolError as `readModule` does, though not for what is wrong with those.
 */
export function readShape(file: Uint8Array): ModuleShape {
  // A Buffer of Node's is a subclass: code that meets both kinds is several times as slow as code that meets one.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.length);
  const sections = readSections(bytes);
  const all = vectorReader(bytes, sections);
  const one = (id: number, what: string): number | undefined => {
    const section = sections.find((other) => other.id === id);
    return section === undefined ? undefined : inSection(bytes, section, (c) => c.u32(what));
  };
  const imports = all(SectionId.import, "imports", MOST.imports, readImport);
  return {
    bytes,
    sections,
    customSections: sections.filter((s) => s.id === SectionId.custom).map((s) => customSection(bytes, s)),
    types: all(SectionId.type, "types", MOST.types, readFunctionType),
    imports,
    importedCounts: countImports(imports),
    functions: all(SectionId.function, "functions", MOST.functions, (c) => c.u32("a type index")),
    tables: all(SectionId.table, "tables", MOST.tables, readTable),
    memories: all(SectionId.memory, "memories", MOST.memories, readLimits),
    globals: all(SectionId.global, "globals", MOST.globals, readGlobal),
    tags: all(SectionId.tag, "tags", MOST.tags, readTag),
    exports: all(SectionId.export, "exports", MOST.exports, readExport),
    start: one(SectionId.start, "the start function"),
    dataCount: one(SectionId.dataCount, "the number of data segments"),
  };
}

type VectorReader = <T>(id: number, what: string, most: number, read: (cursor: ByteCursor) => T) => T[];

/** Reads the vector in a section; empty where there is no such section. */
function vectorReader(bytes: Uint8Array, sections: readonly Section[]): VectorReader {
  return (id, what, most, read) => {
    const section = sections.find((one) => one.id === id);
    return section === undefined ? [] : inSection(bytes, section, (c) => readVector(c, what, most, read));
  };
}

function checkPreamble(bytes: Uint8Array): void {
  const isWasm = bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
  if (!isWasm) throw wasmError("not-wasm", describeForeign(bytes), 0, "a module begins with 00 61 73 6d");
  if (bytes.length < 8) throw wasmError("truncated", "the file ends inside the version", bytes.length);
  if (bytes[4] === 1 && bytes[5] === 0 && bytes[6] === 0 && bytes[7] === 0) return;
  // Layer 1 in the upper half of the field marks a component (component-model Binary.md).
  if (bytes[6] === 1) throw wasmError("unsupported", "this is a component, not a core module", 4);
  throw wasmError("unsupported", "the version of the binary format is not 1", 4);
}

function describeForeign(bytes: Uint8Array): string {
  if (bytes.length === 0) return "the file is empty";
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return "this is a zip archive, not a WebAssembly module";
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "this is a gzip stream, not a WebAssembly module";
  if (bytes[0] === 0x7f && bytes[1] === 0x45) return "this is an ELF program, not a WebAssembly module";
  return "this is not a WebAssembly module";
}

/**
 * Reads the section headers alone, in the order of the file: about a millisecond whatever the size.
 * Throws ToolError as `readModule` does.
 */
export function readSections(bytes: Uint8Array): readonly Section[] {
  checkPreamble(bytes);
  const cursor = new ByteCursor(bytes, 8, bytes.length);
  const sections: Section[] = [];
  let lastOrder = 0;
  let customCount = 0;
  while (!cursor.done) {
    const offset = cursor.offset;
    const id = cursor.byte("a section id");
    const order = SECTION_ORDER[id];
    if (order === undefined) throw wasmError("malformed", `section id ${id} is unknown`, offset);
    const payload = cursor.range(`the ${SECTION_NAMES[id]} section`);
    if (id !== SectionId.custom && order <= lastOrder) {
      throw wasmError("malformed", `the ${SECTION_NAMES[id]} section is repeated or out of order`, offset);
    }
    if (id !== SectionId.custom) lastOrder = order;
    else checkCount(++customCount, MOST.customSections, "custom sections", offset);
    const name = id === SectionId.custom ? customName(bytes, payload.start, payload.end) : SECTION_NAMES[id]!;
    sections.push({ id, name, offset, header: { start: offset, end: payload.start }, payload });
  }
  return sections;
}

function customName(bytes: Uint8Array, start: number, end: number): string {
  return new ByteCursor(bytes, start, end).name("a custom section's name");
}

function customSection(bytes: Uint8Array, section: Section): CustomSection {
  const cursor = new ByteCursor(bytes, section.payload.start, section.payload.end);
  const name = cursor.name("a custom section's name");
  return { name, contents: { start: cursor.offset, end: section.payload.end }, section };
}

function inSection<T>(bytes: Uint8Array, section: Section, read: (cursor: ByteCursor) => T): T {
  const cursor = new ByteCursor(bytes, section.payload.start, section.payload.end);
  const value = read(cursor);
  cursor.expectEnd(`the ${section.name} section`);
  return value;
}

function countImports(imports: readonly Import[]): Record<ExternalKind, number> {
  const counts: Record<ExternalKind, number> = { function: 0, table: 0, memory: 0, global: 0, tag: 0 };
  for (const { type } of imports) counts[type.kind] += 1;
  return counts;
}

function checkCounts(module: WasmModule): void {
  const { functions, code, sections } = module;
  if (functions.length !== code.length) {
    const section =
      sections.find((s) => s.id === SectionId.code) ?? sections.find((s) => s.id === SectionId.function);
    const what = `${functions.length} functions are declared, ${code.length} have a body`;
    throw wasmError("malformed", what, section?.offset ?? 8);
  }
  if (module.dataCount !== undefined && module.dataCount !== module.data.length) {
    const data = module.sections.find((s) => s.id === SectionId.data || s.id === SectionId.dataCount);
    const what = `${module.dataCount} data segments are declared, ${module.data.length} present`;
    throw wasmError("malformed", what, data?.offset ?? 8);
  }
}
