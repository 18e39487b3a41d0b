import type { WasmModule } from "../../wasm/module.ts";
import type { EngineName, HardenOptions, OptimizedReport } from "../report.ts";
import type { RewrittenModule } from "../rewrite/module.ts";

/** Where a function of the hardened module comes from: its index in the input, or the name of one that was added. */
export type FunctionOrigin = number | string;

/** What an engine makes of a module. */
export interface EngineResult extends Pick<RewrittenModule, "sites" | "memoryPages"> {
  /** Without custom sections. */
  readonly wasm: Uint8Array;
  /** By function index of the hardened module, imports included. */
  readonly origins: readonly FunctionOrigin[];
  /** The engine that did it. */
  readonly engine: EngineName;
  /** Why it was not the one that was asked for. */
  readonly fallback?: string;
  /** How many of the module's functions were optimised, where that is bounded. */
  readonly optimized?: OptimizedReport;
}

/** Takes a valid module; gives the hardened one. */
export type Engine = (module: WasmModule, options: HardenOptions) => EngineResult | Promise<EngineResult>;
