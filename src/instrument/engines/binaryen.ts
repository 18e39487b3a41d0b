import type { WasmModule } from "../../wasm/module.ts";
import { rewriteModule } from "../rewrite/module.ts";
import type { Binaryen } from "./binaryen-api.ts";
import { optimizeParts } from "./binaryen-parts.ts";
import { optimizeWhole } from "./binaryen-whole.ts";
import type { Engine, EngineResult } from "./engine.ts";
import { streamResult } from "./stream.ts";

/** Binaryen's aborts carry its whole source in their message. */
const MESSAGE_LIMIT = 300;

/** Why binaryen.js cannot be used any more in this process: an abort leaves its memory in no known state. */
let broken: string | undefined;

/**
 * Lets Binaryen optimise what the stream engine writes: at O1 function by function, as much as can be done in bounded time
 * and memory; above, the module as a whole. Loads binaryen.js (a second, 120 MB) at first use.
 * Where Binaryen gives up (its recursion overflows on expressions nested some hundred deep), the code stays as the stream
 * engine wrote it and `fallback` says why: it is as exact, only not optimised.
 */
export const binaryenEngine: Engine = async (module, options) => {
  const binaryen = (await import("binaryen")).default as unknown as Binaryen;
  const written = rewriteModule(module, options);
  const result = streamResult(module, written);
  const fallBack = (reason: string): EngineResult => ({ ...result, fallback: `Binaryen gave up: ${reason}` });
  if (broken !== undefined) return fallBack(broken);
  const features = featuresOf(binaryen, module);
  try {
    const optimized =
      options.optimize === "O1"
        ? optimizeParts({ binaryen, features }, written, module.code.length)
        : optimizeWhole({ binaryen, features }, result, options.optimize);
    // It adds locals where a module has as many as engines allow.
    if (!WebAssembly.validate(optimized.wasm as Uint8Array<ArrayBuffer>))
      return fallBack("its output is not valid");
    return { ...result, ...optimized, engine: "binaryen" };
  } catch (cause) {
    broken = (cause instanceof Error ? cause.message : String(cause)).slice(0, MESSAGE_LIMIT);
    return fallBack(broken);
  }
};

/**
 * What WebAssembly 2.0 has and every engine runs, and of later proposals what the module itself uses: Binaryen may use
 * all that is set here. Features.All makes it write encodings that Node 20 and wasmtime refuse.
 */
function featuresOf({ Features }: Binaryen, module: WasmModule): number {
  const names = [
    "MutableGlobals",
    "SignExt",
    "NontrappingFPToInt",
    "BulkMemory",
    "BulkMemoryOpt",
    "ReferenceTypes",
    "Multivalue",
    "SIMD128",
  ];
  const hasTags = module.tags.length + module.importedCounts.tag > 0;
  if (hasTags) names.push("ExceptionHandling");
  if (module.memories.some(({ shared }) => shared)) names.push("Atomics");
  return names.reduce((set, name) => set | Features[name]!, 0);
}
