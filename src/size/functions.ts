import { ByteCursor } from "../wasm/cursor.ts";
import { type ByteRange, SectionId, type WasmModule } from "../wasm/module.ts";
import { MODULE_PACKAGE } from "./package-name.ts";

/** A function with a body: `range` is all of its bytes in the code section, the length prefix included. */
export interface FunctionBytes {
  /** In the index space of functions, imports first. */
  readonly index: number;
  readonly range: ByteRange;
  readonly body: ByteRange;
  readonly name: string;
  readonly package: string;
}

/** A name and a package for a function index; undefined when the source knows nothing about that function. */
export type NameOf = (index: number) => { readonly name: string; readonly package: string } | undefined;

/**
 * Lists the functions of a module in the order of the file.
 *
 * @param nameOf asked for every function; one without a name is called `function[7]` and belongs to the module
 */
export function listFunctions(module: WasmModule, nameOf: NameOf): FunctionBytes[] {
  const first = module.importedCounts.function;
  let start = firstBodyStart(module);
  return module.code.map((body, position) => {
    const index = first + position;
    const known = nameOf(index) ?? { name: `function[${index}]`, package: MODULE_PACKAGE };
    const range = { start, end: body.end };
    start = body.end;
    return { index, range, body, name: known.name, package: known.package };
  });
}

/** Behind the count that opens the code section; it need not be encoded in the fewest bytes. */
function firstBodyStart(module: WasmModule): number {
  const section = module.sections.find((candidate) => candidate.id === SectionId.code);
  if (!section) return 0;
  const cursor = new ByteCursor(module.bytes, section.payload.start, section.payload.end);
  cursor.count("function bodies");
  return cursor.offset;
}
