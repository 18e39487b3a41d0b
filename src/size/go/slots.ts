import { ByteCursor } from "../../wasm/cursor.ts";
import type { ByteRange, WasmModule } from "../../wasm/module.ts";
import { LayoutError } from "./layout-error.ts";

/**
 * Slot of the table of functions → function index (imports first). The linker puts the functions in order from slot 4096,
 * but an optimiser may have reordered them, so the element segments decide.
 *
 * @throws LayoutError when there are more than 4 million
 */
export function functionSlots(module: WasmModule): Map<number, number> {
  const slots = new Map<number, number>();
  for (const segment of module.elements) {
    const offset = segment.mode === "active" && segment.at ? constantAddress(module, segment.at) : undefined;
    if (offset === undefined) continue;
    if (segment.functions.length > MAX_SLOTS) throw new LayoutError("the table of functions is too large");
    segment.functions.forEach((index, position) => {
      if (index !== undefined) slots.set(offset + position, index);
    });
    if (slots.size > MAX_SLOTS) throw new LayoutError("the table of functions is too large");
  }
  return slots;
}

/** cmd/compile has 20,000 functions; a JavaScript Map ends at 16 million entries. */
const MAX_SLOTS = 4_000_000;
const I32_CONST = 0x41;

/** The value of an offset expression that is a single `i32.const`; undefined for any other. */
export function constantAddress(module: WasmModule, at: ByteRange): number | undefined {
  if (module.bytes[at.start] !== I32_CONST) return undefined;
  const cursor = new ByteCursor(module.bytes, at.start + 1, at.end);
  const value = cursor.s32("an offset") >>> 0;
  return cursor.offset === at.end - 1 ? value : undefined;
}
