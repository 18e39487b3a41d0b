import { ToolError } from "../errors.ts";
import { isBuiltByGo } from "../wasm/built-by-go.ts";
import type { ModuleShape } from "../wasm/module.ts";
import { readShape } from "../wasm/reader.ts";
import { assertValid } from "../wasm/validate.ts";
import { type BoundedModule, boundModule } from "./limits/bounded-module.ts";

/** What is the same in every run of a module. */
export interface PreparedModule {
  readonly module: ModuleShape;
  /** With its memory and tables bounded, or why it cannot be. */
  readonly bounded: BoundedModule;
  /** Whether Go's compiler made it. */
  builtByGo(): boolean;
  /**
   * Compiles the bounded module, the first time it is asked. Rejects with ToolError `wasm/invalid`, or
   * `runtime/not-compiled` when it is the engine that cannot.
   */
  compiled(): Promise<WebAssembly.Module>;
}

/** Prepares a module for runs with at most so much memory. */
export type Prepare = (wasm: Uint8Array, memoryBytes: number) => PreparedModule;

/** Reads a module and bounds it. Throws ToolError `wasm/...` for what is no module. */
export function prepareModule(wasm: Uint8Array, memoryBytes: number): PreparedModule {
  const module = readShape(wasm);
  const bounded = boundModule(module, memoryBytes);
  let isGo: boolean | undefined;
  let compiled: Promise<WebAssembly.Module> | undefined;
  return {
    module,
    bounded,
    builtByGo: () => {
      isGo ??= isBuiltByGo(module);
      return isGo;
    },
    compiled: () => {
      compiled ??= compile(bounded.ok ? bounded.wasm : wasm);
      return compiled;
    },
  };
}

/** Prepares each module once for each memory limit, as long as its bytes are in use; they must not change. */
export function prepareOnce(): Prepare {
  const known = new WeakMap<Uint8Array, Map<number, PreparedModule>>();
  return (wasm, memoryBytes) => {
    const ofModule = known.get(wasm) ?? new Map<number, PreparedModule>();
    const prepared = ofModule.get(memoryBytes) ?? prepareModule(wasm, memoryBytes);
    known.set(wasm, ofModule.set(memoryBytes, prepared));
    return prepared;
  };
}

/** Off the main thread; each function is compiled to machine code when it is first called. */
async function compile(wasm: Uint8Array): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(wasm as Uint8Array<ArrayBuffer>);
  } catch (cause) {
    assertValid(wasm);
    throw new ToolError("runtime/not-compiled", "the engine cannot compile this module", { cause });
  }
}
