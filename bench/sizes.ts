import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { harden } from "../src/instrument/harden.ts";
import type { HardenOptions } from "../src/instrument/report.ts";
import { nodePlatform } from "../src/platform/node.ts";
import { hardenOptions } from "./harden-options.ts";
import { buildProgram } from "./rewriting.ts";
import { printTable } from "./table.ts";

/** 2.6, 5 and 14 MB. */
const PROGRAMS = ["hello", "cmd/gofmt", "cmd/vet"];

const VARIANTS: readonly (readonly [string, Partial<HardenOptions>])[] = [
  ["binaryen", { engine: "binaryen" }],
  ["stream", { engine: "stream" }],
  ["binaryen, cheap fuel", { engine: "binaryen", fuelMode: "cheap" }],
];

/** Size of hardened and compacted modules by that of the original: as they are, and compressed by brotli at level 9. */
export async function sizesBench(folder: string): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const program of PROGRAMS) {
    const original = readFileSync(buildProgram(folder, program));
    const compressed = brotliBytes(original);
    const row: (string | number)[] = [program, String(original.length)];
    for (const [, options] of VARIANTS) {
      const all = { ...hardenOptions("stream"), compact: true, ...options };
      const { wasm } = await harden(original, all, { sha256: nodePlatform().sha256 });
      row.push(wasm.length / original.length, brotliBytes(wasm) / compressed);
    }
    rows.push(row);
  }
  const header = VARIANTS.flatMap(([name]) => [`${name}: raw`, "brotli"]);
  printTable("size by original, exact fuel unless told otherwise", ["module", "bytes", ...header], rows);
}

function brotliBytes(wasm: Uint8Array): number {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN } = constants;
  return brotliCompressSync(wasm, { params: { [BROTLI_PARAM_QUALITY]: 9, [BROTLI_PARAM_LGWIN]: 24 } }).length;
}
