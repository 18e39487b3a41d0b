import { branchTargets, type Instructions } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";

/** How a block, loop, if or try is left by branches. */
export const Targeted = {
  never: 0,
  /** By br and br_if alone. */
  singly: 1,
  /** Also by a br_table, which names several labels. */
  jointly: 2,
  /** Also by the exceptions of a try_table. */
  thrown: 3,
} as const;

/** What a first look over a body tells. */
export interface Control {
  /** `Targeted`, by instruction. */
  readonly targeted: Uint8Array;
  /** How many loops an instruction is in, by instruction: the places that run often. */
  readonly loopDepth: Uint8Array;
  /** 1 for a `br` to a loop head that can only go on behind itself from there, by instruction. */
  readonly forward: Uint8Array;
  /** Labels of the br_table at an instruction. */
  readonly tables: ReadonlyMap<number, readonly number[]>;
  /** Whether something branches back. */
  readonly hasLoop: boolean;
  readonly hasExceptions: boolean;
}

/** A loop that begins by choosing among the blocks in it by the value of a local: how Go's compiler writes jumps. */
interface Dispatch {
  readonly local: number;
  readonly blocks: number;
  readonly labels: readonly number[];
}

/** Finds the targets of all branches of a body. Takes the bytes that it was decoded from. */
export function findTargets(bytes: Uint8Array, body: Instructions): Control {
  return new Scan(bytes, body).run();
}

class Scan {
  private readonly bytes: Uint8Array;
  private readonly body: Instructions;
  private readonly targeted: Uint8Array;
  private readonly forward: Uint8Array;
  private readonly tables = new Map<number, readonly number[]>();
  private readonly dispatches = new Map<number, Dispatch>();
  private readonly open: number[] = [];
  /** Where a construct ends, by the instruction that opens it; 0 while it is open. */
  private readonly endOf: Int32Array;
  /** The last branch back to an instruction, by instruction. */
  private readonly lastBack: Int32Array;
  private hasLoop = false;
  private hasExceptions = false;

  constructor(bytes: Uint8Array, body: Instructions) {
    this.bytes = bytes;
    this.body = body;
    this.targeted = new Uint8Array(body.count);
    this.forward = new Uint8Array(body.count);
    this.endOf = new Int32Array(body.count);
    this.lastBack = new Int32Array(body.count);
  }

  run(): Control {
    const { count, opcode, immediate } = this.body;
    for (let i = 0; i < count; i++) {
      const op = opcode[i]!;
      if (op === Op.tryTable) {
        for (const label of branchTargets(this.bytes, this.body, i)) this.target(label, Targeted.thrown);
      }
      if (isOpening(op)) this.enter(i, op);
      else if (op === Op.end || op === Op.delegate) this.endOf[this.open.pop() ?? 0] = i;
      else if (op === Op.br || op === Op.brIf) this.branch(i, immediate[i]!);
      else if (op === Op.brTable) this.table(i);
      else if (op >= Op.catch && op <= Op.throwRef) this.hasExceptions = true;
    }
    const { targeted, forward, tables, hasLoop, hasExceptions } = this;
    return { targeted, forward, tables, hasLoop, hasExceptions, loopDepth: this.depths() };
  }

  private enter(i: number, op: number): void {
    this.open.push(i);
    if (op === Op.try || op === Op.tryTable) this.hasExceptions = true;
    if (op !== Op.loop) return;
    const { opcode, immediate } = this.body;
    let head = i + 1;
    while (opcode[head] === Op.block) head += 1;
    if (opcode[head] !== Op.localGet || opcode[head + 1] !== Op.brTable) return;
    const labels = branchTargets(this.bytes, this.body, head + 1);
    this.dispatches.set(i, { local: immediate[head]!, blocks: head - i - 1, labels });
  }

  private target(label: number, how: number): number {
    const at = this.open[this.open.length - 1 - label] ?? -1;
    if (at >= 0) this.targeted[at] = Math.max(this.targeted[at]!, how);
    return at;
  }

  private table(i: number): void {
    const labels = branchTargets(this.bytes, this.body, i);
    this.tables.set(i, labels);
    for (const label of labels) {
      const at = this.target(label, Targeted.jointly);
      if (this.body.opcode[at] === Op.loop) this.back(i, at);
    }
  }

  private branch(i: number, label: number): void {
    const at = this.target(label, Targeted.singly);
    if (this.body.opcode[at] !== Op.loop) return;
    const dispatch = this.dispatches.get(at);
    if (dispatch === undefined) {
      this.back(i, at);
      return;
    }
    const goal = this.dispatched(i, at, dispatch);
    if (goal === 0) this.forward[i] = 1;
    else if (goal !== undefined) this.back(i, goal);
  }

  /**
   * Where the `br` at `i` to the dispatching loop at `loop` goes on: an instruction before it, 0 for one behind it;
   * undefined when the local is not set to a constant right before it.
   */
  private dispatched(i: number, loop: number, { local, blocks, labels }: Dispatch): number | undefined {
    const { opcode, immediate } = this.body;
    const isSet = opcode[i - 1] === Op.localSet && immediate[i - 1] === local;
    if (opcode[i] !== Op.br || !isSet || opcode[i - 2] !== Op.i32Const) return undefined;
    const label = labels[Math.min(immediate[i - 2]! >>> 0, labels.length - 1)]!;
    if (label === blocks) return loop;
    return label > blocks ? 0 : this.endOf[loop + blocks - label];
  }

  private back(i: number, at: number): void {
    this.lastBack[at] = i;
    this.hasLoop = true;
  }

  /** The number of [target, last branch back to it] that an instruction is in. */
  private depths(): Uint8Array {
    const { count } = this.body;
    const change = new Int32Array(count + 1);
    for (let i = 0; i < count; i++) {
      const last = this.lastBack[i]!;
      if (last === 0) continue;
      change[i]! += 1;
      change[last + 1]! -= 1;
    }
    const depths = new Uint8Array(count);
    for (let i = 0, depth = 0; i < count; i++) {
      depth += change[i]!;
      depths[i] = Math.min(depth, 255);
    }
    return depths;
  }
}

export function isOpening(opcode: number): boolean {
  return (opcode >= Op.block && opcode <= Op.if) || opcode === Op.try || opcode === Op.tryTable;
}
