import type { WasmModule } from "../wasm/module.ts";
import { readNames } from "../wasm/names.ts";
import { ABI_NAMESPACE } from "./abi.ts";
import type { FunctionOrigin } from "./engines/engine.ts";
import type { FunctionMap } from "./report.ts";

/** What a function of the input is called in its source. */
export interface SourceFunction {
  readonly name: string;
  readonly package: string;
}

/** Source names by function index of the input, imports included. */
export type SourceFunctions = ReadonlyMap<number, SourceFunction>;

/**
 * Names from the name section. Go's linker writes every character but letters, digits, "_" and "." as "_" there
 * (cmd/link/internal/wasm/asm.go, nameRegexp), so packages with a path keep its slashes only where a better source is
 * given to `harden`.
 */
export function namesOfSection(module: WasmModule): SourceFunctions {
  const functions = new Map<number, SourceFunction>();
  for (const [index, name] of readNames(module).functions)
    functions.set(index, { name, package: packageOf(name) });
  return functions;
}

/** What stands before the first dot, where a Go symbol has its package; empty for a symbol without one. */
function packageOf(symbol: string): string {
  const dot = symbol.indexOf(".");
  return dot < 0 ? "" : symbol.slice(0, dot);
}

/** The map of a hardened module: what each function that has a name was in the input. */
export function functionMap(origins: readonly FunctionOrigin[], names: SourceFunctions): FunctionMap {
  const functions = origins.flatMap((origin, index) => {
    if (typeof origin === "string") return [{ index, name: origin, package: ABI_NAMESPACE }];
    const known = names.get(origin);
    return known === undefined ? [] : [{ index, ...known }];
  });
  return { schemaVersion: 1, functions };
}
