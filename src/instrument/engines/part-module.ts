import { ByteWriter } from "../../wasm/byte-writer.ts";
import { type FunctionType, SectionId, type WasmModule } from "../../wasm/module.ts";
import { readModule } from "../../wasm/reader.ts";
import { spliceSections, writeModule } from "../../wasm/writer.ts";
import type { FlowReader } from "../plan/read-flow.ts";
import type { Part } from "./choose-parts.ts";
import { withTypes } from "./with-types.ts";

/** No locals, `unreachable`, `end`: fits every type. */
const STUB = [0x00, 0x00, 0x0b];

/**
 * A module with the bodies of a part and with stubs in place of all others, so that every index stays what it is. What an
 * optimiser of single functions does not look at is left out: exports and the start, and data unless code copies from it.
 */
export function partModule(module: WasmModule, part: Part, keepsData: boolean): Uint8Array {
  const { bytes, code } = module;
  const writer = new ByteWriter(1 << 20);
  writer.u32(code.length);
  let next = 0;
  for (let position = 0; position < code.length; position++) {
    if (part[next] === position) {
      const body = code[position]!;
      writer.u32(body.end - body.start);
      writer.copy(bytes, body);
      next += 1;
    } else {
      writer.byte(STUB.length);
      writer.list(STUB);
    }
  }
  const replaced = new Map<number, Uint8Array | undefined>([[SectionId.code, writer.view()]]);
  const data = keepsData ? [] : [SectionId.dataCount, SectionId.data];
  for (const id of [SectionId.export, SectionId.start, ...data]) replaced.set(id, undefined);
  return writeModule(spliceSections(module, replaced, () => false));
}

/**
 * The bodies of a part, by position, as they stand in the optimised part module; types are numbered as in `module` again.
 * A body that became longer is left out, and one with a type that the module does not have.
 * Throws an Error when functions were dropped or moved.
 */
export function optimizedBodies(
  module: WasmModule,
  part: Part,
  optimized: Uint8Array,
  reader: FlowReader,
): ReadonlyMap<number, Uint8Array> {
  const result = readModule(optimized);
  assertSameFunctions(module, result);
  const types = typeNumbers(module, result);
  const bodies = new Map<number, Uint8Array>();
  for (const position of part) {
    const range = result.code[position]!;
    const body = withTypes(result.bytes, range, types, reader);
    const before = module.code[position]!;
    if (body !== undefined && body.length <= before.end - before.start) bodies.set(position, body);
  }
  return bodies;
}

/** Number of the same type in `module` by number in `result`; -1 where it has none. undefined: all are numbered alike. */
function typeNumbers(module: WasmModule, result: WasmModule): Int32Array | undefined {
  const numbers = new Map<string, number>();
  for (const [number, type] of module.types.entries()) {
    const key = keyOf(type);
    if (!numbers.has(key)) numbers.set(key, number);
  }
  const mapped = Int32Array.from(result.types, (type) => numbers.get(keyOf(type)) ?? -1);
  return mapped.every((number, i) => number === i) ? undefined : mapped;
}

function keyOf({ parameters, results }: FunctionType): string {
  return `${parameters.join()}>${results.join()}`;
}

function assertSameFunctions(module: WasmModule, result: WasmModule): void {
  const isSame = (a: number | undefined, b: number | undefined): boolean =>
    a !== undefined && b !== undefined && keyOf(module.types[a]!) === keyOf(result.types[b]!);
  const areSame =
    module.importedCounts.function === result.importedCounts.function &&
    module.functions.length === result.functions.length &&
    module.functions.every((type, position) => isSame(type, result.functions[position]));
  if (!areSame) throw new Error("functions were moved");
}
