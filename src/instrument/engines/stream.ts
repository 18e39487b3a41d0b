import type { WasmModule } from "../../wasm/module.ts";
import { ABI_NAMESPACE } from "../abi.ts";
import { type RewrittenModule, rewriteModule } from "../rewrite/module.ts";
import type { Engine, EngineResult, FunctionOrigin } from "./engine.ts";

/**
 * Splices charges and checks into the bytes, body by body, and leaves all else where it stands.
 * Costs milliseconds a megabyte and needs nothing but this project's own code.
 */
export const streamEngine: Engine = (module, options) => streamResult(module, rewriteModule(module, options));

/** A module as rewritten, as the result of an engine. Takes the original too. */
export function streamResult(
  { importedCounts, functions }: WasmModule,
  { wasm, sites, memoryPages, addedImports, addedFunctions }: RewrittenModule,
): EngineResult {
  const origins: FunctionOrigin[] = [];
  for (let i = 0; i < importedCounts.function; i++) origins.push(i);
  for (const name of addedImports) origins.push(`${ABI_NAMESPACE}.${name}`);
  for (let i = 0; i < functions.length; i++) origins.push(importedCounts.function + i);
  for (const name of addedFunctions) origins.push(`${ABI_NAMESPACE}.${name}`);
  return { wasm, sites, memoryPages, origins, engine: "stream" };
}
