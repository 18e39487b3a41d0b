import { branchTargets, type Instructions } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";

/** A jump of Go's compiler: `i32.const K; local.set 0; br` to the dispatching loop. */
export interface Jump {
  /** Instruction of the constant; the two others follow it. */
  readonly at: number;
  /** Segments that it leads from and to. */
  readonly from: number;
  readonly to: number;
}

/**
 * How Go's compiler writes a function (cmd/internal/obj/wasm/wasmobj.go): nested blocks, of which a br_table chooses
 * one by the parameter, PC_B; behind the end of each block stands a segment of code. A jump sets PC_B and branches to
 * the loop around all. A function that the host of goroutines resumes is called with the PC_B of a segment.
 */
export interface GoShape {
  /** What opens the loop; where there is none, the outermost of the blocks. */
  readonly head: number;
  readonly hasLoop: boolean;
  /** The br_table. */
  readonly table: number;
  /** Segment by PC_B, rising; the last stands for all greater values. */
  readonly segments: readonly number[];
  /** First instruction of each segment. */
  readonly starts: readonly number[];
  /** Behind the last segment; the end of the loop, if any, and `unreachable` follow. */
  readonly end: number;
  readonly jumps: readonly Jump[];
  /** 1 for a segment that a call may come back to after the stack was unwound, by segment. */
  readonly resumable: Uint8Array;
}

/** The parameter and the copy of the stack pointer: locals 0 and 1 of each function. */
export const PC_B = 0;
const SP = 1;

/** Takes a body with the bytes that it was decoded from. Returns undefined for any other shape. */
export function findShape(bytes: Uint8Array, body: Instructions): GoShape | undefined {
  const table = findTable(body);
  if (table === undefined) return undefined;
  const labels = branchTargets(bytes, body, table);
  if (labels.some((label, i) => label < (labels[i - 1] ?? 0)) || labels[0] !== 0) return undefined;
  const count = labels[labels.length - 1]! + 1;
  const outermost = table - 1 - count;
  const hasLoop = body.opcode[outermost - 1] === Op.loop;
  for (let i = outermost; i < table - 1; i++) if (body.opcode[i] !== Op.block) return undefined;
  return new ShapeScan(body, { table, count, hasLoop, labels }).run();
}

/** The first br_table, when it goes by PC_B. */
function findTable({ opcode, immediate, count }: Instructions): number | undefined {
  const table = opcode.subarray(0, count).indexOf(Op.brTable);
  const isDispatch = opcode[table - 1] === Op.localGet && immediate[table - 1] === PC_B;
  return table > 1 && isDispatch ? table : undefined;
}

interface Dispatch {
  readonly table: number;
  readonly count: number;
  readonly hasLoop: boolean;
  readonly labels: readonly number[];
}

class ShapeScan {
  private readonly body: Instructions;
  private readonly dispatch: Dispatch;
  private readonly starts: number[] = [];
  private readonly jumps: Jump[] = [];
  private readonly resumable: Uint8Array;
  /** Constructs that are open in the current segment. */
  private depth = 0;

  constructor(body: Instructions, dispatch: Dispatch) {
    this.body = body;
    this.dispatch = dispatch;
    this.resumable = new Uint8Array(dispatch.count);
  }

  run(): GoShape | undefined {
    const { table, count, hasLoop, labels } = this.dispatch;
    const end = this.scan();
    if (end === undefined || this.body.opcode[end + (hasLoop ? 1 : 0)] !== Op.unreachable) return undefined;
    if (!this.hasOnlyCode(0, table - 1) || !this.hasOnlyCode(end, this.body.count)) return undefined;
    if (this.jumps.some(({ to }) => to === 0)) return undefined;
    for (let segment = 1; segment < count; segment++)
      if (this.follows(segment) || this.begins(segment)) this.resumable[segment] = 1;
    const { starts, jumps, resumable } = this;
    const head = table - 1 - count - (hasLoop ? 1 : 0);
    return { head, hasLoop, table, segments: labels, starts, end, jumps, resumable };
  }

  /** Returns where the last segment ends; undefined when something is not as Go writes it. */
  private scan(): number | undefined {
    const { body, starts } = this;
    const { table, count, hasLoop } = this.dispatch;
    for (let i = table + 1; i < body.count; i++) {
      const opcode = body.opcode[i]!;
      const isLast = starts.length === count;
      if (opcode === Op.end && this.depth === 0) {
        if (isLast) return hasLoop ? i : undefined;
        starts.push(i + 1);
        continue;
      }
      if (starts.length === 0) return undefined;
      const isTail = opcode === Op.unreachable && body.opcode[i + 1] === Op.end;
      if (isLast && !hasLoop && this.depth === 0 && isTail) return i;
      if (!this.step(i, opcode)) return undefined;
    }
    return undefined;
  }

  private step(i: number, opcode: number): boolean {
    const { opcode: opcodes, immediate } = this.body;
    if (opcode >= Op.block && opcode <= Op.if) this.depth += 1;
    else if (opcode === Op.end) this.depth -= 1;
    else if (opcode === Op.br || opcode === Op.brIf) return this.branch(i);
    else if (opcode === Op.localGet && immediate[i] === PC_B) {
      // Indirect calls keep the callee there, for the length of two instructions.
      return opcodes[i - 2] === Op.localSet && immediate[i - 2] === PC_B;
    } else return isPlain(opcode);
    return true;
  }

  private branch(i: number): boolean {
    const { opcode, immediate } = this.body;
    const { count, hasLoop, labels } = this.dispatch;
    const outwards = immediate[i]! - this.depth;
    const from = this.starts.length - 1;
    const openBlocks = count - 1 - from;
    if (outwards < 0) return true;
    if (outwards < openBlocks) return false;
    if (!hasLoop || outwards > openBlocks) return true;
    const isSet = opcode[i - 1] === Op.localSet && immediate[i - 1] === PC_B;
    if (opcode[i] !== Op.br || !isSet || opcode[i - 2] !== Op.i32Const) return false;
    const to = labels[Math.min(immediate[i - 2]! >>> 0, labels.length - 1)]!;
    this.jumps.push({ at: i - 2, from, to });
    return true;
  }

  private hasOnlyCode(from: number, to: number): boolean {
    for (let i = from; i < to; i++) {
      const opcode = this.body.opcode[i]!;
      if (opcode === Op.loop ? i !== this.dispatch.table - 2 - this.dispatch.count : !isPlain(opcode))
        return false;
    }
    return true;
  }

  /** Whether the segment stands right behind a call: `call; global.get 0; local.set 1; br_if`. */
  private follows(segment: number): boolean {
    const end = this.starts[segment]! - 1;
    for (let i = end - 1; i >= end - 6; i--) {
      const opcode = this.body.opcode[i];
      if (opcode === Op.end || opcode === Op.else) return false;
      if (opcode === Op.call || opcode === Op.callIndirect) return true;
    }
    return false;
  }

  /**
   * Whether it begins by pushing the return address: a panic that was recovered goes on at the call of
   * runtime.deferreturn, which is a segment for that reason and begins so.
   */
  private begins(segment: number): boolean {
    const { opcode, immediate } = this.body;
    let at = this.starts[segment]!;
    while (opcode[at] === Op.nop) at += 1;
    const isStackPointer =
      (opcode[at] === Op.localGet && immediate[at] === SP) ||
      (opcode[at] === Op.globalGet && immediate[at] === 0);
    return isStackPointer && opcode[at + 1] === Op.i32Const && opcode[at + 2] === Op.i32Sub;
  }
}

/** Not among those that the threading of jumps would have to know. */
function isPlain(opcode: number): boolean {
  const isControl = opcode >= Op.try && opcode <= Op.throwRef && opcode !== Op.end;
  const isRare = opcode === Op.brTable || opcode === Op.returnCall || opcode === Op.returnCallIndirect;
  return !isControl && !isRare && opcode !== Op.delegate && opcode !== Op.catchAll && opcode !== Op.tryTable;
}
