import type { WasmModule } from "../../wasm/module.ts";
import { ABI_NAMESPACE, ON_FUEL, ON_GROW } from "../abi.ts";
import { startBody } from "../compact/start-body.ts";
import { contextGlobals } from "../engines/added-as-written.ts";
import type { Manifest } from "../manifest.ts";
import { type AddedFunctionName, addedFunctions } from "../rewrite/added-functions.ts";

/** Functions that are known by their bytes, by function index. */
export interface KnownFunctions {
  readonly added: ReadonlyMap<number, AddedFunctionName>;
  /** The start function that writes Go's tables; undefined where there is none. */
  readonly rebuild: number | undefined;
  /** The global in which a table's delta is noted; undefined where none grows. */
  readonly tableDelta: number | undefined;
}

const NO_HOST = { onGrow: undefined, onFuel: undefined };

/** More bytes than an added function has. */
const MAX_BYTES = 400;

/** Finds what hardening added, byte for byte, with its type. `manifest` only says how a start function should look. */
export function knownFunctions(module: WasmModule, manifest: Manifest | undefined): KnownFunctions {
  const added = new Map<number, AddedFunctionName>();
  const imported = module.importedCounts.function;
  const functions = module.imports.filter(({ type }) => type.kind === "function");
  const importOf = (name: string): number | undefined => {
    const index = functions.findIndex((one) => one.module === ABI_NAMESPACE && one.name === name);
    return index < 0 ? undefined : index;
  };
  const tableDelta = notedGlobal(module);
  const context = {
    globals: contextGlobals(module, tableDelta ?? 0),
    onGrow: importOf(ON_GROW),
    onFuel: importOf(ON_FUEL),
  };
  const names = Object.keys(addedFunctions) as AddedFunctionName[];
  const candidates = names.map((name) => ({ name, ...addedFunctions[name](context) }));
  for (const [position, range] of module.code.entries()) {
    if (range.end - range.start > MAX_BYTES) continue;
    const body = module.bytes.subarray(range.start, range.end);
    const type = module.types[module.functions[position]!];
    const found = candidates.find(
      (one) =>
        isSame(body, one.body) &&
        one.parameters.join() === type?.parameters.join() &&
        one.results.join() === type?.results.join(),
    );
    if (found !== undefined) added.set(imported + position, found.name);
  }
  return { added, rebuild: rebuildFunction(module, manifest), tableDelta };
}

/** The global that `local.get 0; global.set X; local.get 0` writes to. */
function notedGlobal({ bytes, code, globals, importedCounts }: WasmModule): number | undefined {
  const imported = importedCounts.global;
  for (let index = imported; index < imported + globals.length; index++) {
    const globalsOf = { fuel: 0, stop: 0, memoryLimitPages: 0, memoryDenied: 0, tableDelta: index };
    const { body } = addedFunctions.note_table_delta({ globals: globalsOf, ...NO_HOST });
    const isThere = code.some(
      ({ start, end }) => end - start === body.length && isSame(bytes.subarray(start, end), body),
    );
    if (isThere) return index;
  }
  return undefined;
}

function rebuildFunction(module: WasmModule, manifest: Manifest | undefined): number | undefined {
  const compacted = manifest?.compacted;
  const rebuilt = compacted !== undefined && "rebuilt" in compacted ? compacted.rebuilt : undefined;
  const range = module.code[(module.start ?? -1) - module.importedCounts.function];
  if (rebuilt === undefined || range === undefined) return undefined;
  const body = module.bytes.subarray(range.start, range.end);
  try {
    return isSame(body, startBody(rebuilt)) ? module.start : undefined;
  } catch {
    // A manifest may hold anything where numbers should be.
    return undefined;
  }
}

function isSame(a: Uint8Array, b: readonly number[]): boolean {
  return a.length === b.length && b.every((byte, i) => a[i] === byte);
}
