import { ByteCursor } from "../../wasm/cursor.ts";
import { Op } from "../../wasm/opcodes.ts";
import { EditKind, type Edits } from "./edits.ts";
import type { Flow } from "./flow.ts";

/** `i32.add; local.tee 1; global.set 0; local.get 1` between the constants of the two moves. */
const BETWEEN = [Op.i32Add, Op.localTee, 1, Op.globalSet, 0, Op.localGet, 1, Op.i32Const];
const BEHIND = [Op.i32Add, Op.localTee, 1, Op.globalSet, 0];

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

function matches(bytes: Uint8Array, at: number, pattern: readonly number[]): boolean {
  for (let i = 0; i < pattern.length; i++) if (bytes[at + i] !== pattern[i]) return false;
  return true;
}

/** Plans to write the double move before a point, if there is one, as one move. The cost stays that of both. */
export function joinMoves({ bytes, doubleMove }: Flow, point: number, edits: Edits): void {
  const at = doubleMove[point]!;
  if (at === 0) return;
  const cursor = new ByteCursor(bytes, at + 1, bytes.length);
  const first = cursor.s32("a constant");
  cursor.skip(BETWEEN.length, "a move of the stack pointer");
  const second = cursor.s32("a constant");
  const edit = edits.add(EditKind.join, at, (first + second) | 0);
  edits.floor[edit] = cursor.offset + 1;
}
