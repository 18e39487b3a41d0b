/** Deep enough to find the guest's own function under the helpers that the hardening injects and Go's runtime. */
export const STACK_FRAMES = 64;

/**
 * Indices of the wasm functions in the stack of an error, innermost first.
 * V8 writes them as `wasm-function[INDEX]:0xOFFSET` (WebAssembly Web API, "Error types": conventions for stack traces).
 */
export function wasmFrames(error: Error): readonly number[] {
  const frames = (error.stack ?? "").matchAll(/wasm-function\[(\d+)\]:0x[0-9a-f]+/g);
  return [...frames].map(([, index]) => Number(index)).slice(0, STACK_FRAMES);
}
