import { concatBytes } from "../../wasm/concat-bytes.ts";
import { ByteCursor } from "../../wasm/cursor.ts";
import { encodeUnsigned } from "../../wasm/leb.ts";
import { type FunctionType, type ModuleShape, SectionId } from "../../wasm/module.ts";
import { encodeName } from "../../wasm/names.ts";

const FUNCTION_KIND = 0;

export interface DeferredStart {
  /** Name under which the start function is exported, to be called before `_start`. */
  readonly exportName: string;
  /** New payloads by section id; undefined drops the section. */
  readonly sections: ReadonlyMap<number, Uint8Array | undefined>;
}

/**
 * Turns the start function into an export. The engine would run it within the instantiation, where there is no instance
 * yet: no memory for its WASI calls, no counter to set, and no counter to read after a trap.
 * Returns undefined when there is none, or one of a wrong type, which the engine then rejects.
 */
export function deferStart(module: ModuleShape): DeferredStart | undefined {
  const type = module.start === undefined ? undefined : typeOfFunction(module, module.start);
  if (module.start === undefined || type === undefined) return undefined;
  if (type.parameters.length + type.results.length > 0) return undefined;
  const taken = new Set(module.exports.map((one) => one.name));
  let exportName = "sandglass.start";
  while (taken.has(exportName)) exportName += "_";
  const entry = [...encodeName(exportName), FUNCTION_KIND, ...encodeUnsigned(module.start)];
  return {
    exportName,
    sections: new Map([
      [SectionId.start, undefined],
      [SectionId.export, withEntry(module, entry)],
    ]),
  };
}

/** The type of a function by its index, imports first; undefined for an index that does not exist. */
export function typeOfFunction(module: ModuleShape, index: number): FunctionType | undefined {
  const imported = module.imports.flatMap(({ type }) => (type.kind === "function" ? [type.typeIndex] : []));
  const typeIndex = index < imported.length ? imported[index] : module.functions[index - imported.length];
  return typeIndex === undefined ? undefined : module.types[typeIndex];
}

/** The export section with one more entry. */
function withEntry(module: ModuleShape, entry: readonly number[]): Uint8Array {
  const count = encodeUnsigned(module.exports.length + 1);
  const section = module.sections.find((one) => one.id === SectionId.export);
  if (section === undefined) return Uint8Array.from([...count, ...entry]);
  const cursor = new ByteCursor(module.bytes, section.payload.start, section.payload.end);
  cursor.u32("the number of exports");
  const entries = module.bytes.subarray(cursor.offset, section.payload.end);
  return concatBytes([Uint8Array.from(count), entries, Uint8Array.from(entry)]);
}
