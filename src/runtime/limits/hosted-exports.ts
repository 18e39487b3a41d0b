import type { WasiSignature } from "../wasi/signatures.ts";
import type { MeterReading } from "../worker/protocol.ts";

/** What `sandglass.stop` says (DESIGN section 5). */
export const StopReason = { none: 0, fuel: 1, memory: 2, memoryRate: 3, callDepth: 4 } as const;

/** Imports of a module hardened for a host that takes part (ABI 1, `hosted`). */
export const hostedSignatures: ReadonlyMap<string, WasiSignature> = new Map([
  ["on_grow", { params: ["i32", "i32"], results: ["i32"] }],
  ["on_fuel", { params: ["i32", "i32"], results: [] }],
]);

/** The counters of a hardened module. A foreign module may export anything by these names, so types are checked. */
export interface Meter {
  read(): MeterReading;
  fuelRemaining(): bigint | undefined;
  setFuel(units: bigint): void;
  setMemoryLimit(pages: number): void;
}

/** The counters among the exports of an instance; those that are missing or of another type stay undefined. */
export function meterOf(exports: WebAssembly.Exports): Meter {
  const fuel = globalOf(exports, "sandglass.fuel", "bigint");
  const stop = globalOf(exports, "sandglass.stop", "number");
  const denied = globalOf(exports, "sandglass.memory_denied", "number");
  const limit = globalOf(exports, "sandglass.memory_limit_pages", "number");
  const fuelRemaining = (): bigint | undefined => fuel?.value as bigint | undefined;
  return {
    fuelRemaining,
    read: () => ({
      fuelRemaining: fuelRemaining(),
      stop: (stop?.value as number | undefined) ?? StopReason.none,
      memoryDenied: denied === undefined ? undefined : (denied.value as number) >>> 0,
    }),
    setFuel: (units) => assign(fuel, BigInt.asIntN(64, units)),
    setMemoryLimit: (pages) => assign(limit, pages | 0),
  };
}

function globalOf(
  exports: WebAssembly.Exports,
  name: string,
  type: "bigint" | "number",
): WebAssembly.Global | undefined {
  const found = exports[name];
  // A v128 or exnref global throws on reading, hence the guard.
  try {
    return found instanceof WebAssembly.Global && typeof found.value === type ? found : undefined;
  } catch {
    return undefined;
  }
}

function assign(global: WebAssembly.Global | undefined, value: bigint | number): void {
  if (global === undefined) return;
  try {
    global.value = value;
  } catch {
    // A foreign module may export a constant by our name; then it is not ours to set.
  }
}
