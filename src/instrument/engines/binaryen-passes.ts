import { countLocals } from "../../wasm/body.ts";
import type { WasmModule } from "../../wasm/module.ts";
import { readModule } from "../../wasm/reader.ts";
import type { HardenOptions } from "../report.ts";
import type { Binaryen, BinaryenModule } from "./binaryen-api.ts";

/** Optimisation and shrink level by option. */
const LEVELS = { O1: [1, 0], O2: [2, 0], O3: [3, 0], Os: [2, 1], Oz: [2, 2] } as const;

/**
 * The passes of Binaryen's -O1 that pay on compiled Go: a third of its time, output within 0.2 % of its size and equal in
 * speed (measured on hello and on twelve kernels). These take time in proportion to the code …
 */
const LINEAR_PASSES = [
  "dce",
  "remove-unused-names",
  "remove-unused-brs",
  "remove-unused-names",
  "optimize-instructions",
];
/** … and these more than that: simplify-locals takes 14 s for a function of 140 KB written for the purpose. */
const LOCAL_PASSES = [
  "simplify-locals",
  "vacuum",
  "reorder-locals",
  "coalesce-locals",
  "vacuum",
  "reorder-locals",
];
/** Last, since it takes functions away that are named above: the markers, among others. */
const CLEAN_UP = ["remove-unused-module-elements"];
/** Larger functions go without LOCAL_PASSES, so that a hostile module cannot hold the tool up. */
const MAX_BODY_BYTES = 32_768;
const MAX_LOCALS = 1000;

/**
 * Optimises. Takes the bytes that `handle` was read from, whose functions are named "f" and their index.
 * Levels above O1 run Binaryen's own choice on all functions, however long that takes: they are for code of one's own.
 */
export function runPasses(
  binaryen: Binaryen,
  handle: BinaryenModule,
  wasm: Uint8Array,
  level: HardenOptions["optimize"],
): void {
  const [optimizeLevel, shrinkLevel] = LEVELS[level];
  binaryen.setOptimizeLevel(optimizeLevel);
  binaryen.setShrinkLevel(shrinkLevel);
  if (level !== "O1") {
    handle.optimize();
    return;
  }
  const module = readModule(wasm);
  const small = smallFunctions(module);
  handle.runPasses(LINEAR_PASSES);
  if (small.length === module.code.length) {
    handle.runPasses([...LOCAL_PASSES, ...CLEAN_UP]);
    return;
  }
  for (const index of small) handle.runPassesOnFunction(`f${index}`, LOCAL_PASSES);
  handle.runPasses(["vacuum", ...CLEAN_UP]);
}

/** Indices, imports included. */
function smallFunctions({ bytes, code, importedCounts }: WasmModule): readonly number[] {
  const indices: number[] = [];
  for (const [i, body] of code.entries()) {
    const isSmall = body.end - body.start <= MAX_BODY_BYTES && countLocals(bytes, body) <= MAX_LOCALS;
    if (isSmall) indices.push(importedCounts.function + i);
  }
  return indices;
}
