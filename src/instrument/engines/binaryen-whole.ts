import { encodeNames, readNames } from "../../wasm/names.ts";
import { readModule } from "../../wasm/reader.ts";
import { customSection, spliceSections, writeModule } from "../../wasm/writer.ts";
import type { HardenOptions } from "../report.ts";
import { addedAsWritten } from "./added-as-written.ts";
import type { BinaryenUse } from "./binaryen-api.ts";
import type { EngineResult, FunctionOrigin } from "./engine.ts";

/** Optimisation and shrink level by option. */
const LEVELS = { O1: [1, 0], O2: [2, 0], O3: [3, 0], Os: [2, 1], Oz: [2, 2] } as const;

/**
 * Runs Binaryen's own choice of passes on a module without custom sections, however long that takes: for code of one's
 * own. Returns the optimised module, and the origins of the functions that it kept.
 */
export function optimizeWhole(
  { binaryen, features }: BinaryenUse,
  { wasm, origins }: Pick<EngineResult, "wasm" | "origins">,
  level: HardenOptions["optimize"],
): Pick<EngineResult, "wasm" | "origins"> {
  const handle = binaryen.readBinary(named(wasm, origins));
  try {
    handle.setFeatures(features);
    const [optimizeLevel, shrinkLevel] = LEVELS[level];
    binaryen.setOptimizeLevel(optimizeLevel);
    binaryen.setShrinkLevel(shrinkLevel);
    handle.optimize();
    // Names are how functions are told again after passes have dropped and reordered them.
    binaryen.setDebugInfo(true);
    const kept = unnamed(handle.emitBinary(), origins);
    return { ...kept, wasm: addedAsWritten(kept.wasm, kept.origins) };
  } finally {
    handle.dispose();
  }
}

/** The module with each function named by its index, so that none of the guest's names reaches Binaryen. */
function named(wasm: Uint8Array, origins: readonly FunctionOrigin[]): Uint8Array {
  const functions = new Map(origins.map((_, index) => [index, `f${index}`]));
  const names = encodeNames({ module: undefined, functions, locals: new Map() });
  return writeModule([...spliceSections(readModule(wasm), new Map()), customSection("name", names)]);
}

/** The module without the names of `named`, and where its functions came from. */
function unnamed(
  wasm: Uint8Array,
  origins: readonly FunctionOrigin[],
): { readonly wasm: Uint8Array; readonly origins: readonly FunctionOrigin[] } {
  const module = readModule(wasm);
  const { functions } = readNames(module);
  const count = module.importedCounts.function + module.functions.length;
  const kept: FunctionOrigin[] = [];
  for (let index = 0; index < count; index++) {
    const before = Number(/^f(\d+)$/.exec(functions.get(index) ?? "")?.[1] ?? -1);
    kept.push(origins[before] ?? `function ${index}`);
  }
  return { wasm: writeModule(spliceSections(module, new Map(), () => false)), origins: kept };
}
