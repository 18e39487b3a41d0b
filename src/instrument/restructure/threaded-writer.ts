import { ByteWriter } from "../../wasm/byte-writer.ts";
import { IMMEDIATES, Immediate, Op } from "../../wasm/opcodes.ts";
import { COSTS } from "../plan/costs.ts";
import { Flow } from "../plan/flow.ts";

/** `i32.const` and `local.set` before a branch. */
const CHOICE_COST = 2;

/** Writes instructions to bytes and points alike. Made to be used again for the next body. */
export class ThreadedWriter {
  private readonly flow = new Flow();
  private readonly writer = new ByteWriter(1 << 16);
  /** Fuel of the straight code since the last point. */
  private pending = 0;
  private source!: Flow;

  /** How many points there are. */
  get count(): number {
    return this.flow.count;
  }

  /** Go's PC_B of what is written from here on. */
  set pcB(value: number) {
    this.flow.currentPcB = value;
  }

  /** Takes the body that is copied from. */
  clear(source: Flow): void {
    this.source = source;
    this.writer.clear();
    this.pending = 0;
    this.flow.clear(this.writer.view(), 0);
  }

  /**
   * Copies bytes from `from` up to `to`, in which the points from `first` up to `end` stand. `from` is behind a point,
   * the body's beginning or the point `first` itself; `to` is where `end`, or the choice before it, begins.
   */
  copy(from: number, first: number, end: number, to: number): void {
    if (from === to) return;
    const { flow, source, writer } = this;
    const shift = writer.length - from;
    for (let i = first; i < end; i++) {
      const at = flow.add(
        source.opcode[i]!,
        source.immediate[i]!,
        source.start[i]! + shift,
        source.end[i]! + shift,
      );
      flow.cost[at] = source.cost[i]!;
      flow.payAt[at] = Math.max(source.payAt[i]!, from) + shift;
    }
    writer.copy(source.bytes, { start: from, end: to });
    this.copyShortcuts(from, to, shift);
    const copied = flow.count - (end - first);
    if (end > first && source.start[first] === from) flow.cost[copied] = COSTS[source.opcode[first]!]!;
    const behind = end < source.count ? this.straightCost(end, to) : 0;
    if (end > first) {
      flow.cost[copied]! += this.pending;
      this.pending = behind;
    } else this.pending += behind;
  }

  private copyShortcuts(from: number, to: number, shift: number): void {
    const { shortcuts, shortcutCount } = this.source;
    let [low, high] = [0, shortcutCount];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (shortcuts[middle]! < from) low = middle + 1;
      else high = middle;
    }
    for (; low < shortcutCount && shortcuts[low]! < to; low++) this.flow.addShortcut(shortcuts[low]! + shift);
  }

  /** Fuel of the straight code between a point's predecessor and `to`. */
  private straightCost(point: number, to: number): number {
    const { cost, opcode, start } = this.source;
    const own = COSTS[opcode[point]!]! + (start[point] === to ? 0 : CHOICE_COST);
    return cost[point]! - own;
  }

  /** A point with at most one number behind it. Returns its position. */
  point(opcode: number, immediate: number, cost: number): number {
    const start = this.writer.length;
    this.write(opcode, immediate);
    return this.add(opcode, immediate, { start, cost });
  }

  /** Another instruction with at most one number behind it. */
  plain(opcode: number, immediate: number, cost: number): void {
    this.write(opcode, immediate);
    this.pending += cost;
  }

  /** Lets what comes next cost more. */
  addCost(fuel: number): void {
    this.pending += fuel;
  }

  /** `i32.const value; local.set local; br label`. Returns the position of the br. */
  jump(local: number, value: number, label: number, cost: number): number {
    const chosenAt = this.writer.length;
    this.write(Op.i32Const, value);
    this.write(Op.localSet, local);
    const point = this.point(Op.br, label, cost);
    this.flow.choose(point, local, value, chosenAt);
    return point;
  }

  /** `local.get local; br_table`; the last label is the default. Returns the position of the br_table. */
  table(local: number, labels: readonly number[], cost: number): number {
    const { writer } = this;
    const chosenAt = writer.length;
    this.write(Op.localGet, local);
    const start = writer.length;
    writer.byte(Op.brTable);
    writer.u32(labels.length - 1);
    for (const label of labels) writer.u32(label);
    const point = this.add(Op.brTable, labels.length - 1, { start, cost });
    this.flow.choose(point, local, 0, chosenAt);
    this.flow.payAt[point] = chosenAt;
    return point;
  }

  /** What was written, valid until it is cleared. */
  finish(): Flow {
    this.flow.bytes = this.writer.view();
    return this.flow;
  }

  private write(opcode: number, immediate: number): void {
    this.writer.byte(opcode);
    const kind = IMMEDIATES[opcode];
    if (kind === Immediate.index) this.writer.u32(immediate);
    else if (kind !== Immediate.none) this.writer.s32(immediate);
  }

  private add(
    opcode: number,
    immediate: number,
    at: { readonly start: number; readonly cost: number },
  ): number {
    const { flow } = this;
    const point = flow.add(opcode, immediate, at.start, this.writer.length);
    flow.cost[point] = this.pending + at.cost;
    this.pending = 0;
    return point;
  }
}
