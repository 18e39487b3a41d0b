import type { WasmModule } from "../wasm/module.ts";
import type { NameOf } from "./functions.ts";
import { namesFromProgram, readGoProgram } from "./go/program.ts";
import { namesFromModule } from "./names.ts";

/** A function as its source calls it. */
export interface FunctionName {
  readonly name: string;
  readonly package: string;
}

/**
 * Names by function index, imports first: from Go's own tables, which every strip tool leaves alone, else from the name
 * section or the exports. A function that nothing names is absent.
 */
export function functionNames(module: WasmModule): ReadonlyMap<number, FunctionName> {
  const layout = readGoProgram(module);
  const fromProgram: NameOf = layout.status === "known" ? namesFromProgram(layout.program) : () => undefined;
  const fromModule = namesFromModule(module);
  const named = new Map<number, FunctionName>();
  const count = module.importedCounts.function + module.functions.length;
  for (let index = 0; index < count; index++) {
    const found = fromProgram(index) ?? fromModule(index);
    if (found !== undefined) named.set(index, { name: found.name, package: found.package });
  }
  return named;
}
