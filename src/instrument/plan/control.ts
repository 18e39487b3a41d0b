import { branchTargets, type Instructions } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";

/** How a block, loop, if or try is left by branches. */
export const Targeted = {
  never: 0,
  /** By br and br_if alone. */
  singly: 1,
  /** Also by an instruction that names several labels, or by an exception. */
  jointly: 2,
} as const;

/** What a first look over a body tells. */
export interface Control {
  /** `Targeted`, by instruction. */
  readonly targeted: Uint8Array;
  /** Whether the body has a call of any kind, or a loop that is branched to: only then can it run for long. */
  readonly mayRunLong: boolean;
}

/** Finds the targets of all branches of a body. Takes the bytes that it was decoded from. */
export function findTargets(bytes: Uint8Array, body: Instructions): Control {
  const targeted = new Uint8Array(body.count);
  const open: number[] = [];
  let mayRunLong = false;
  const target = (label: number, how: number): void => {
    const at = open[open.length - 1 - label];
    if (at === undefined) return;
    targeted[at] = Math.max(targeted[at]!, how);
    if (body.opcode[at] === Op.loop) mayRunLong = true;
  };
  for (let i = 0; i < body.count; i++) {
    const opcode = body.opcode[i]!;
    if (opcode === Op.tryTable || opcode === Op.brTable) {
      for (const label of branchTargets(bytes, body, i)) target(label, Targeted.jointly);
    }
    if (isOpening(opcode)) open.push(i);
    else if (opcode === Op.end || opcode === Op.delegate) open.pop();
    else if (opcode === Op.br || opcode === Op.brIf) target(body.immediate[i]!, Targeted.singly);
    else if (isCall(opcode)) mayRunLong = true;
  }
  return { targeted, mayRunLong };
}

export function isOpening(opcode: number): boolean {
  return (opcode >= Op.block && opcode <= Op.if) || opcode === Op.try || opcode === Op.tryTable;
}

/** call, call_indirect, return_call and return_call_indirect. */
export function isCall(opcode: number): boolean {
  return opcode >= Op.call && opcode <= Op.returnCallIndirect;
}
