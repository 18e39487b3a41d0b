import { ABI_NAMESPACE, ON_GROW } from "../abi.ts";
import { rewriteModule } from "../rewrite/module.ts";
import type { Engine, FunctionOrigin } from "./engine.ts";

/**
 * Splices charges and checks into the bytes, body by body, and leaves all else where it stands.
 * Costs milliseconds a megabyte and needs nothing but this project's own code.
 */
export const streamEngine: Engine = (module, options) => {
  const { wasm, sites, memoryPages, functionShift, addedFunctions } = rewriteModule(
    module,
    options,
    "inline",
  );
  const origins = functionOrigins(
    module.importedCounts.function,
    module.functions.length,
    functionShift,
    addedFunctions,
  );
  return { wasm, sites, memoryPages, origins, engine: "stream" };
};

/** Origins in the order of a module as rewritten: imports, the added import, the module's functions, added ones. */
export function functionOrigins(
  imported: number,
  defined: number,
  functionShift: number,
  added: readonly string[],
): FunctionOrigin[] {
  const origins: FunctionOrigin[] = [];
  for (let i = 0; i < imported; i++) origins.push(i);
  if (functionShift > 0) origins.push(`${ABI_NAMESPACE}.${ON_GROW}`);
  for (let i = 0; i < defined; i++) origins.push(imported + i);
  for (const name of added) origins.push(`${ABI_NAMESPACE}.${name}`);
  return origins;
}
