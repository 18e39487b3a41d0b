import { type RunType, under } from "./go-type.ts";
import type { Machine } from "./machine.ts";
import { Box, copyBox, copyInto, MAX_CELLS, Slice, type Value, zeroValue } from "./value.ts";

/**
 * A slice with more cells at its end, in place while its capacity holds them. The values are the caller's to give away
 * only when they are no structs of somebody else; so those are copied.
 */
export function appended(
  m: Machine,
  list: Slice | null,
  values: readonly Value[],
  element: RunType,
): Slice | null | undefined {
  const length = list?.length ?? 0;
  const total = length + values.length;
  if (values.length === 0) return list;
  if (total > MAX_CELLS) {
    m.stop ??= { kind: "budget" };
    return undefined;
  }
  const own = values.map((value) => (value instanceof Box && isPiece(element) ? copyBox(value) : value));
  if (list !== null && total <= list.capacity) {
    for (const [at, value] of own.entries()) {
      const cell = list.offset + length + at;
      if (isPiece(element)) copyInto(list.box.cells[cell] as Box, value as Box);
      else list.box.cells[cell] = value;
    }
    return m.takes(own.length) ? new Slice(list.box, list.offset, total, list.capacity) : undefined;
  }
  const capacity = grownCapacity(list?.capacity ?? 0, total, sizeOf(element));
  const kept = list === null ? [] : list.box.cells.slice(list.offset, list.offset + length);
  const cells = kept.map((value) => (value instanceof Box && isPiece(element) ? copyBox(value) : value));
  // Not push(...own): a call takes no more arguments than its stack holds.
  for (const value of own) cells.push(value);
  const room = { cells: m.budget.cells };
  while (cells.length < capacity) {
    const zero = zeroValue(element, room);
    if (zero === undefined) return m.unknown("a zero value");
    cells.push(zero);
  }
  const box = new Box(cells, undefined);
  if (capacity * sizeOf(element) <= SMALL_BYTES) smallBoxes.add(box);
  return m.takes(capacity) ? new Slice(box, 0, total, capacity) : undefined;
}

/** The compiler may put so small a list on the stack, and then gives it this much room at once. */
const SMALL_BYTES = 32;
const smallBoxes = new WeakSet<Box>();

/** Whether the capacity of a slice is the compiler's choice. */
export function hasOpenCapacity({ box }: Slice): boolean {
  return smallBoxes.has(box);
}

const isPiece = (element: RunType): boolean => ["struct", "array"].includes(under(element).kind);

/** `copy(target, source)` of slices with such elements, or from a text: how many were copied. */
export function copied(m: Machine, target: Value, source: Value, element: RunType): number {
  if (target === null || source === null) return 0;
  const to = target as Slice;
  const cells: Value[] =
    typeof source === "string"
      ? Array.from(source.slice(0, to.length), (unit) => unit.charCodeAt(0))
      : cellsOf(source as Slice).slice(0, to.length);
  m.steps += cells.length >>> 2;
  const isInPlace = isPiece(element);
  const values = isInPlace ? cells.map((cell) => copyBox(cell as Box)) : cells;
  for (const [at, value] of values.entries()) {
    if (isInPlace) copyInto(to.box.cells[to.offset + at] as Box, value as Box);
    else to.box.cells[to.offset + at] = value;
  }
  return values.length;
}

/** The values in a slice. */
export function cellsOf({ box, offset, length }: Slice): Value[] {
  return box.cells.slice(offset, offset + length);
}

/** Capacity after growing (Go 1.26 runtime/slice.go, nextslicecap and roundupsize). */
export function grownCapacity(old: number, wanted: number, elementBytes: number): number {
  let capacity = old;
  if (wanted > 2 * old) capacity = wanted;
  else if (old < 256) capacity = 2 * old;
  else while (capacity < wanted) capacity += Math.floor((capacity + 3 * 256) / 4);
  if (elementBytes === 0) return capacity;
  return Math.max(wanted, Math.floor(roundedBytes(capacity * elementBytes) / elementBytes));
}

/** Size classes of Go's allocator (runtime/sizeclasses.go). */
// biome-ignore format: a table
const SIZE_CLASSES: readonly number[] = [
  8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480, 512, 576,
  640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864, 5120, 5376, 6144, 6528,
  6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
];
const PAGE_BYTES = 8192;

function roundedBytes(bytes: number): number {
  return SIZE_CLASSES.find((size) => size >= bytes) ?? Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
}

/** Bytes of a value of the type on a 64-bit machine, such as Go's wasm. */
export function sizeOf(type: RunType): number {
  const base = under(type);
  switch (base.kind) {
    case "bool":
      return 1;
    case "int":
    case "float":
      return base.bits! / 8;
    case "string":
    case "interface":
      return 16;
    case "slice":
      return 24;
    case "array":
      return base.length! * sizeOf(base.element!);
    case "struct":
      return structBytes(base.fields!.map((field) => field.type));
    default:
      return 8;
  }
}

function structBytes(types: readonly RunType[]): number {
  let offset = 0;
  let widest = 1;
  for (const type of types) {
    const align = alignOf(type);
    widest = Math.max(widest, align);
    offset = Math.ceil(offset / align) * align + sizeOf(type);
  }
  return Math.ceil(offset / widest) * widest;
}

function alignOf(type: RunType): number {
  const base = under(type);
  if (base.kind === "array") return alignOf(base.element!);
  if (base.kind === "struct") return Math.max(1, ...base.fields!.map((field) => alignOf(field.type)));
  return Math.min(8, sizeOf(base) || 1);
}
