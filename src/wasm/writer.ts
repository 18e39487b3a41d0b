import { ByteWriter } from "./byte-writer.ts";
import { concatBytes } from "./concat-bytes.ts";
import { unsignedLength } from "./leb.ts";
import { type ModuleShape, type Section, SectionId } from "./module.ts";
import { encodeName } from "./names.ts";

/** A section to be written: its id and all behind its header (for a custom section this begins with its name). */
export interface SectionBytes {
  readonly id: number;
  readonly payload: Uint8Array;
}

const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** Order of the sections in a file, by id; custom sections (0) stand wherever they were put. */
const FILE_ORDER = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

/** A module of these sections, in this order; lengths are written in as few bytes as they need. */
export function writeModule(sections: readonly SectionBytes[]): Uint8Array {
  return appendSections(Uint8Array.from(PREAMBLE), sections);
}

/** A module with these sections behind its own. */
export function appendSections(module: Uint8Array, sections: readonly SectionBytes[]): Uint8Array {
  let size = module.length;
  for (const { payload } of sections) size += 1 + unsignedLength(payload.length) + payload.length;
  const writer = new ByteWriter(size);
  writer.list(module);
  for (const { id, payload } of sections) {
    writer.byte(id);
    writer.u32(payload.length);
    writer.list(payload);
  }
  return writer.view();
}

/** The bytes of a section behind its header, not copied. */
export function sectionPayload(module: ModuleShape, section: Section): Uint8Array {
  return module.bytes.subarray(section.payload.start, section.payload.end);
}

/** A custom section with this name and these contents. */
export function customSection(name: string, contents: Uint8Array): SectionBytes {
  return { id: SectionId.custom, payload: concatBytes([encodeName(name), contents]) };
}

/**
 * The sections of a module with some replaced: `replaced` gives the new payload by section id, undefined drops the
 * section; one that the module does not have is put at its place in the order of the format.
 * `keep` decides on custom sections. Takes payloads as they are and checks nothing.
 */
export function spliceSections(
  module: ModuleShape,
  replaced: ReadonlyMap<number, Uint8Array | undefined>,
  keep: (name: string) => boolean = () => true,
): readonly SectionBytes[] {
  const missing = FILE_ORDER.filter(
    (id) => replaced.get(id) !== undefined && !module.sections.some((section) => section.id === id),
  );
  const result: SectionBytes[] = [];
  const insertUpTo = (order: number): void => {
    while (missing.length > 0 && FILE_ORDER.indexOf(missing[0]!) < order) {
      const id = missing.shift()!;
      result.push({ id, payload: replaced.get(id)! });
    }
  };
  for (const section of module.sections) {
    if (section.id === SectionId.custom) {
      if (keep(section.name)) result.push({ id: section.id, payload: sectionPayload(module, section) });
      continue;
    }
    insertUpTo(FILE_ORDER.indexOf(section.id));
    const payload = replaced.has(section.id) ? replaced.get(section.id) : sectionPayload(module, section);
    if (payload !== undefined) result.push({ id: section.id, payload });
  }
  insertUpTo(FILE_ORDER.length);
  return result;
}
