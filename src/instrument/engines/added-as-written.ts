import { ByteWriter } from "../../wasm/byte-writer.ts";
import { ByteCursor } from "../../wasm/cursor.ts";
import { SectionId, type WasmModule } from "../../wasm/module.ts";
import { readModule } from "../../wasm/reader.ts";
import { spliceSections, writeModule } from "../../wasm/writer.ts";
import { ABI_NAMESPACE, AbiExport, ON_FUEL, ON_GROW } from "../abi.ts";
import { type AddedFunctionName, addedFunctions, type FunctionContext } from "../rewrite/added-functions.ts";
import type { FunctionOrigin } from "./engine.ts";

/**
 * Gives the functions that hardening added the bytes that the stream engine gives them, whatever an optimiser made of
 * them: who checks an artifact alone knows them by their bytes. Takes a module without custom sections, and the origins of its functions.
 */
export function addedAsWritten(wasm: Uint8Array, origins: readonly FunctionOrigin[]): Uint8Array {
  const module = readModule(wasm);
  const imported = module.importedCounts.function;
  const imports = importsOf(origins);
  const replaced = new Map<number, readonly number[]>();
  for (const [index, origin] of origins.entries()) {
    const name = typeof origin === "string" ? origin.slice(ABI_NAMESPACE.length + 1) : "";
    if (index < imported || !Object.hasOwn(addedFunctions, name)) continue;
    const globals = contextGlobals(module, tableDelta(module, origins));
    replaced.set(index - imported, addedFunctions[name as AddedFunctionName]({ globals, ...imports }).body);
  }
  if (replaced.size === 0) return wasm;
  const code = new ByteWriter(wasm.length);
  code.u32(module.code.length);
  for (const [position, range] of module.code.entries()) {
    const body = replaced.get(position) ?? wasm.subarray(range.start, range.end);
    code.u32(body.length);
    code.list(body);
  }
  return writeModule(spliceSections(module, new Map([[SectionId.code, code.view()]])));
}

/** Indices of the imports of the hosted ABI. */
function importsOf(origins: readonly FunctionOrigin[]): Pick<FunctionContext, "onGrow" | "onFuel"> {
  const at = (name: string): number | undefined => {
    const index = origins.indexOf(`${ABI_NAMESPACE}.${name}`);
    return index < 0 ? undefined : index;
  };
  return { onGrow: at(ON_GROW), onFuel: at(ON_FUEL) };
}

/** The globals of the ABI by their exports; 0 for those that a module has not, as nothing asks for them. */
export function contextGlobals({ exports }: WasmModule, delta: number): FunctionContext["globals"] {
  const at = (name: string): number =>
    exports.find((one) => one.name === name && one.kind === "global")?.index ?? 0;
  return {
    fuel: at(AbiExport.fuel),
    stop: at(AbiExport.stop),
    memoryLimitPages: at(AbiExport.memoryLimitPages),
    memoryDenied: at(AbiExport.memoryDenied),
    tableDelta: delta,
  };
}

/** The global that note_table_delta writes to, which no export names; 0 when there is none. */
function tableDelta(module: WasmModule, origins: readonly FunctionOrigin[]): number {
  const position = origins.indexOf(`${ABI_NAMESPACE}.note_table_delta`) - module.importedCounts.function;
  const body = module.code[position];
  return body === undefined ? 0 : (writtenGlobal(module.bytes.subarray(body.start, body.end)) ?? 0);
}

/** The global of a body that is `(local.tee or get 0; global.set X; …)`: the operand of its only global.set. */
function writtenGlobal(body: Uint8Array): number | undefined {
  for (let at = 0; at < body.length; at++) {
    if (body[at] !== GLOBAL_SET) continue;
    return new ByteCursor(body, at + 1, body.length).u32("a global index");
  }
  return undefined;
}

const GLOBAL_SET = 0x24;
