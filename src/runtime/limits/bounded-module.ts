import { encodeUnsigned } from "../../wasm/leb.ts";
import { type Limits, type ModuleShape, SectionId } from "../../wasm/module.ts";
import { spliceSections, writeModule } from "../../wasm/writer.ts";
import { deferStart } from "./deferred-start.ts";
import { PAGE_BYTES } from "./pages.ts";

const MOST_PAGES = 65_536;

/**
 * Elements of all tables together. They live in the engine's own heap, where running out ends the whole process
 * (measured on Node 20: 60 tables of 9 million elements abort it), so the limit is far below what that heap holds.
 * The largest Go programs have 10^5.
 */
export const MOST_TABLE_ELEMENTS = 4_000_000;

export type BoundedModule =
  | {
      readonly ok: true;
      readonly wasm: Uint8Array;
      /** Export to call before `_start`: the module's start function. */
      readonly startExport: string | undefined;
    }
  /** Larger from the start than it may ever be. */
  | { readonly ok: false; readonly what: "memory"; readonly neededBytes: number }
  | { readonly ok: false; readonly what: "tables"; readonly neededElements: number };

/**
 * The module with a maximum of at most `memoryBytes` (rounded down to pages) on its memory and a bound on its tables.
 * The engine enforces both whatever the module does, so they also hold for modules that nobody hardened. Its start
 * function becomes an export, so that it too runs under the limits.
 * Returns the same bytes when the maxima are low enough already and there is no start function.
 */
export function boundModule(module: ModuleShape, memoryBytes: number): BoundedModule {
  const pages = Math.min(Math.floor(memoryBytes / PAGE_BYTES), MOST_PAGES);
  const neededPages = module.memories.reduce((sum, { minimum }) => sum + minimum, 0);
  if (neededPages > pages) return { ok: false, what: "memory", neededBytes: neededPages * PAGE_BYTES };
  const neededElements = module.tables.reduce((sum, { limits }) => sum + limits.minimum, 0);
  if (neededElements > MOST_TABLE_ELEMENTS) return { ok: false, what: "tables", neededElements };

  const share = Math.floor((MOST_TABLE_ELEMENTS - neededElements) / Math.max(1, module.tables.length));
  const tableMaximum = ({ minimum }: Limits): number => minimum + share;
  const start = deferStart(module);
  const sections = new Map<number, Uint8Array | undefined>(start?.sections);
  if (module.memories.some((limits) => exceeds(limits, pages)))
    sections.set(SectionId.memory, vector(module.memories.map((limits) => encodeLimits(limits, pages))));
  if (module.tables.some(({ limits }) => exceeds(limits, tableMaximum(limits))))
    sections.set(
      SectionId.table,
      vector(
        module.tables.map(({ element, limits }) => [element, ...encodeLimits(limits, tableMaximum(limits))]),
      ),
    );
  const wasm = sections.size === 0 ? module.bytes : writeModule(spliceSections(module, sections));
  return { ok: true, wasm, startExport: start?.exportName };
}

function exceeds({ maximum }: Limits, most: number): boolean {
  return maximum === undefined || maximum > most;
}

/** Limits with the lower of both maxima; flag 1 says that there is one, 2 shared, 4 64-bit. */
function encodeLimits({ minimum, maximum, shared, is64 }: Limits, most: number): number[] {
  const flags = 1 | (shared ? 2 : 0) | (is64 ? 4 : 0);
  return [flags, ...encodeUnsigned(minimum), ...encodeUnsigned(Math.min(maximum ?? most, most))];
}

function vector(entries: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([...encodeUnsigned(entries.length), ...entries.flat()]);
}
