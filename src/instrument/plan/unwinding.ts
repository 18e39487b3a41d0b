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
  return start[point] === from + RELOAD.length && RELOAD.every((byte, i) => bytes[from + i] === byte);
}

/**
 * Plans to take up the stack pointer behind the br_if that unwinds instead of before it, so that the result of the call
 * does not stand on the operand stack meanwhile (see `Flow.payAt`). Who unwinds does without. The costs stay where they are.
 * `plan` places the charge of the branch. Takes a point that isBehindReload.
 */
export function delayReload({ start, end }: Flow, point: number, edits: Edits, plan: () => void): void {
  const from = end[point - 1]!;
  const to = start[point]!;
  const delayed = edits.add(EditKind.delay, from, 0);
  edits.floor[delayed] = to;
  plan();
  const reload = edits.add(EditKind.reload, end[point]!, from);
  edits.floor[reload] = to;
}
