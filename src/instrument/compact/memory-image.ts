import { ByteCursor } from "../../wasm/cursor.ts";
import { type DataSegment, SectionId, type WasmModule } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";
import { usesSegments } from "./uses-segments.ts";

/** What a module's memory holds right after its data segments were written. */
export interface MemoryImage {
  /** From `bottom` on; zero before and behind it. */
  readonly bytes: Uint8Array;
  /** Address of the first byte, a multiple of 4. */
  readonly bottom: number;
}

const PAGE_BYTES = 65_536;
/** Go's largest program (cmd/compile) stores 20 MB. */
const MAX_IMAGE_BYTES = 256 * 2 ** 20;

/**
 * Lays the data segments out, in their order. Takes a valid module.
 * Returns in words why it cannot when what memory holds then is not told by the segments alone.
 */
export function memoryImage(module: WasmModule): MemoryImage | string {
  const [memory] = module.memories;
  if (module.data.length === 0) return "the module has no data";
  if (memory === undefined) return "the memory is imported, and may hold something";
  if (usesSegments(module)) return "the code uses data segments by their number";
  const placed: { readonly address: number; readonly segment: DataSegment }[] = [];
  let [bottom, top] = [Number.POSITIVE_INFINITY, 0];
  for (const segment of module.data) {
    const address = constantAddress(module, segment);
    if (address === undefined) return "a data segment has no constant address";
    const end = address + segment.contents.end - segment.contents.start;
    if (end > memory.minimum * PAGE_BYTES) return "a data segment does not fit the memory";
    bottom = Math.min(bottom, address);
    top = Math.max(top, end);
    placed.push({ address, segment });
  }
  bottom -= bottom % 4;
  if (top - bottom > MAX_IMAGE_BYTES) return `data spreads over more than ${MAX_IMAGE_BYTES} bytes`;
  const bytes = new Uint8Array(top - bottom);
  for (const { address, segment } of placed) {
    const { start, end } = segment.contents;
    bytes.set(module.bytes.subarray(start, end), address - bottom);
  }
  return { bytes, bottom };
}

function constantAddress({ bytes }: WasmModule, { mode, at }: DataSegment): number | undefined {
  if (mode !== "active" || at === undefined || bytes[at.start] !== Op.i32Const) return undefined;
  const cursor = new ByteCursor(bytes, at.start + 1, at.end);
  const address = cursor.s32("an address") >>> 0;
  return cursor.byte("the end of an expression") === Op.end ? address : undefined;
}

/** Bytes of the data section, header included. */
export function dataSectionBytes(module: WasmModule): number {
  const section = module.sections.find(({ id }) => id === SectionId.data);
  return section === undefined ? 0 : section.payload.end - section.offset;
}
