import { isBuiltByGo } from "../wasm/built-by-go.ts";
import { ValueType, type WasmModule } from "../wasm/module.ts";

/** Indices of globals of Go's runtime. */
export interface GoRuntimeGlobals {
  readonly stackPointer: number;
  readonly currentG: number;
}

const { i32, i64 } = ValueType;
/** SP, CTXT, g, RET0 to RET3, PAUSE: the globals that Go's linker writes (cmd/link/internal/wasm/asm.go, writeGlobalSec). */
const GO_GLOBALS = [i32, i64, i64, i64, i64, i64, i64, i32];

/** The globals of Go's runtime, or undefined for a module that Go's own compiler did not make. */
export function goRuntimeGlobals(module: WasmModule): GoRuntimeGlobals | undefined {
  if (module.importedCounts.global > 0 || module.globals.length !== GO_GLOBALS.length) return undefined;
  const hasShape = module.globals.every(({ type, mutable }, i) => mutable && type === GO_GLOBALS[i]);
  if (!hasShape || !isBuiltByGo(module)) return undefined;
  return { stackPointer: 0, currentG: 2 };
}
