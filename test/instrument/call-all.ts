import { createHash } from "node:crypto";
import { type FunctionType, ValueType, type WasmModule } from "../../src/wasm/module.ts";
import { readModule } from "../../src/wasm/reader.ts";

/** What calling one export came to. */
export interface Called {
  readonly name: string;
  /** Results in words, or how it ended. */
  readonly result: string;
  /** Whether something trapped in it, caught or not: then fuel is not exact. */
  readonly trapped: boolean;
  readonly fuelUsed: bigint | undefined;
}

/** All that can be seen of a module from outside. */
export interface Observed {
  readonly calls: readonly Called[];
  /** Whether all exports were called; else the engine's stack overflowed in the one behind `calls`, which got as far as it got. */
  readonly isWhole: boolean;
  /** What it told its imports. */
  readonly log: readonly string[];
  readonly memory: string;
  readonly globals: readonly string[];
  /** Why it stopped, in hardened modules. */
  readonly stop: unknown;
}

/** Calls of imports in one module: some call one another's exports without end, in a number that doubles with each level. */
const MAX_CALLS = 200_000;

/**
 * Instantiates a module with imports of every kind that it wants and calls all exported functions with zeros, in order, until the
 * engine's stack overflows (how deep that is differs) or it has called its imports too often. `names` are the exports to call, those of the original.
 */
export function callAll(wasm: Uint8Array, original: WasmModule): Observed {
  const log: string[] = [];
  const state = { exports: {} as WebAssembly.Exports, trapped: false };
  const functions = original.exports.filter(({ kind }) => kind === "function").map(({ name }) => name);
  let calls = 0;
  const count = (): void => {
    calls += 1;
    if (calls > MAX_CALLS) throw new RangeError("too many calls of imports");
  };
  const callExport = (index: number): unknown => {
    count();
    const called = state.exports[functions[(index >>> 0) % functions.length]!] as (
      ...values: unknown[]
    ) => unknown;
    return called(...zeros(typeOfExport(original, functions[(index >>> 0) % functions.length]!)));
  };
  const caught = (work: () => unknown): number => {
    try {
      work();
      return 0;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      state.trapped = true;
      return 1;
    }
  };
  const special: Record<string, (...values: never[]) => unknown> = {
    "call-export": (index: number) => void callExport(index),
    "call-export-catch": (index: number) => caught(() => callExport(index)),
    "call-ref": (target: unknown) => void (target as () => void)(),
    "call-ref-catch": (target: unknown) => caught(() => (target as () => void)()),
  };
  const told = (line: string): void => {
    count();
    log.push(line);
  };
  const module = readModule(wasm);
  let instance: WebAssembly.Instance;
  try {
    instance = new WebAssembly.Instance(
      new WebAssembly.Module(wasm as BufferSource),
      importsOf(module, special, told),
    );
  } catch (error) {
    const start = {
      name: "start",
      result: (error as Error).constructor.name,
      trapped: true,
      fuelUsed: undefined,
    };
    return { calls: [start], isWhole: true, log, memory: "", globals: [], stop: 0 };
  }
  state.exports = instance.exports;
  const called: Called[] = [];
  let isWhole = true;
  const fuel = state.exports["sandglass.fuel"] as WebAssembly.Global<"i64"> | undefined;
  for (const name of functions) {
    const before = fuel?.value;
    state.trapped = false;
    let result: string;
    try {
      const one = state.exports[name] as (...values: unknown[]) => unknown;
      result = text(one(...zeros(typeOfExport(original, name))));
    } catch (error) {
      if (error instanceof RangeError) {
        isWhole = false;
        break;
      }
      state.trapped = true;
      result = (error as Error).constructor.name;
    }
    const fuelUsed = fuel === undefined ? undefined : before! - fuel.value;
    called.push({ name, result, trapped: state.trapped, fuelUsed });
  }
  const stop = (state.exports["sandglass.stop"] as WebAssembly.Global | undefined)?.value;
  const [memory, globals] = [memoryOf(state.exports), globalsOf(state.exports, original)];
  return { calls: called, isWhole, log, memory, globals, stop };
}

function memoryOf(exports: WebAssembly.Exports): string {
  const memory = Object.values(exports).find((one) => one instanceof WebAssembly.Memory);
  return memory === undefined ? "" : createHash("sha256").update(new Uint8Array(memory.buffer)).digest("hex");
}

function globalsOf(exports: WebAssembly.Exports, original: WasmModule): readonly string[] {
  return original.exports
    .filter(({ kind }) => kind === "global")
    .map(({ name }) => {
      try {
        return text((exports[name] as WebAssembly.Global).value);
      } catch {
        return "not for JavaScript";
      }
    });
}

/** NaN and -0 are told apart from others; functions only from other values. */
function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join();
  if (typeof value === "function") return "a function";
  return Object.is(value, -0) ? "-0" : String(value);
}

function typeOfExport(module: WasmModule, name: string): FunctionType {
  const { index } = module.exports.find((one) => one.name === name)!;
  const imported = module.imports.flatMap(({ type }) => (type.kind === "function" ? [type.typeIndex] : []));
  return module.types[imported[index] ?? module.functions[index - imported.length]!]!;
}

function zeros({ parameters }: FunctionType): unknown[] {
  return parameters.map(zero);
}

function zero(type: number): unknown {
  if (type === ValueType.i64) return 0n;
  return type === ValueType.funcref || type === ValueType.externref ? null : 0;
}

const GLOBAL_TYPES: Readonly<Record<number, string>> = {
  [ValueType.i32]: "i32",
  [ValueType.i64]: "i64",
  [ValueType.f32]: "f32",
  [ValueType.f64]: "f64",
  [ValueType.funcref]: "anyfunc",
  [ValueType.externref]: "externref",
};

function importsOf(
  { imports, types }: WasmModule,
  special: Record<string, (...values: never[]) => unknown>,
  told: (line: string) => void,
): WebAssembly.Imports {
  const all: Record<string, Record<string, unknown>> = {};
  for (const { module, name, type } of imports) {
    all[module] ??= {};
    if (type.kind === "function") {
      const results = types[type.typeIndex]!.results.map(zero);
      const result = results.length > 1 ? results : results[0];
      all[module][name] =
        special[name] ??
        ((...values: unknown[]) => {
          told(`${name} ${text(values)}`);
          return result;
        });
    } else if (type.kind === "global") {
      const { type: valueType, mutable } = type.global;
      const descriptor = {
        value: GLOBAL_TYPES[valueType],
        mutable,
      } as unknown as WebAssembly.GlobalDescriptor;
      all[module][name] = new WebAssembly.Global(descriptor, zero(valueType) as never);
    } else if (type.kind === "memory") {
      const { minimum, maximum } = type.limits;
      all[module][name] = new WebAssembly.Memory({
        initial: minimum,
        ...(maximum === undefined ? {} : { maximum }),
      });
    } else if (type.kind === "table") {
      const { element, limits } = type.table;
      const kind = (element === ValueType.funcref ? "anyfunc" : "externref") as WebAssembly.TableKind;
      const maximum = limits.maximum === undefined ? {} : { maximum: limits.maximum };
      all[module][name] = new WebAssembly.Table({ element: kind, initial: limits.minimum, ...maximum });
    }
  }
  return all as WebAssembly.Imports;
}
