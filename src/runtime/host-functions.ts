import { ToolError } from "../errors.ts";
import { Errno, Fault } from "./wasi/errno.ts";
import type { GuestMemory } from "./wasi/memory.ts";

export type HostValueType = "i32" | "i64" | "f32" | "f64";

/** What a function of the caller's gets beside its parameters. */
export interface HostCall {
  /** The guest's memory: each range is checked, and one outside ends the call with EFAULT. */
  readonly memory: Pick<GuestMemory, "bytes" | "text" | "writeText" | "writeU32" | "writeU64">;
  readonly Errno: typeof Errno;
  /** Ends the call; the guest gets the errno as its result. */
  readonly fail: (errno: Errno) => never;
}

/** What the link check has to know of a function. */
export interface HostFunctionType {
  /** First and second word of `//go:wasmimport MODULE NAME`. */
  readonly module: string;
  readonly name: string;
  readonly params: readonly HostValueType[];
  readonly results: readonly HostValueType[];
  /** A module that imports it is refused unless the run grants this name. */
  readonly capability: string;
}

/** A function that a library user gives to guests. i64 is a bigint, an i32 a signed number. */
export interface HostFunction extends HostFunctionType {
  readonly call: (host: HostCall, ...values: never[]) => number | bigint | undefined;
}

/** A module of the caller's, which exports `hostFunctions`; loaded again in each guest's thread, as functions cannot be sent there. */
export interface HostModule {
  readonly url: string;
  readonly functions: readonly HostFunctionType[];
}

const RESERVED: ReadonlySet<string> = new Set(["wasi_snapshot_preview1", "sandglass"]);
const TYPES: ReadonlySet<unknown> = new Set<HostValueType>(["i32", "i64", "f32", "f64"]);

/** Loads a module that exports `hostFunctions: readonly HostFunction[]`. Throws ToolError `host-functions/invalid`. */
export async function loadHostModule(url: string | URL): Promise<HostModule> {
  const functions = await importHostFunctions(String(url));
  return {
    url: String(url),
    functions: functions.map(({ module, name, params, results, capability }) => ({
      module,
      name,
      params: [...params],
      results: [...results],
      capability,
    })),
  };
}

/** The functions themselves, in the thread that calls this. Throws ToolError `host-functions/invalid`. */
export async function importHostFunctions(url: string): Promise<readonly HostFunction[]> {
  const { hostFunctions } = (await import(url)) as { readonly hostFunctions?: unknown };
  const invalid = (what: string): ToolError =>
    new ToolError("host-functions/invalid", `${url}: ${what}`, {
      hint: "export const hostFunctions = [{ module, name, params, results, capability, call }]",
    });
  if (!Array.isArray(hostFunctions)) throw invalid("it exports no list hostFunctions");
  for (const one of hostFunctions) {
    const { module, name, params, results, capability, call } = one as HostFunction;
    const id = `${String(module)}.${String(name)}`;
    if ([module, name, capability].some((text) => typeof text !== "string" || text === ""))
      throw invalid(`${id} needs a module, a name and a capability`);
    if (RESERVED.has(module)) throw invalid(`${id}: the module ${module} is ours`);
    if (![params, results].every((list) => Array.isArray(list) && list.every((type) => TYPES.has(type))))
      throw invalid(`${id}: params and results are lists of i32, i64, f32 and f64`);
    if (results.length > 1) throw invalid(`${id}: a function has one result at most`);
    if (typeof call !== "function") throw invalid(`${id} has no function call`);
  }
  return hostFunctions as readonly HostFunction[];
}

/**
 * The functions as the guest imports them, of those capabilities only. A Fault becomes the errno that the guest gets, where the
 * function's result is an i32; whatever else leaves one is a mistake of the caller's, and ends the run as ToolError.
 */
export function linkHostFunctions(
  functions: readonly HostFunction[],
  granted: readonly string[],
  memory: GuestMemory,
): WebAssembly.Imports {
  const imports: Record<string, Record<string, (...values: never[]) => number | bigint | undefined>> = {};
  const fail = (errno: Errno): never => {
    throw new Fault(errno);
  };
  for (const { module, name, results, capability, call } of functions) {
    if (!granted.includes(capability)) continue;
    imports[module] ??= {};
    imports[module][name] = (...values) => {
      try {
        return call({ memory, Errno, fail }, ...values);
      } catch (error) {
        if (error instanceof Fault && results[0] === "i32") return error.errno;
        // The guest called with its stack nearly full: a trap of its own.
        if (error instanceof RangeError && error.message.includes("call stack")) throw error;
        const reason =
          error instanceof Fault ? `errno ${error.errno}, and it has no i32 for it` : String(error);
        throw new ToolError("host-functions/failed", `${module}.${name} failed: ${reason}`, { cause: error });
      }
    };
  }
  return imports;
}
