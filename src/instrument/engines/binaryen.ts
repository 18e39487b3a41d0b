import { ToolError } from "../../errors.ts";
import type { WasmModule } from "../../wasm/module.ts";
import { encodeNames, readNames } from "../../wasm/names.ts";
import { readModule } from "../../wasm/reader.ts";
import { customSection, spliceSections, writeModule } from "../../wasm/writer.ts";
import type { HardenOptions } from "../report.ts";
import { type RewrittenModule, rewriteModule } from "../rewrite/module.ts";
import type { Binaryen, BinaryenModule } from "./binaryen-api.ts";
import { lowerMarkers } from "./binaryen-markers.ts";
import type { Engine, FunctionOrigin } from "./engine.ts";
import { functionOrigins } from "./stream.ts";

/** Optimisation and shrink level by option. */
const LEVELS = { O1: [1, 0], O2: [2, 0], O3: [3, 0], Os: [2, 1], Oz: [2, 2] } as const;
/**
 * The passes of Binaryen's -O1 that pay on compiled Go: a third of its time, output within 0.2 % of its size and equal in
 * speed (measured on hello and on twelve kernels).
 */
const O1_PASSES = [
  "dce",
  "remove-unused-names",
  "remove-unused-brs",
  "remove-unused-names",
  "optimize-instructions",
  "simplify-locals",
  "vacuum",
  "reorder-locals",
  "coalesce-locals",
  "vacuum",
  "reorder-locals",
];
/** Binaryen's aborts carry its whole source in their message. */
const MESSAGE_LIMIT = 300;

/**
 * Lets Binaryen lower the markers of the plan in its IR and optimise. Loads binaryen.js (a second, 120 MB) at first use.
 * Throws ToolError `harden/binaryen` when Binaryen gives up on the module.
 */
export const binaryenEngine: Engine = async (module, options) => {
  const marked = rewriteModule(module, options, "markers");
  const binaryen = (await import("binaryen")).default as unknown as Binaryen;
  const origins = functionOrigins(
    module.importedCounts.function,
    module.functions.length,
    marked.functionShift,
    marked.addedFunctions,
  );
  const optimized = guarded(() => optimize(binaryen, module, marked, origins, options));
  return { ...optimized, sites: marked.sites, memoryPages: marked.memoryPages };
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
    return unnamed(emit(binaryen, handle, options.optimize), origins);
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

function emit(binaryen: Binaryen, handle: BinaryenModule, level: HardenOptions["optimize"]): Uint8Array {
  const [optimizeLevel, shrinkLevel] = LEVELS[level];
  binaryen.setOptimizeLevel(optimizeLevel);
  binaryen.setShrinkLevel(shrinkLevel);
  if (level === "O1") handle.runPasses(O1_PASSES);
  else handle.optimize();
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

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof ToolError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ToolError(
      "harden/binaryen",
      `Binaryen gave up on this module: ${message.slice(0, MESSAGE_LIMIT)}`,
      { hint: "use --engine stream", cause },
    );
  }
}
