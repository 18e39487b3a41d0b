import { Op } from "../../wasm/opcodes.ts";
import type { Flow } from "../plan/flow.ts";

/**
 * How Go's compiler writes a function (cmd/internal/obj/wasm/wasmobj.go): nested blocks, of which a br_table chooses
 * one by the parameter, PC_B; behind the end of each block stands a segment of code. A jump sets PC_B and branches to
 * the loop around all. A function that the host of goroutines resumes is called with the PC_B of a segment.
 * Positions are those of points.
 */
export interface GoShape {
  readonly flow: Flow;
  /** What opens the loop; where there is none, the outermost of the blocks. */
  readonly head: number;
  readonly hasLoop: boolean;
  /** The br_table. */
  readonly table: number;
  /** Segment by PC_B, rising; the last stands for all greater values. */
  readonly segments: readonly number[];
  /** How many segments there are. */
  readonly count: number;
  /** First point of each segment; the point before it is the end of its block. */
  readonly starts: Int32Array;
  /** Behind the last segment; the end of the loop, if any, and `unreachable` follow. */
  readonly end: number;
  /** Jumps (`i32.const K; local.set 0; br` to the dispatching loop): segments that they lead from and to. */
  readonly jumps: number;
  readonly jumpFrom: Int32Array;
  readonly jumpTo: Int32Array;
  /** 1 for a segment that a call may come back to after the stack was unwound, by segment. */
  readonly resumable: Uint8Array;
}

/** The parameter and the copy of the stack pointer: locals 0 and 1 of each function. */
export const PC_B = 0;
const SP = 1;

/** Instructions from a call to the end of its segment: `call; global.get 0; local.set 1; br_if`, and two to spare. */
const BEHIND_CALL = 6;

/** Looks for the shape of bodies. One for a whole module: what it gives is valid until the next body. */
export class ShapeScan implements GoShape {
  flow!: Flow;
  head = 0;
  hasLoop = false;
  table = 0;
  segments: readonly number[] = [];
  count = 0;
  starts: Int32Array = new Int32Array(64);
  end = 0;
  jumps = 0;
  jumpFrom: Int32Array = new Int32Array(64);
  jumpTo: Int32Array = new Int32Array(64);
  resumable: Uint8Array = new Uint8Array(64);
  /** Segments that have begun, and constructs that are open in the current one. */
  private begun = 0;
  private depth = 0;

  /** Returns undefined for any other shape. */
  run(flow: Flow): GoShape | undefined {
    this.flow = flow;
    if (!this.findTable() || flow.readsLocal0) return undefined;
    const end = this.scan();
    if (end < 0) return undefined;
    this.end = end;
    const isTrapBehind = this.hasLoop
      ? flow.isAdjacent(end) && flow.opcode[end + 1] === Op.unreachable
      : flow.opcode[end] === Op.unreachable;
    if (!isTrapBehind || !this.hasOnlyCode(0, this.table) || !this.hasOnlyCode(end, flow.count))
      return undefined;
    for (let i = 0; i < this.jumps; i++) if (this.jumpTo[i] === 0) return undefined;
    this.resumable.fill(0, 0, this.count);
    for (let segment = 1; segment < this.count; segment++)
      if (this.follows(segment) || this.begins(segment)) this.resumable[segment] = 1;
    return this;
  }

  /** Finds the first br_table, which is to go by PC_B, and the blocks before it. */
  private findTable(): boolean {
    const { flow } = this;
    let table = 0;
    while (table < flow.count && flow.opcode[table] !== Op.brTable) table += 1;
    if (table === 0 || table === flow.count || flow.local[table] !== PC_B) return false;
    const labels = flow.labels(table);
    if (labels[0] !== 0) return false;
    for (let i = 1; i < labels.length; i++) if (labels[i]! < labels[i - 1]!) return false;
    const count = labels[labels.length - 1]! + 1;
    const outermost = table - count;
    if (outermost < 0 || flow.end[table - 1] !== flow.chosenAt[table]) return false;
    for (let i = outermost; i < table; i++)
      if (flow.opcode[i] !== Op.block || (i > outermost && !flow.isAdjacent(i - 1))) return false;
    this.hasLoop = flow.opcode[outermost - 1] === Op.loop && flow.isAdjacent(outermost - 1);
    this.head = outermost - (this.hasLoop ? 1 : 0);
    this.table = table;
    this.segments = labels;
    this.count = count;
    if (this.starts.length < count) this.starts = new Int32Array(2 * count);
    if (this.resumable.length < count) this.resumable = new Uint8Array(2 * count);
    return true;
  }

  /** Returns where the last segment ends; -1 when something is not as Go writes it. */
  private scan(): number {
    const { flow, table, count, hasLoop } = this;
    const { opcode: opcodes } = flow;
    this.begun = this.depth = this.jumps = 0;
    if (!flow.isAdjacent(table)) return -1;
    for (let i = table + 1; i < flow.count; i++) {
      const opcode = opcodes[i]!;
      const isLast = this.begun === count;
      if (opcode === Op.end && this.depth === 0) {
        if (isLast) return hasLoop ? i : -1;
        this.starts[this.begun++] = i + 1;
        continue;
      }
      if (this.begun === 0) return -1;
      const isTail = opcode === Op.unreachable && opcodes[i + 1] === Op.end;
      if (isLast && !hasLoop && this.depth === 0 && isTail && flow.isAdjacent(i)) return i;
      if (opcode >= Op.block && opcode <= Op.if) this.depth += 1;
      else if (opcode === Op.end) this.depth -= 1;
      else if (opcode === Op.br || opcode === Op.brIf ? !this.branch(i) : !isPlain(opcode)) return -1;
    }
    return -1;
  }

  private branch(i: number): boolean {
    const { flow, count, segments } = this;
    const outwards = flow.immediate[i]! - this.depth;
    const from = this.begun - 1;
    const openBlocks = count - 1 - from;
    if (outwards < 0) return true;
    if (outwards < openBlocks) return false;
    if (!this.hasLoop || outwards > openBlocks) return true;
    if (flow.local[i] !== PC_B) return false;
    if (this.jumps === this.jumpFrom.length) this.growJumps();
    this.jumpFrom[this.jumps] = from;
    this.jumpTo[this.jumps++] = goalOf(segments, flow.value[i]!);
    return true;
  }

  private growJumps(): void {
    const [from, to] = [this.jumpFrom, this.jumpTo];
    this.jumpFrom = new Int32Array(2 * from.length);
    this.jumpFrom.set(from);
    this.jumpTo = new Int32Array(2 * to.length);
    this.jumpTo.set(to);
  }

  private hasOnlyCode(from: number, to: number): boolean {
    const { opcode: opcodes } = this.flow;
    for (let i = from; i < to; i++) {
      const opcode = opcodes[i]!;
      if (opcode === Op.loop ? !this.hasLoop || i !== this.head : !isPlain(opcode)) return false;
    }
    return true;
  }

  /** Whether the segment stands right behind a call: `call; global.get 0; local.set 1; br_if`. */
  private follows(segment: number): boolean {
    const { opcode: opcodes, index } = this.flow;
    const end = this.starts[segment]! - 1;
    for (let i = end - 1; i >= 0 && index[end]! - index[i]! <= BEHIND_CALL; i--) {
      const opcode = opcodes[i];
      if (opcode === Op.end || opcode === Op.else) return false;
      if (opcode === Op.call || opcode === Op.callIndirect) return true;
    }
    return false;
  }

  /**
   * Whether it begins by pushing the return address (`local.get 1` or `global.get 0`, a constant, i32.sub): a panic that
   * was recovered goes on at the call of runtime.deferreturn, which is a segment for that reason and begins so.
   */
  private begins(segment: number): boolean {
    const { bytes, end } = this.flow;
    let at = end[this.starts[segment]! - 1]!;
    while (bytes[at] === Op.nop) at += 1;
    const isStackPointer =
      (bytes[at] === Op.localGet && bytes[at + 1] === SP) ||
      (bytes[at] === Op.globalGet && bytes[at + 1] === 0);
    if (!isStackPointer || bytes[at + 2] !== Op.i32Const) return false;
    at += 3;
    while (bytes[at]! >= 0x80) at += 1;
    return bytes[at + 1] === Op.i32Sub;
  }
}

/** The segment that a value of PC_B leads to. */
export function goalOf(segments: readonly number[], value: number): number {
  return segments[Math.min(value >>> 0, segments.length - 1)]!;
}

/** Not among those that the threading of jumps would have to know. */
function isPlain(opcode: number): boolean {
  const isControl = opcode >= Op.try && opcode <= Op.throwRef && opcode !== Op.end;
  const isRare = opcode === Op.brTable || opcode === Op.returnCall || opcode === Op.returnCallIndirect;
  return !isControl && !isRare && opcode !== Op.delegate && opcode !== Op.catchAll && opcode !== Op.tryTable;
}
