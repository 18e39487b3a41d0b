import { wasmError } from "./cursor.ts";

/**
 * The most entries of each kind that a module may have: where engines stop (WebAssembly JavaScript Interface, "Limits"), so
 * that no module that runs is refused. Without them a file of some megabytes, all of it empty entries, takes gigabytes to read.
 */
export const MOST = {
  types: 1_000_000,
  valuesOfType: 1_000,
  functions: 1_000_000,
  imports: 1_000_000,
  exports: 1_000_000,
  globals: 1_000_000,
  tags: 1_000_000,
  tables: 100_000,
  memories: 100_000,
  dataSegments: 100_000,
  elementSegments: 1_000_000,
  elementsOfSegment: 10_000_000,
  /** Engines count none; compilers write a dozen. */
  customSections: 100_000,
  /** Of functions and locals together; more are not read. */
  names: 2_000_000,
} as const;

/** Throws ToolError `wasm/too-many` when there are more than `most`. */
export function checkCount(count: number, most: number, what: string, offset: number): void {
  if (count > most)
    throw wasmError("too-many", `there are ${count} ${what}, at most ${most} are read`, offset);
}
