import { createHash } from "node:crypto";
import { expect } from "vitest";
import { harden } from "../../src/instrument/harden.ts";
import type { EngineName, HardenOptions, HardenResult } from "../../src/instrument/report.ts";
import { secondOpinion } from "../../src/wasm/validate.ts";

export const ENGINES: readonly EngineName[] = ["stream", "binaryen"];
export const FUEL = 1n << 40n;

export const DEFAULTS: HardenOptions = {
  engine: "stream",
  abi: "standalone",
  fuelUnits: FUEL,
  memoryBytes: 1 << 30,
  stackDepth: undefined,
  strip: true,
  optimize: "O1",
};

export const host = {
  sha256: (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex"),
};

/** Hardens by the engine that was asked for and no other, and has wabt check the result (V8 has done so already). */
export async function hardened(
  wasm: Uint8Array,
  options: Partial<HardenOptions> = {},
): Promise<HardenResult> {
  const result = await harden(wasm, { ...DEFAULTS, ...options }, host);
  expect(await secondOpinion(result.wasm)).toBeUndefined();
  expect(result.report.fallback).toBeUndefined();
  return result;
}

/** What calling an exported function came to: its results or "trap", and the ABI globals behind it. */
export interface CallOutcome {
  readonly results: unknown;
  readonly fuelUsed: bigint | undefined;
  readonly stop: number | undefined;
  readonly exports: WebAssembly.Exports;
}

/** Instantiates, then calls one export. Fuel is counted from behind the instantiation. */
export async function call(
  wasm: Uint8Array,
  name: string,
  values: readonly unknown[] = [],
  imports: WebAssembly.Imports = {},
): Promise<CallOutcome> {
  const { instance } = (await WebAssembly.instantiate(
    wasm as BufferSource,
    imports,
  )) as unknown as WebAssembly.WebAssemblyInstantiatedSource;
  const { exports } = instance;
  const fuel = exports["sandglass.fuel"] as WebAssembly.Global | undefined;
  const before = fuel?.value as bigint | undefined;
  let results: unknown;
  try {
    results = (exports[name] as (...list: unknown[]) => unknown)(...values);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    results = "trap";
  }
  const stop = exports["sandglass.stop"] as WebAssembly.Global | undefined;
  const fuelUsed = before === undefined ? undefined : before - (fuel!.value as bigint);
  return { results, fuelUsed, stop: stop?.value as number | undefined, exports };
}
