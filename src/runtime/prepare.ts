import { ToolError } from "../errors.ts";
import { isBuiltByGo } from "../wasm/built-by-go.ts";
import { joinData } from "../wasm/joined-data.ts";
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

/** A run that begins to pay for joining data segments: that takes 20 ms for hello, and saves 0.3 of each run. */
const JOINING_RUN = 20;

/**
 * Prepares each module once for each memory limit, as long as its bytes are in use; they must not change. One that is run
 * again and again is prepared a second time, with its data segments joined.
 */
export function prepareOnce(): Prepare {
  const known = new WeakMap<Uint8Array, Map<number, { runs: number; prepared: PreparedModule }>>();
  return (wasm, memoryBytes) => {
    const ofModule = known.get(wasm) ?? new Map();
    const one = ofModule.get(memoryBytes) ?? { runs: 0, prepared: prepareModule(wasm, memoryBytes) };
    one.runs += 1;
    if (one.runs === JOINING_RUN) one.prepared = withJoinedData(one.prepared, memoryBytes);
    known.set(wasm, ofModule.set(memoryBytes, one));
    return one.prepared;
  };
}

function withJoinedData(prepared: PreparedModule, memoryBytes: number): PreparedModule {
  const { module } = prepared;
  const joined = joinData(module);
  return joined === module.bytes ? prepared : prepareModule(joined, memoryBytes);
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
