import { ToolError } from "../errors.ts";
import { MOST } from "../wasm/counts.ts";
import { wasmError } from "../wasm/cursor.ts";
import type { WasmModule } from "../wasm/module.ts";
import { readNames } from "../wasm/names.ts";

/** The longest function body that V8 takes (kV8MaxWasmFunctionSize); the longest that other engines take are longer. */
export const MAX_BODY_BYTES = 7_654_321;
/** What engines allow a function to have, parameters among them (WebAssembly JavaScript Interface, "Limits"). */
export const MAX_LOCALS = 50_000;

/** The most that hardening adds of each. */
const ADDED = { imports: 1, functions: 7, globals: 7, exports: 7 } as const;

/** Throws ToolError `wasm/too-many` for a module that has as many entries as engines allow, so that none can be added. */
export function assertRoom(module: WasmModule): void {
  const { imports, functions, globals, exports, sections } = module;
  const counts = {
    imports: imports.length,
    functions: module.importedCounts.function + functions.length,
    globals: module.importedCounts.global + globals.length,
    exports: exports.length,
  };
  for (const kind of ["imports", "functions", "globals", "exports"] as const) {
    const room = MOST[kind] - counts[kind];
    if (room >= ADDED[kind]) continue;
    const section = sections.find(({ name }) => name === kind.slice(0, -1));
    throw wasmError(
      "too-many",
      `there are ${counts[kind]} ${kind}, hardening adds up to ${ADDED[kind]}, and engines take ${MOST[kind]}`,
      section?.offset ?? 0,
    );
  }
}

/** The error for a function that does not fit once it is charged. Takes its position among those that the module defines. */
export function functionTooLarge(module: WasmModule, position: number, hardenedBytes: number): ToolError {
  const { start, end } = module.code[position]!;
  const index = module.importedCounts.function + position;
  const name = readNames(module).functions.get(index);
  const called = name === undefined ? `function ${index}` : `function ${index} (${name.slice(0, MAX_NAME)})`;
  return new ToolError(
    "harden/function-too-large",
    `${called} at byte offset ${start} has ${end - start} bytes and ${hardenedBytes} with its charges; engines take ${MAX_BODY_BYTES}`,
    { hint: "split the function: nothing else makes room for what is charged" },
  );
}

/** Characters of a function's name in the message. */
const MAX_NAME = 100;
