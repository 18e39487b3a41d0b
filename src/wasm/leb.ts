/** LEB128, the variable-length integers of the binary format (core specification 2.0, section 5.2.2). */

/**
 * Bytes of an unsigned integer below 2^53.
 * Throws RangeError for a negative, fractional or larger value: a bug of the caller, never of the input.
 */
export function encodeUnsigned(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not an unsigned integer: ${value}`);
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** Bytes of a signed integer of any width (s32, s33 and s64 share the encoding). */
export function encodeSigned(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (;;) {
    const group = Number(rest & 0x7fn);
    rest >>= 7n;
    const signIsClear = (group & 0x40) === 0;
    if ((rest === 0n && signIsClear) || (rest === -1n && !signIsClear)) {
      bytes.push(group);
      return bytes;
    }
    bytes.push(group | 0x80);
  }
}

/** Number of bytes that `encodeUnsigned` gives for a value below 2^53. */
export function unsignedLength(value: number): number {
  let length = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) length += 1;
  return length;
}
