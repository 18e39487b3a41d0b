import { ByteWriter } from "../../wasm/byte-writer.ts";
import { SectionId, type WasmModule } from "../../wasm/module.ts";
import { readModule } from "../../wasm/reader.ts";
import { spliceSections, writeModule } from "../../wasm/writer.ts";
import { usesSegments } from "../compact/uses-segments.ts";
import { FlowReader } from "../plan/read-flow.ts";
import type { RewrittenModule } from "../rewrite/module.ts";
import type { BinaryenUse, Ref } from "./binaryen-api.ts";
import { chooseParts, type Part } from "./choose-parts.ts";
import type { EngineResult } from "./engine.ts";
import { optimizedBodies, partModule } from "./part-module.ts";

/**
 * The passes of Binaryen that pay on compiled Go: a quarter of the time of its -O1, output smaller than by all of them (measured
 * on gofmt, docs/decisions/30-binaryen-in-parts.md).
 */
const PASSES = [
  "optimize-instructions",
  "simplify-locals-nostructure",
  "coalesce-locals",
  "vacuum",
  "reorder-locals",
];

/**
 * Optimises function by function, in modules of a part of them at a time.
 * Takes the module as rewritten and how many of its functions come from the original; they keep their indices.
 */
export function optimizeParts(
  use: BinaryenUse,
  { wasm, runsOften }: RewrittenModule,
  defined: number,
): Pick<EngineResult, "wasm" | "optimized"> {
  const module = readModule(wasm);
  const parts = chooseParts(module, defined, runsOften);
  const keepsData = usesSegments(module);
  const reader = new FlowReader(false);
  const bodies = new Map<number, Uint8Array>();
  for (const part of parts) {
    const optimized = optimizePart(use, partModule(module, part, keepsData), functionIndices(module, part));
    for (const [at, body] of optimizedBodies(module, part, optimized, reader)) bodies.set(at, body);
  }
  const functions = parts.reduce((sum, part) => sum + part.length, 0);
  return { wasm: withBodies(module, bodies), optimized: { functions, of: defined } };
}

function functionIndices({ importedCounts }: WasmModule, part: Part): readonly number[] {
  return part.map((position) => importedCounts.function + position);
}

/** Takes the bytes of a part and the indices of its functions; returns its bytes after the passes. */
function optimizePart(
  { binaryen, features }: BinaryenUse,
  bytes: Uint8Array,
  indices: readonly number[],
): Uint8Array {
  const handle = binaryen.readBinary(bytes);
  const passes = PASSES.map((name) => cString(binaryen, name));
  const list = binaryen._malloc(4 * passes.length);
  try {
    handle.setFeatures(features);
    binaryen.setOptimizeLevel(1);
    binaryen.setShrinkLevel(0);
    for (const [i, pass] of passes.entries()) binaryen.__i32_store(list + 4 * i, pass);
    for (const index of indices) {
      const fn = binaryen._BinaryenGetFunctionByIndex(handle.ptr, index);
      binaryen._BinaryenFunctionRunPasses(fn, handle.ptr, list, passes.length);
    }
    binaryen.setDebugInfo(false);
    return handle.emitBinary();
  } finally {
    for (const address of [list, ...passes]) binaryen._free(address);
    handle.dispose();
  }
}

/** An ASCII text in Binaryen's memory, to be freed. */
function cString({ _malloc, __i32_store }: BinaryenUse["binaryen"], text: string): Ref {
  // With one to four zeros behind it.
  const bytes = new Uint8Array(text.length + 4 - (text.length % 4));
  new TextEncoder().encodeInto(text, bytes);
  const words = new DataView(bytes.buffer);
  const address = _malloc(bytes.length);
  for (let i = 0; i < bytes.length; i += 4) __i32_store(address + i, words.getInt32(i, true));
  return address;
}

/** The module with other bodies at some positions. */
function withBodies(module: WasmModule, bodies: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const { bytes, code } = module;
  const writer = new ByteWriter(code.reduce((sum, { start, end }) => sum + end - start + 5, 5));
  writer.u32(code.length);
  for (const [position, range] of code.entries()) {
    const body = bodies.get(position);
    writer.u32(body?.length ?? range.end - range.start);
    if (body === undefined) writer.copy(bytes, range);
    else writer.list(body);
  }
  return writeModule(spliceSections(module, new Map([[SectionId.code, writer.view()]]), () => false));
}
