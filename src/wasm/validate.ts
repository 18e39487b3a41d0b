import { wasmError } from "./cursor.ts";
import { readModule } from "./reader.ts";

/**
 * Checks that V8 accepts a module. Returns when it does.
 * Throws ToolError: `wasm/…` of the reader where the file's shape is wrong, else `wasm/invalid` with V8's reason and
 * the byte offset that it names.
 */
export function assertValid(bytes: Uint8Array): void {
  // TypeScript tells array buffers from shared ones, which no caller has.
  const source = bytes as Uint8Array<ArrayBuffer>;
  if (WebAssembly.validate(source)) return;
  readModule(bytes);
  throw invalid(reasonOf(source));
}

/** V8 ends its messages with " @+OFFSET"; `WebAssembly.Module(): ` stands before them. */
function reasonOf(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    new WebAssembly.Module(bytes);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "no reason given";
}

function invalid(message: string): Error {
  const match = /^(?:WebAssembly\.Module\(\): )?(.*?)(?: @\+(\d+))?$/s.exec(message);
  const reason = match?.[1] ?? message;
  return wasmError("invalid", `the module is not valid: ${reason}`, Number(match?.[2] ?? 0));
}

/** Everything that V8 in Node 20 runs, as wabt names it. */
export const WABT_FEATURES: Readonly<Record<string, boolean>> = {
  exceptions: true,
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  threads: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
};

/**
 * Asks wabt, which is independent of V8 and slower; it is loaded only here.
 * Returns undefined when wabt accepts the module, else what it objects to.
 */
export async function secondOpinion(bytes: Uint8Array): Promise<string | undefined> {
  const { default: loadWabt } = await import("wabt");
  const wabt = await loadWabt();
  try {
    const module = wabt.readWasm(bytes, WABT_FEATURES);
    try {
      module.validate();
      return undefined;
    } finally {
      module.destroy();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
