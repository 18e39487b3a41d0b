import type { WasmModule } from "../../wasm/module.ts";
import type { NameOf } from "../functions.ts";
import { unpackRecords } from "./coded-records.ts";
import { type GoFunction, readGoFunctions } from "./go-functions.ts";
import { LayoutError, layoutReason } from "./layout-error.ts";
import { type DataSegment, type GoMemory, loadMemory } from "./memory.ts";
import { constantAddress, functionSlots } from "./slots.ts";
import { findTables, type GoTables, type Range } from "./tables.ts";

/** What Go's linker left in a module about itself, read and checked. */
export interface GoProgram {
  readonly memory: GoMemory;
  readonly segments: readonly DataSegment[];
  readonly tables: GoTables;
  readonly functions: readonly GoFunction[];
  /** Where the records of functions stand in the file's own, shorter form, in the order of `functions`; empty where they do not. */
  readonly codedRecords: readonly Range[];
  /** Slot of the table of functions → index of the function. */
  readonly slots: ReadonlyMap<number, number>;
}

export type GoLayout =
  | { readonly status: "known"; readonly program: GoProgram }
  | { readonly status: "unknown"; readonly reason: string }
  | { readonly status: "absent" };

/** Reads Go's metadata out of the data segments. Never throws: what is not as expected is a layout of status "unknown". */
export function readGoProgram(module: WasmModule): GoLayout {
  try {
    const segments = fixedSegments(module);
    if (segments.length === 0) return { status: "absent" };
    const memory = loadMemory(module.bytes, segments, module.memories[0]?.minimum ?? 0);
    const codedRecords = unpackRecords(module, memory);
    const tables = findTables(memory);
    if (!tables) return { status: "absent" };
    const slots = functionSlots(module);
    const functions = readGoFunctions(memory, tables);
    if (!functions.some(({ slot }) => slots.has(slot)))
      throw new LayoutError("no function of ftab is in the table");
    return { status: "known", program: { memory, segments, tables, functions, codedRecords, slots } };
  } catch (error) {
    return { status: "unknown", reason: layoutReason(error) };
  }
}

/** Names from pclntab, which `-ldflags=-s` and every strip tool leave alone, since the program needs them to run. */
export function namesFromProgram({ functions, slots }: GoProgram): NameOf {
  const byIndex = new Map<number, GoFunction>();
  for (const described of functions) {
    const index = slots.get(described.slot);
    if (index !== undefined) byIndex.set(index, described);
  }
  return (index) => byIndex.get(index);
}

/** Data segments of memory 0 at constant addresses; what lies in others is not at an address that pclntab could name. */
function fixedSegments(module: WasmModule): DataSegment[] {
  const segments: DataSegment[] = [];
  for (const { mode, memoryIndex, at, contents } of module.data) {
    if (mode !== "active" || memoryIndex !== 0 || !at) continue;
    const address = constantAddress(module, at);
    const length = contents.end - contents.start;
    if (address !== undefined && length > 0) segments.push({ address, start: contents.start, length });
  }
  return segments;
}
