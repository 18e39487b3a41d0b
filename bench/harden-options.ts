import type { EngineName, HardenOptions } from "../src/instrument/report.ts";

/** Exact fuel, more of it than any kernel uses. */
export function hardenOptions(engine: EngineName): HardenOptions {
  return {
    engine,
    abi: "standalone",
    fuelUnits: 1n << 60n,
    memoryBytes: 1 << 30,
    stackDepth: undefined,
    strip: true,
    optimize: "O1",
  };
}
