import type { ByteRange } from "../../wasm/module.ts";

/**
 * Calls `found` with each `i32.const` and `i64.const` of a function body: the only way in which code names an address.
 * Stops silently at an opcode that it does not know, since a missing reference is no error for an audit.
 *
 * Immediates: core specification 2.0, 5.4, with the threads proposal's prefix 0xfe.
 */
export function scanConstants(bytes: Uint8Array, body: ByteRange, found: (value: number) => void): void {
  let at = body.start;
  const { end } = body;
  const skip = () => {
    while (bytes[at++]! >= 0x80 && at < end);
  };
  const u32 = () => {
    let value = 0;
    for (let shift = 0; at < end; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return value;
  };
  for (let groups = u32(); groups > 0 && at < end; groups--) {
    skip();
    at++;
  }
  while (at < end) {
    const opcode = bytes[at++]!;
    if (opcode === 0x41 || opcode === 0x42) found(signed());
    else if (!skipImmediates(opcode)) return;
  }

  /** Exact from 0 to 2^53, and so for any address; large negative numbers are rounded. */
  function signed(): number {
    let value = 0;
    let scale = 1;
    while (at < end) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) return byte & 0x40 ? value - scale : value;
    }
    return value;
  }

  function skipImmediates(opcode: number): boolean {
    if (opcode >= 0x28 && opcode <= 0x3e) {
      skip();
      skip();
      return true;
    }
    if (opcode >= 0x45 && opcode <= 0xc4) return true;
    const count = PLAIN_IMMEDIATES[opcode];
    if (count !== undefined) {
      for (let i = 0; i < count; i++) skip();
      return true;
    }
    return skipSpecial(opcode);
  }

  function skipSpecial(opcode: number): boolean {
    if (opcode === 0x43 || opcode === 0x44) {
      at += opcode === 0x43 ? 4 : 8;
      return true;
    }
    if (opcode === 0x0e || opcode === 0x1c) {
      for (let left = u32() + (opcode === 0x0e ? 1 : 0); left > 0 && at < end; left--) skip();
      return true;
    }
    if (opcode !== 0xfc && opcode !== 0xfe) return false;
    const sub = u32();
    const immediates = opcode === 0xfc ? BULK_IMMEDIATES[sub] : sub === 3 ? 1 : 2;
    for (let i = 0; i < (immediates ?? 0); i++) skip();
    return immediates !== undefined;
  }
}

/** Opcodes with LEB128 immediates only, by how many; block types count as one. */
const PLAIN_IMMEDIATES: Readonly<Record<number, number>> = {
  ...{ 0: 0, 1: 0, 2: 1, 3: 1, 4: 1, 5: 0, 11: 0, 12: 1, 13: 1, 15: 0 },
  ...{ 16: 1, 17: 2, 18: 1, 19: 2, 26: 0, 27: 0, 32: 1, 33: 1, 34: 1, 35: 1, 36: 1 },
  ...{ 37: 1, 38: 1, 63: 1, 64: 1, 208: 1, 209: 0, 210: 1 },
};

/** Saturating truncations, then memory.init, data.drop, memory.copy, memory.fill and the same for tables. */
const BULK_IMMEDIATES: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];
