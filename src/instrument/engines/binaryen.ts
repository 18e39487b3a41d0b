import type { WasmModule } from "../../wasm/module.ts";
import { encodeNames, readNames } from "../../wasm/names.ts";
import { readModule } from "../../wasm/reader.ts";
import { customSection, spliceSections, writeModule } from "../../wasm/writer.ts";
import type { HardenOptions } from "../report.ts";
import { type RewrittenModule, rewriteModule } from "../rewrite/module.ts";
import { addedAsWritten } from "./added-as-written.ts";
import type { Binaryen, BinaryenModule } from "./binaryen-api.ts";
import { lowerMarkers } from "./binaryen-markers.ts";
import { runPasses } from "./binaryen-passes.ts";
import type { Engine, EngineResult, FunctionOrigin } from "./engine.ts";
import { functionOrigins, streamEngine } from "./stream.ts";

/** Binaryen's aborts carry its whole source in their message. */
const MESSAGE_LIMIT = 300;

/** Why binaryen.js cannot be used any more in this process: an abort leaves its memory in no known state. */
let broken: string | undefined;

/**
 * Lets Binaryen lower the markers of the plan in its IR and optimise. Loads binaryen.js (a second, 120 MB) at first use.
 * Where Binaryen gives up (its recursion overflows on expressions nested some hundred deep), the stream engine takes
 * over and `fallback` says why: the result is as exact, only not optimised.
 */
export const binaryenEngine: Engine = async (module, options) => {
  const binaryen = (await import("binaryen")).default as unknown as Binaryen;
  const marked = rewriteModule(module, options, "markers");
  const origins = functionOrigins(
    module.importedCounts.function,
    module.functions.length,
    marked.functionShift,
    marked.addedFunctions,
  );
  const fallBack = async (reason: string): Promise<EngineResult> => ({
    ...(await streamEngine(module, options)),
    fallback: `Binaryen gave up: ${reason}`,
  });
  if (broken !== undefined) return fallBack(broken);
  try {
    const optimized = optimize(binaryen, module, marked, origins, options);
    // It adds locals where a module has as many as engines allow.
    if (!WebAssembly.validate(optimized.wasm as Uint8Array<ArrayBuffer>))
      return fallBack("its output is not valid");
    return { ...optimized, sites: marked.sites, memoryPages: marked.memoryPages, engine: "binaryen" };
  } catch (cause) {
    broken = (cause instanceof Error ? cause.message : String(cause)).slice(0, MESSAGE_LIMIT);
    return fallBack(broken);
  }
};

/** The optimised module without custom sections, and the origins of the functions that it kept. */
function optimize(
  binaryen: Binaryen,
  module: WasmModule,
  marked: RewrittenModule,
  origins: readonly FunctionOrigin[],
  options: HardenOptions,
): { readonly wasm: Uint8Array; readonly origins: readonly FunctionOrigin[] } {
  const handle = binaryen.readBinary(named(marked.wasm, origins));
  try {
    handle.setFeatures(features(binaryen, module));
    lowerMarkers(binaryen, handle, {
      charge: indexOf(origins, "sandglass.charge"),
      spend: indexOf(origins, "sandglass.spend"),
      fuelGlobal: module.importedCounts.global + module.globals.length,
      stopGlobal: module.importedCounts.global + module.globals.length + 1,
    });
    runPasses(binaryen, handle, marked.wasm, options.optimize);
    const kept = unnamed(emit(binaryen, handle), origins);
    return { ...kept, wasm: addedAsWritten(kept.wasm, kept.origins) };
  } finally {
    handle.dispose();
  }
}

/**
 * What WebAssembly 2.0 has and every engine runs, and of later proposals what the module itself uses: Binaryen may use
 * all that is set here. Features.All makes it write encodings that Node 20 and wasmtime refuse.
 */
function features({ Features }: Binaryen, module: WasmModule): number {
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

function emit(binaryen: Binaryen, handle: BinaryenModule): Uint8Array {
  // Names are how functions are told again after passes have dropped and reordered them.
  binaryen.setDebugInfo(true);
  return handle.emitBinary();
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

function indexOf(origins: readonly FunctionOrigin[], name: string): number | undefined {
  const index = origins.indexOf(name);
  return index < 0 ? undefined : index;
}
