import { SectionId, ValueType, type WasmModule } from "../../wasm/module.ts";
import { spliceSections, writeModule } from "../../wasm/writer.ts";
import { ABI_VERSION, AbiExport, StopCode } from "../abi.ts";
import { goRuntimeGlobals } from "../go-globals.ts";
import { recursiveFunctions } from "../recursion.ts";
import type { HardenOptions } from "../report.ts";
import { type AddedGlobal, Additions, hasMemory } from "./additions.ts";
import { rewriteCode } from "./code.ts";
import type { Sites } from "./emit-body.ts";
import {
  type AddedExport,
  elementSection,
  exportSection,
  functionSection,
  globalSection,
  importSection,
  memorySection,
  startSection,
  tableSection,
  typeSection,
} from "./sections.ts";

/** 64 KiB, the unit of memory sizes. */
export const PAGE_BYTES = 65_536;
/** 4 GiB, all that 32-bit addresses reach. */
const MAXIMUM_PAGES = 65_536;

/** Elements of a table that grows: a host's memory for them is bounded, at 8 to 16 MB. */
export const MAX_TABLE_ELEMENTS = 1_000_000;

export interface RewrittenModule {
  /** The new module without custom sections. */
  readonly wasm: Uint8Array;
  readonly sites: Sites;
  /** By how much the index of each defined function rose; the functions that were added stand behind them. */
  readonly functionShift: number;
  /** Names of the functions that are imported, and of those that stand behind the module's own. */
  readonly addedImports: readonly string[];
  readonly addedFunctions: readonly string[];
  /** 1 for a function that loops or recurs, by position among the defined ones of the original. */
  readonly runsOften: Uint8Array;
  /** What the memory may grow to; undefined without a memory. */
  readonly memoryPages: number | undefined;
}

/** Options that decide what is written into the module. */
export type RewriteOptions = Pick<
  HardenOptions,
  "abi" | "onFuel" | "fuelUnits" | "fuelMode" | "memoryBytes" | "stackDepth" | "restructure"
>;

/** Takes a valid module; returns it with charges, checks, limits and the exports of the ABI. */
export function rewriteModule(module: WasmModule, options: RewriteOptions): RewrittenModule {
  const additions = new Additions(module, options);
  const counted =
    options.stackDepth === undefined ? new Uint8Array(module.code.length) : recursiveFunctions(module);
  const threads = options.restructure !== false && goRuntimeGlobals(module) !== undefined;
  const isCheap = options.fuelMode === "cheap";
  const { payload, sites, runsOften } = rewriteCode(additions, { counted, threads, isCheap });
  const limitPages =
    options.memoryBytes === undefined || !hasMemory(module)
      ? undefined
      : Math.floor(options.memoryBytes / PAGE_BYTES);
  const replaced = new Map<number, Uint8Array | undefined>();
  const replace = (id: number, bytes: Uint8Array | undefined): void => {
    if (bytes !== undefined) replaced.set(id, bytes);
  };
  replace(SectionId.import, importSection(additions));
  replace(SectionId.function, functionSection(additions));
  const growsTable = additions.functions.some(({ name }) => name === "table_grown");
  if (growsTable) replace(SectionId.table, tableSection(module, MAX_TABLE_ELEMENTS));
  replace(SectionId.memory, memorySection(module, limitPages));
  replace(SectionId.global, globalSection(additions, addedGlobals(module, options, limitPages)));
  replace(SectionId.export, exportSection(additions, addedExports(additions)));
  replace(SectionId.start, startSection(additions));
  replace(SectionId.element, elementSection(additions));
  if (module.code.length + additions.functions.length > 0) replace(SectionId.code, payload);
  // Last, when all types have been asked for.
  replace(SectionId.type, typeSection(additions));
  return {
    wasm: writeModule(spliceSections(module, replaced, () => false)),
    sites,
    functionShift: additions.functionShift,
    addedImports: additions.imports.map(({ name }) => name),
    runsOften,
    addedFunctions: additions.functions.map(({ name }) => name),
    memoryPages: hasMemory(module) ? initialLimit(module, limitPages) : undefined,
  };
}

/** In the order of `Additions.globals`; one that nothing uses costs five bytes. */
function addedGlobals(
  module: WasmModule,
  options: RewriteOptions,
  limitPages: number | undefined,
): readonly AddedGlobal[] {
  const { i32, i64 } = ValueType;
  return [
    { type: i64, mutable: true, initial: options.fuelUnits },
    { type: i32, mutable: true, initial: BigInt(StopCode.none) },
    { type: i32, mutable: true, initial: BigInt(initialLimit(module, limitPages)) },
    { type: i32, mutable: true, initial: 0n },
    { type: i32, mutable: true, initial: BigInt(options.stackDepth ?? 0) },
    { type: i32, mutable: true, initial: 0n },
    { type: i32, mutable: false, initial: BigInt(ABI_VERSION) },
  ];
}

/** Pages that the memory may have: the smallest of its own maximum, the limit and what 32-bit addresses reach. */
function initialLimit(module: WasmModule, limitPages: number | undefined): number {
  const imported = module.imports.find(({ type }) => type.kind === "memory")?.type;
  const own = module.memories[0] ?? (imported?.kind === "memory" ? imported.limits : undefined);
  return Math.min(own?.maximum ?? MAXIMUM_PAGES, limitPages ?? MAXIMUM_PAGES);
}

function addedExports({ module, globals, abi }: Additions): readonly AddedExport[] {
  const always = [
    { name: AbiExport.abi, globalIndex: globals.abi },
    { name: AbiExport.fuel, globalIndex: globals.fuel },
    { name: AbiExport.stop, globalIndex: globals.stop },
  ];
  const ofMemory = [
    { name: AbiExport.memoryLimitPages, globalIndex: globals.memoryLimitPages },
    { name: AbiExport.memoryDenied, globalIndex: globals.memoryDenied },
  ];
  const go = abi === "hosted" ? goRuntimeGlobals(module) : undefined;
  const ofGo =
    go === undefined
      ? []
      : [
          { name: AbiExport.goStackPointer, globalIndex: go.stackPointer },
          { name: AbiExport.goCurrentG, globalIndex: go.currentG },
        ];
  return [...always, ...(hasMemory(module) ? ofMemory : []), ...ofGo];
}
