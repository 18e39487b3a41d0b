import { encodeSigned } from "./leb.ts";
import type { ByteRange } from "./module.ts";

/** Up to here a loop copies faster than `set`, which needs an object for the part of the source. */
const SHORT_BYTES = 100;

/** A growing byte buffer. */
export class ByteWriter {
  private buffer: Uint8Array;
  private used = 0;

  constructor(capacityBytes = 1024) {
    this.buffer = new Uint8Array(capacityBytes);
  }

  get length(): number {
    return this.used;
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.used++] = value;
  }

  /** An unsigned 32-bit LEB128 number. */
  u32(value: number): void {
    this.reserve(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.buffer[this.used++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.used++] = rest;
  }

  /** A signed LEB128 number of 32 bits. */
  s32(value: number): void {
    this.reserve(5);
    let rest = value | 0;
    for (;;) {
      const group = rest & 0x7f;
      rest >>= 7;
      const isLast = (rest === 0 && group < 0x40) || (rest === -1 && group >= 0x40);
      this.buffer[this.used++] = isLast ? group : group | 0x80;
      if (isLast) return;
    }
  }

  s64(value: bigint): void {
    this.list(encodeSigned(value));
  }

  list(bytes: ArrayLike<number>): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.used);
    this.used += bytes.length;
  }

  copy(source: Uint8Array, { start, end }: ByteRange): void {
    this.reserve(end - start);
    if (end - start > SHORT_BYTES) {
      this.buffer.set(source.subarray(start, end), this.used);
      this.used += end - start;
      return;
    }
    const { buffer } = this;
    let to = this.used;
    for (let at = start; at < end; at++) buffer[to++] = source[at]!;
    this.used = to;
  }

  /** Forgets what was written; the buffer is kept. */
  clear(): void {
    this.used = 0;
  }

  /** What was written, valid until the next write. */
  view(): Uint8Array {
    return this.buffer.subarray(0, this.used);
  }

  /** What was written, in an array of its own. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.used);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.used + bytes));
    larger.set(this.view());
    this.buffer = larger;
  }
}
