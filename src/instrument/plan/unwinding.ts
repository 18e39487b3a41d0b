import { Op } from "../../wasm/opcodes.ts";
import { EditKind, type Edits } from "./edits.ts";
import type { Flow } from "./flow.ts";

/** `global.get 0; local.set 1`: how Go's code takes up the stack pointer behind a call. */
const RELOAD = [Op.globalGet, 0, Op.localSet, 1];

/**
 * The point at whose end code that unwinds goes on: behind it the function returns a constant, so that nothing reads a
 * local any more. -1 where the body does not end so.
 */
export function unwindingEnd({ bytes, count, opcode, start, end }: Flow): number {
  if (count < 2 || opcode[count - 2] !== Op.end) return -1;
  const behind = end[count - 2]!;
  return bytes[behind] === Op.i32Const && start[count - 1] === behind + 2 ? count - 2 : -1;
}

/** Whether a point is the br_if of `call; global.get 0; local.set 1; br_if`. */
export function isBehindReload({ bytes, opcode, start, end }: Flow, point: number): boolean {
  if (opcode[point] !== Op.brIf) return false;
  const before = opcode[point - 1];
  if (before !== Op.call && before !== Op.callIndirect) return false;
  const from = end[point - 1]!;
  if (start[point] !== from + RELOAD.length) return false;
  for (let i = 0; i < RELOAD.length; i++) if (bytes[from + i] !== RELOAD[i]) return false;
  return true;
}

/**
 * Plans to take up the stack pointer behind the br_if that unwinds instead of before it, so that the result of the call
 * does not stand on the operand stack meanwhile (see `Flow.payAt`). Who unwinds does without. The costs stay where they are.
 * Takes a point that isBehindReload. To be followed by the charge of the branch, then by `reloadBehind`.
 */
export function delayReload({ start, end }: Flow, point: number, edits: Edits): void {
  const edit = edits.add(EditKind.delay, end[point - 1]!, 0);
  edits.floor[edit] = start[point]!;
}

/** The second half of `delayReload`. */
export function reloadBehind({ start, end }: Flow, point: number, edits: Edits): void {
  const edit = edits.add(EditKind.reload, end[point]!, end[point - 1]!);
  edits.floor[edit] = start[point]!;
}
