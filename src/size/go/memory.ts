import { LayoutError } from "./layout-error.ts";

/** An active data segment with a constant address; `start` is the offset of its payload in the file. */
export interface DataSegment {
  readonly address: number;
  readonly start: number;
  readonly length: number;
}

/** Linear memory as it is before the program runs: the data segments, zero elsewhere. */
export interface GoMemory {
  readonly image: Uint8Array;
  readonly view: DataView;
  /** The stored bytes lie in `bottom <= address < top`; the linker leaves out zeros, so tables may begin and end outside. */
  readonly bottom: number;
  readonly top: number;
  /** Work still allowed: a crafted module must not make the audit loop for ever. */
  readonly budget: { left: number };
}

/** cmd/compile, the largest program of Go's own, stores 20 MB. */
const MAX_IMAGE_BYTES = 256 * 1024 * 1024;
const PAGE_BYTES = 65_536;
/** Attributing hello or cmd/compile takes 1.2 units of work a byte of the file. */
const WORK_PER_BYTE = 16;
const WORK_AT_LEAST = 1_000_000;

/**
 * Lays the data segments out.
 *
 * @param module the whole file
 * @param segments in any order, none empty
 * @param pages initial size of the memory in 64 KiB pages
 * @throws LayoutError when there are none, they overlap, or they reach beyond the memory or 256 MiB
 */
export function loadMemory(module: Uint8Array, segments: readonly DataSegment[], pages: number): GoMemory {
  const sorted = [...segments].sort((a, b) => a.address - b.address);
  const imageBytes = Math.min(pages * PAGE_BYTES, MAX_IMAGE_BYTES);
  let top = 0;
  for (const { address, length } of sorted) {
    if (address < top) throw new LayoutError("data segments overlap");
    top = address + length;
  }
  const bottom = sorted[0]?.address;
  if (bottom === undefined) throw new LayoutError("there is no data segment at a fixed address");
  if (top > imageBytes) throw new LayoutError("data reaches beyond the initial memory or 256 MiB");
  const image = new Uint8Array(imageBytes);
  for (const { address, start, length } of sorted) image.set(module.subarray(start, start + length), address);
  const budget = { left: WORK_AT_LEAST + WORK_PER_BYTE * module.length };
  return { image, view: new DataView(image.buffer), bottom, top, budget };
}

/** Counts `count` units of work against the budget. @throws LayoutError when it is used up */
export function spend(memory: GoMemory, count: number): void {
  memory.budget.left -= count;
  if (memory.budget.left < 0) throw new LayoutError("Go's tables refer to each other without end");
}

/** @throws LayoutError when the four bytes are not all inside the memory, as all reads here do */
export function u32(memory: GoMemory, address: number): number {
  check(memory, address, 4);
  return memory.view.getUint32(address, true);
}

export function i32(memory: GoMemory, address: number): number {
  return u32(memory, address) | 0;
}

/** A word of 64 bits as a number; values of 2^53 and more lose low bits, and no address or count is that large. */
export function word(memory: GoMemory, address: number): number {
  check(memory, address, 8);
  return memory.view.getUint32(address, true) + memory.view.getUint32(address + 4, true) * 2 ** 32;
}

export function byteAt(memory: GoMemory, address: number): number {
  check(memory, address, 1);
  return memory.image[address]!;
}

/** Address just behind the zero that ends the C string at `address`. @throws LayoutError when none comes before `limit` */
export function stringEnd(memory: GoMemory, address: number, limit: number): number {
  check(memory, address, 1);
  const end = memory.image.indexOf(0, address);
  if (end < 0 || end >= limit) throw new LayoutError("a name has no end");
  spend(memory, end - address);
  return end + 1;
}

const utf8 = new TextDecoder();

/** Text of the bytes `from <= a < to`. */
export function textAt(memory: GoMemory, from: number, to: number): string {
  return utf8.decode(memory.image.subarray(from, to));
}

function check(memory: GoMemory, address: number, size: number): void {
  spend(memory, 1);
  if (address < 0 || address + size > memory.image.length) {
    throw new LayoutError(`address ${address} is outside the memory`);
  }
}
