import { branchTargets, type Instructions } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";

/** What a first look over a body tells. */
export interface Control {
  /** 1 for each block, loop, if or try that some branch names, by instruction. */
  readonly targeted: Uint8Array;
  /** Whether the body has a call of any kind, or a loop that is branched to: only then can it run for long. */
  readonly mayRunLong: boolean;
}

/** Finds the targets of all branches of a body. Takes the bytes that it was decoded from. */
export function findTargets(bytes: Uint8Array, body: Instructions): Control {
  const targeted = new Uint8Array(body.count);
  const open: number[] = [];
  let mayRunLong = false;
  const target = (label: number): void => {
    const at = open[open.length - 1 - label];
    if (at === undefined) return;
    targeted[at] = 1;
    if (body.opcode[at] === Op.loop) mayRunLong = true;
  };
  for (let i = 0; i < body.count; i++) {
    const opcode = body.opcode[i]!;
    if (opcode === Op.tryTable) for (const label of branchTargets(bytes, body, i)) target(label);
    if (isOpening(opcode)) open.push(i);
    else if (opcode === Op.end || opcode === Op.delegate) open.pop();
    else if (opcode === Op.br || opcode === Op.brIf) target(body.immediate[i]!);
    else if (opcode === Op.brTable) for (const label of branchTargets(bytes, body, i)) target(label);
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
