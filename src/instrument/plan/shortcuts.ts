import type { ByteWriter } from "../../wasm/byte-writer.ts";
import { ByteCursor } from "../../wasm/cursor.ts";
import { Op } from "../../wasm/opcodes.ts";

/** `i32.add; local.tee 1; global.set 0; local.get 1` between the constants of the two moves. */
const BETWEEN = [Op.i32Add, Op.localTee, 1, Op.globalSet, 0, Op.localGet, 1, Op.i32Const];
const BEHIND = [Op.i32Add, Op.localTee, 1, Op.globalSet, 0];

/** The comparison that is true where another is false, by opcode; 0 for all else (comparisons of floats have none). */
const OPPOSITES: Uint8Array = opposites();

/**
 * Whether bytes from `between` on, which stand behind an i32.const, move Go's stack pointer and then move it again:
 * Go's compiler does so before every return. Nothing can see what the first move stores.
 */
export function isDoubleMove(bytes: Uint8Array, between: number): boolean {
  if (!matches(bytes, between, BETWEEN)) return false;
  let at = between + BETWEEN.length;
  while (bytes[at++]! >= 0x80);
  return matches(bytes, at, BEHIND);
}

/** Whether an instruction is a comparison of integers, which `i32.eqz` behind it turns into its opposite. */
export function hasOpposite(opcode: number): boolean {
  return OPPOSITES[opcode] !== 0;
}

/**
 * Whether `i64.extend_i32_u; i64.const; i64.add; i32.wrap_i64` ends at an i32.wrap_i64, given where the last constant
 * before it stands. Only an extension both ends with that byte and leaves an i64.
 */
export function isWideAddition(bytes: Uint8Array, constAt: number): boolean {
  return bytes[constAt] === Op.i64Const && bytes[constAt - 1] === Op.i64ExtendI32U;
}

/**
 * Writes what stands at `at` in fewer bytes: two moves of the stack pointer as one, an address that Go computes in 64
 * bits in 32, a comparison and its negation as the opposite. Binaryen would do the same. Returns where the code behind it
 * begins.
 */
export function writeShortcut(bytes: Uint8Array, at: number, writer: ByteWriter): number {
  const opcode = bytes[at]!;
  if (opcode === Op.i32Const) return writeMove(bytes, at, writer);
  if (opcode !== Op.i64ExtendI32U) {
    writer.byte(OPPOSITES[opcode]!);
    return at + 2;
  }
  const end = endOfNumber(bytes, at + 2);
  writer.byte(Op.i32Const);
  writer.s32(lowWord(bytes, at + 2));
  writer.byte(Op.i32Add);
  return end + 2;
}

function writeMove(bytes: Uint8Array, at: number, writer: ByteWriter): number {
  const cursor = new ByteCursor(bytes, at + 1, bytes.length);
  const first = cursor.s32("a constant");
  cursor.skip(BETWEEN.length, "a move of the stack pointer");
  const second = cursor.s32("a constant");
  writer.byte(Op.i32Const);
  writer.s32((first + second) | 0);
  writer.byte(Op.i32Add);
  return cursor.offset + 1;
}

/** The low 32 bits of a signed LEB128 number. */
function lowWord(bytes: Uint8Array, at: number): number {
  let word = 0;
  for (let shift = 0, next = at; ; shift += 7) {
    const byte = bytes[next++]!;
    if (shift < 32) word |= (byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    const isNegative = (byte & 0x40) !== 0;
    return isNegative && shift + 7 < 32 ? word | (-1 << (shift + 7)) : word;
  }
}

function endOfNumber(bytes: Uint8Array, at: number): number {
  let end = at;
  while (bytes[end++]! >= 0x80);
  return end;
}

function matches(bytes: Uint8Array, at: number, pattern: readonly number[]): boolean {
  for (let i = 0; i < pattern.length; i++) if (bytes[at + i] !== pattern[i]) return false;
  return true;
}

/** eq and ne, lt_s and ge_s, lt_u and ge_u, gt_s and le_s, gt_u and le_u: of i32 from 0x46 on, of i64 from 0x51 on. */
function opposites(): Uint8Array {
  const table = new Uint8Array(256);
  const PAIRS = [
    [0, 1],
    [2, 8],
    [3, 9],
    [4, 6],
    [5, 7],
  ] as const;
  for (const first of [Op.i32Eq, Op.i64Eq]) {
    for (const [one, other] of PAIRS) {
      table[first + one] = first + other;
      table[first + other] = first + one;
    }
  }
  return table;
}
