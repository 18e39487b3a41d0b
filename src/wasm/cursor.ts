import { ToolError } from "../errors.ts";

/** UTF-8 is checked, as the specification demands of names (section 5.2.4); a byte order mark is part of a name. */
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What to do about a file that is no module any more. */
const BROKEN = "the file was cut off or changed: build it, or fetch it, again";
const HINTS: Readonly<Record<string, string>> = { truncated: BROKEN, malformed: BROKEN };

/**
 * A malformed module, told with the byte offset where it went wrong.
 * Codes: `wasm/truncated`, `wasm/malformed`, `wasm/unsupported`, `wasm/not-wasm`, `wasm/invalid`,
 * `wasm/too-many`.
 */
export function wasmError(code: string, what: string, offset: number, hint?: string): ToolError {
  const remedy = hint ?? HINTS[code];
  return new ToolError(
    `wasm/${code}`,
    `${what} ${atOffset(offset)}`,
    remedy === undefined ? {} : { hint: remedy },
  );
}

/** An offset in a module, in decimal and hexadecimal digits, as messages give it. */
export function atOffset(offset: number): string {
  return `(byte offset ${offset}, 0x${offset.toString(16)})`;
}

/** A position in a byte range. Every read is checked against the end of the range and fails with a ToolError. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  offset: number;

  /** Reads `bytes` from `start` up to, not including, `end`. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
  }

  get done(): boolean {
    return this.offset >= this.end;
  }

  byte(what: string): number {
    if (this.offset >= this.end) throw this.truncated(what);
    return this.bytes[this.offset++]!;
  }

  /** An unsigned 32-bit LEB128 number. */
  u32(what: string): number {
    const start = this.offset;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte(what);
      if (shift === 28 && byte > 0x0f) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw wasmError("malformed", `${what} is not an unsigned 32-bit number`, start);
  }

  /** A signed LEB128 number of up to 33 bits: s32 constants and block types. */
  s33(what: string): number {
    return Number(this.signed(33, what));
  }

  /** A signed 32-bit LEB128 number, without BigInt: data segments have one each, and Go writes 30,000 of them. */
  s32(what: string): number {
    const start = this.offset;
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte(what);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return byte & 0x40 ? value | (-1 << (shift + 7)) : value;
    }
    const last = this.byte(what);
    // Bits 4 to 6 of the fifth byte repeat the sign (bit 3).
    if (last > 0x7f || (last & 0x78) % 0x78 !== 0) throw notSigned(32, what, start);
    return value | (last << 28);
  }

  s64(what: string): bigint {
    return this.signed(64, what);
  }

  /** An unsigned 64-bit LEB128 number (limits of 64-bit memories). */
  u64(what: string): bigint {
    const start = this.offset;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte(what);
      if (shift === 63n && byte > 1) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw wasmError("malformed", `${what} is not an unsigned 64-bit number`, start);
  }

  /** The length of a vector. No element takes less than a byte, so a longer one cannot be true and is not looped over. */
  count(what: string): number {
    const start = this.offset;
    const count = this.u32(`the number of ${what}`);
    if (count > this.end - this.offset) {
      throw wasmError("truncated", `${count} ${what} announced, ${this.end - this.offset} bytes left`, start);
    }
    return count;
  }

  /** A length-prefixed byte range; the cursor ends behind it. */
  range(what: string): { readonly start: number; readonly end: number } {
    const length = this.u32(`the length of ${what}`);
    const start = this.offset;
    this.skip(length, what);
    return { start, end: this.offset };
  }

  name(what: string): string {
    const { start, end } = this.range(what);
    try {
      return UTF8.decode(this.bytes.subarray(start, end));
    } catch {
      throw wasmError("malformed", `${what} is not valid UTF-8`, start);
    }
  }

  skip(length: number, what: string): void {
    if (length > this.end - this.offset) throw this.truncated(what);
    this.offset += length;
  }

  /** Fails unless the range was read to its end: a section must be as long as its header says. */
  expectEnd(what: string): void {
    if (this.offset !== this.end) {
      throw wasmError("malformed", `${what} has ${this.end - this.offset} bytes too many`, this.offset);
    }
  }

  private signed(bits: number, what: string): bigint {
    const start = this.offset;
    let value = 0n;
    const lastShift = Math.floor((bits - 1) / 7) * 7;
    for (let shift = 0; shift <= lastShift; shift += 7) {
      const byte = this.byte(what);
      value |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte < 0x80) {
        const signed = (byte & 0x40) === 0 ? value : value - (1n << BigInt(shift + 7));
        if (BigInt.asIntN(bits, signed) !== signed) break;
        return signed;
      }
    }
    throw notSigned(bits, what, start);
  }

  private truncated(what: string): ToolError {
    const where = this.end === this.bytes.length ? "the file ends" : "its section ends";
    return wasmError("truncated", `${where} inside ${what}`, this.end);
  }
}

function notSigned(bits: number, what: string, offset: number): ToolError {
  return wasmError("malformed", `${what} is not a signed ${bits}-bit number`, offset);
}
