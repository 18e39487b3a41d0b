import { Op } from "../../wasm/opcodes.ts";
import type { Flow } from "./flow.ts";

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
  /** `Targeted`, by point. */
  readonly targeted: Uint8Array;
  /** How many loops a point is in: those in many run often. */
  readonly loopDepth: Uint8Array;
  /** 1 for a `br` to a loop head that can only go on behind itself from there, by point. */
  readonly forward: Uint8Array;
  /** Where a construct ends, by the point that opens it. */
  readonly endOf: Int32Array;
  /** Labels of the br_table at a point. */
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

/** Finds the targets of all branches of a body. One for a whole module: what it gives is valid until the next body. */
export class ControlScan implements Control {
  targeted: Uint8Array = new Uint8Array(0);
  loopDepth: Uint8Array = new Uint8Array(0);
  forward: Uint8Array = new Uint8Array(0);
  hasLoop = false;
  hasExceptions = false;
  readonly tables: Map<number, readonly number[]> = new Map();
  private flow!: Flow;
  private readonly dispatches = new Map<number, Dispatch>();
  private readonly open: number[] = [];
  /** 0 while it is open. */
  endOf: Int32Array = new Int32Array(0);
  /** The last branch back to a point, by point. */
  private lastBack = new Int32Array(0);
  private change = new Int32Array(0);

  run(flow: Flow): Control {
    this.begin(flow);
    const { count, opcode, immediate } = flow;
    for (let i = 0; i < count; i++) {
      const op = opcode[i]!;
      if (op === Op.tryTable) for (const label of flow.labels(i)) this.target(label, Targeted.thrown);
      if (op === Op.end || op === Op.delegate) this.leave(i);
      else if (op === Op.br || op === Op.brIf) this.branch(i, immediate[i]!);
      else if (isOpening(op)) this.enter(i, op);
      else if (op === Op.brTable) this.table(i);
      else if (op >= Op.catch && op <= Op.throwRef) this.hasExceptions = true;
    }
    this.findDepths();
    return this;
  }

  private begin(flow: Flow): void {
    this.flow = flow;
    this.hasLoop = false;
    this.hasExceptions = false;
    this.tables.clear();
    if (this.dispatches.size > 0) this.dispatches.clear();
    this.open.length = 0;
    if (this.targeted.length < flow.count + 1) this.reserve(2 * flow.count + 1);
    for (const column of [this.targeted, this.forward, this.endOf, this.lastBack])
      column.fill(0, 0, flow.count + 1);
  }

  private reserve(capacity: number): void {
    this.targeted = new Uint8Array(capacity);
    this.loopDepth = new Uint8Array(capacity);
    this.forward = new Uint8Array(capacity);
    this.endOf = new Int32Array(capacity);
    this.lastBack = new Int32Array(capacity);
    this.change = new Int32Array(capacity);
  }

  private enter(i: number, op: number): void {
    this.open.push(i);
    if (op === Op.try || op === Op.tryTable) this.hasExceptions = true;
    if (op !== Op.loop) return;
    const { flow } = this;
    let table = i + 1;
    while (flow.opcode[table] === Op.block && flow.isAdjacent(table - 1)) table += 1;
    const isDispatch =
      flow.opcode[table] === Op.brTable &&
      flow.local[table]! >= 0 &&
      flow.chosenAt[table] === flow.end[table - 1];
    if (!isDispatch) return;
    const labels = flow.labels(table);
    this.dispatches.set(i, { local: flow.local[table]!, blocks: table - i - 1, labels });
  }

  private leave(i: number): void {
    const opening = this.open.pop();
    // The last end is that of the function.
    if (opening !== undefined) this.endOf[opening] = i;
  }

  private target(label: number, how: number): number {
    const at = this.open[this.open.length - 1 - label] ?? -1;
    if (at >= 0 && this.targeted[at]! < how) this.targeted[at] = how;
    return at;
  }

  private table(i: number): void {
    const labels = this.flow.labels(i);
    this.tables.set(i, labels);
    for (const label of labels) {
      const at = this.target(label, Targeted.jointly);
      if (at >= 0 && this.flow.opcode[at] === Op.loop) this.back(i, at);
    }
  }

  private branch(i: number, label: number): void {
    const at = this.target(label, Targeted.singly);
    if (at < 0 || this.flow.opcode[at] !== Op.loop) return;
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
   * Where the `br` at `i` to the dispatching loop at `loop` goes on: a point before it, 0 for one behind it;
   * undefined when the local is not set to a constant right before it.
   */
  private dispatched(i: number, loop: number, { local, blocks, labels }: Dispatch): number | undefined {
    const { flow } = this;
    if (flow.opcode[i] !== Op.br || flow.local[i] !== local) return undefined;
    const label = labels[Math.min(flow.value[i]! >>> 0, labels.length - 1)]!;
    if (label === blocks) return loop;
    return label > blocks ? 0 : this.endOf[loop + blocks - label];
  }

  private back(i: number, at: number): void {
    this.lastBack[at] = i;
    this.hasLoop = true;
  }

  /** The number of [target, last branch back to it] that a point is in. */
  private findDepths(): void {
    const { loopDepth, lastBack, change } = this;
    const { count } = this.flow;
    loopDepth.fill(0, 0, count);
    if (!this.hasLoop) return;
    change.fill(0, 0, count + 1);
    for (let i = 0; i < count; i++) {
      const last = lastBack[i]!;
      if (last === 0) continue;
      change[i]! += 1;
      change[last + 1]! -= 1;
    }
    for (let i = 0, depth = 0; i < count; i++) {
      depth += change[i]!;
      loopDepth[i] = Math.min(depth, 255);
    }
  }
}

export function isOpening(opcode: number): boolean {
  return (opcode >= Op.block && opcode <= Op.if) || opcode === Op.try || opcode === Op.tryTable;
}
