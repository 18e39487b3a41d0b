import { Op } from "../../wasm/opcodes.ts";
import { type Code, RESUMED_COST } from "../plan/code.ts";
import type { Flow } from "../plan/flow.ts";
import { containerOf, isForward, type Layout, layOut, loopBack, type NativeLoop } from "./layout.ts";
import { type GoShape, goalOf, PC_B, ShapeScan } from "./shape.ts";
import { ThreadedWriter } from "./threaded-writer.ts";

/** Block type of a block without values. */
const VOID = -64;
/** i32.const, local.set, br, and in the dispatch local.get and br_table. */
const JUMP_COST = 5;
/** local.get and br_table, also where they are left out. */
const DISPATCH_COST = 2;
/** Entering the function, global.get, local.set, local.get and br_table; that much more than is owed behind a call. */
const RESUMPTION_COST: number = 5 - RESUMED_COST;
/** Points that stand before the blocks of segments, but for those that are copied. */
const MOST_ADDED = 8;

/**
 * Writes Go's jumps as branches to where they lead and loops without calls as loops of WebAssembly. Jumps back in other loops
 * and calls that are resumed go on through a br_table that holds nothing else: any other PC_B traps.
 * Every instruction keeps the cost that it has in the original. One for a whole module.
 */
export class JumpThreader {
  private readonly writer = new ThreadedWriter();
  private readonly scan = new ShapeScan();
  private flow!: Flow;
  private shape!: GoShape;
  private layout!: Layout;
  /** Which segments need a block that ends before them, and which of these the br_table leads to. */
  private targeted = new Uint8Array(0);
  private dispatched = new Uint8Array(0);
  /** How many constructs are open behind those of the original that stand around all. */
  private depth = 0;
  /** Depth at which the block or loop was opened. */
  private blockDepth = new Int32Array(0);
  private readonly loopDepth = new Map<NativeLoop, number>();
  /** 1 for the block of a segment that a call comes back to through the br_table, by point of what is written. */
  private resumed = new Uint8Array(0);
  /** Blocks of segments that only jumps lead to through the br_table, by segment and as a set; such jumps, with the block. */
  private readonly headOf = new Map<number, number>();
  private heads = new Set<number>();
  private goals = new Map<number, number>();

  /** Returns undefined for a body that is not as Go writes them. What it returns is valid until the next body. */
  run(flow: Flow): Code | undefined {
    const shape = this.scan.run(flow);
    if (shape === undefined || !costsAsExpected(shape)) return undefined;
    this.flow = flow;
    this.shape = shape;
    this.layout = layOut(shape);
    this.depth = 0;
    this.loopDepth.clear();
    this.headOf.clear();
    if (this.heads.size > 0) this.heads = new Set();
    if (this.goals.size > 0) this.goals = new Map();
    // At most a loop, a trap and a beginning beside the blocks, and what stood before them, come before the last block.
    if (this.resumed.length < 2 * flow.count + MOST_ADDED)
      this.resumed = new Uint8Array(4 * flow.count + MOST_ADDED);
    else this.resumed.fill(0, 0, 2 * flow.count + MOST_ADDED);
    this.writer.clear(flow);
    return this.write(this.findTargets());
  }

  /** Returns whether jumps go back through the br_table. */
  private findTargets(): boolean {
    const { shape, layout } = this;
    const { count, jumps, jumpFrom, jumpTo } = shape;
    if (this.targeted.length < count) {
      this.targeted = new Uint8Array(2 * count);
      this.dispatched = new Uint8Array(2 * count);
      this.blockDepth = new Int32Array(2 * count);
    }
    this.targeted.fill(0, 0, count);
    let goesBack = false;
    for (let i = 0; i < count; i++) this.dispatched[i] = shape.resumable[i]!;
    for (let i = 0; i < jumps; i++) {
      const from = jumpFrom[i]!;
      const to = jumpTo[i]!;
      if (loopBack(layout, from, to) !== undefined) continue;
      this.targeted[to] = 1;
      if (isForward(layout, from, to)) continue;
      goesBack = true;
      this.dispatched[to] = 1;
    }
    for (let at = 0; at < count; at++) {
      const segment = layout.order[at]!;
      if (shape.resumable[segment] === 1) this.targeted[segment] = 1;
      const isApart = layout.continues[segment] === 1 && this.after(at) !== segment + 1;
      if (isApart && loopBack(layout, segment, segment + 1) === undefined) this.targeted[segment + 1] = 1;
    }
    return goesBack;
  }

  /** The segment behind the one at a position; -1 behind the last. */
  private after(at: number): number {
    return at + 1 < this.layout.count ? this.layout.order[at + 1]! : -1;
  }

  private write(goesBack: boolean): Code {
    const { writer, shape, layout, flow } = this;
    const hasDispatch = goesBack || this.isResumable();
    writer.copy(flow.first, 0, shape.head, flow.start[shape.head]!);
    if (goesBack) this.chargeResumption();
    else if (!hasDispatch) writer.addCost(DISPATCH_COST);
    const loop = goesBack ? this.open(Op.loop) : undefined;
    if (hasDispatch) this.open(Op.block);
    const blocks = this.blocksByContainer();
    this.openBlocks(blocks.get(undefined));
    const table = hasDispatch ? this.dispatch(goesBack ? 1 : 0) : undefined;
    for (let at = 0; at < layout.count; at++) {
      this.enter(at, blocks);
      this.segment(layout.order[at]!, at);
      for (let inner = this.loopAt(at); inner?.last === at; inner = inner.parent) this.close();
    }
    if (hasDispatch) this.close();
    if (goesBack) this.close();
    const last = flow.count - 1;
    if (shape.hasLoop) writer.copy(flow.end[shape.end]!, shape.end + 1, last + 1, flow.end[last]!);
    else writer.copy(flow.start[shape.end]!, shape.end, last + 1, flow.end[last]!);
    const dispatch =
      table === undefined
        ? undefined
        : { table, loop, resumed: this.resumed, goals: this.goals, heads: this.heads };
    return { flow: writer.finish(), dispatch, hasNativeLoop: layout.loops.length > 0 };
  }

  private isResumable(): boolean {
    const { resumable, count } = this.shape;
    for (let segment = 0; segment < count; segment++) if (resumable[segment] === 1) return true;
    return false;
  }

  private loopAt(at: number): NativeLoop | undefined {
    return this.layout.loops.length === 0 ? undefined : this.layout.loopAt[at];
  }

  /** Whoever resumes owes the way to the br_table, 5; behind a call 3 are owed. Stands before the loop, so that only they pay. */
  private chargeResumption(): void {
    const { writer } = this;
    this.askWhetherResumed(0);
    writer.point(Op.if, VOID, 0);
    writer.plain(Op.nop, 0, RESUMPTION_COST);
    writer.point(Op.end, 0, 0);
  }

  /** Leaves on the stack whether PC_B is one of a segment behind the first. */
  private askWhetherResumed(cost: number): void {
    const lastFresh = this.shape.segments.lastIndexOf(0);
    this.writer.plain(Op.localGet, PC_B, cost);
    if (lastFresh === 0) return;
    this.writer.plain(Op.i32Const, lastFresh, 0);
    this.writer.plain(Op.i32GtU, 0, 0);
  }

  /**
   * Lets those who begin go past the br_table. Calls come with 0, so that is asked first; and two branches to the
   * block keep Binaryen from making an `if` of it, behind which V8 puts the code that runs most (fib: 1.35 instead of 1.12).
   */
  private leaveFresh(): void {
    const { writer } = this;
    writer.plain(Op.localGet, PC_B, 1);
    writer.plain(Op.i32Eqz, 0, 0);
    writer.point(Op.brIf, 0, 1);
    if (this.shape.segments.lastIndexOf(0) === 0) return;
    this.askWhetherResumed(0);
    writer.plain(Op.i32Eqz, 0, 0);
    writer.point(Op.brIf, 0, 0);
  }

  /** Segments that need a block, last first, by the loop that the block stands in. */
  private blocksByContainer(): ReadonlyMap<NativeLoop | undefined, readonly number[]> {
    const blocks = new Map<NativeLoop | undefined, number[]>();
    for (let at = this.layout.count - 1; at > 0; at--) {
      const segment = this.layout.order[at]!;
      if (this.targeted[segment] === 0) continue;
      const container = containerOf(this.layout, segment);
      const list = blocks.get(container);
      if (list === undefined) blocks.set(container, [segment]);
      else list.push(segment);
    }
    return blocks;
  }

  private openBlocks(segments: readonly number[] | undefined): void {
    for (const segment of segments ?? []) {
      this.blockDepth[segment] = this.depth;
      const block = this.open(Op.block);
      if (this.shape.resumable[segment] === 1) this.resumed[block] = 1;
      else if (this.dispatched[segment] === 1) {
        this.headOf.set(segment, block);
        this.heads.add(block);
      }
    }
  }

  /** Calls that begin at the beginning pass the br_table by, unless jumps go back to it. Returns its position. */
  private dispatch(trapDepth: number): number {
    const { writer, shape } = this;
    this.open(Op.block);
    const goesBack = trapDepth > 0;
    if (!goesBack) this.leaveFresh();
    const trap = this.depth - 1 - trapDepth;
    const labels = shape.segments.map((segment) => {
      // Who begins has gone past the br_table already, unless jumps come back to it.
      if (segment === 0) return goesBack ? 0 : trap;
      return this.dispatched[segment] === 1 ? this.depth - 1 - this.blockDepth[segment]! : trap;
    });
    const table = writer.table(PC_B, labels, goesBack ? DISPATCH_COST : 0);
    this.close();
    return table;
  }

  /** Ends the block of the segment at this position, then begins the loops that it is the first of. */
  private enter(at: number, blocks: ReadonlyMap<NativeLoop | undefined, readonly number[]>): void {
    const { layout } = this;
    if (this.targeted[layout.order[at]!] === 1) this.close();
    const starting: NativeLoop[] = [];
    for (let loop = this.loopAt(at); loop?.first === at; loop = loop.parent) starting.unshift(loop);
    for (const loop of starting) {
      this.loopDepth.set(loop, this.depth);
      this.open(Op.loop);
      this.openBlocks(blocks.get(loop));
    }
  }

  private segment(segment: number, at: number): void {
    const { shape, layout, flow, writer } = this;
    writer.pcB = shape.segments.indexOf(segment);
    const isLast = segment === shape.count - 1;
    const first = shape.starts[segment]!;
    const end = isLast ? shape.end : shape.starts[segment + 1]! - 1;
    let nested = 0;
    let copied = first;
    let from = flow.end[first - 1]!;
    for (let i = first; i < end; i++) {
      const opcode = flow.opcode[i]!;
      if (opcode >= Op.block && opcode <= Op.if) nested += 1;
      else if (opcode === Op.end) nested -= 1;
      else if (opcode === Op.br || opcode === Op.brIf) {
        const outwards = flow.immediate[i]! - nested;
        if (outwards < 0) continue;
        const isJump = shape.hasLoop && outwards === shape.count - 1 - segment;
        writer.copy(from, copied, i, isJump ? flow.chosenAt[i]! : flow.start[i]!);
        if (isJump) this.jump(segment, flow.value[i]!, nested);
        else this.leave(i, segment, nested);
        copied = i + 1;
        from = flow.end[i]!;
      }
    }
    writer.copy(from, copied, end, flow.start[end]!);
    const next = this.after(at);
    if (isLast && next >= 0) writer.point(Op.unreachable, 0, 0);
    else if (layout.continues[segment] === 1 && next !== segment + 1) this.branch(segment, segment + 1, 0, 0);
  }

  /** A branch to what stands around all, whose label counts from outside of the constructs in the segment. */
  private leave(point: number, segment: number, nested: number): void {
    const { count, hasLoop } = this.shape;
    const outwards = this.flow.immediate[point]! - nested;
    const around = outwards - (count - 1 - segment) - (hasLoop ? 1 : 0);
    this.writer.point(this.flow.opcode[point]!, nested + this.depth + around, 1);
  }

  private jump(from: number, value: number, nested: number): void {
    const to = goalOf(this.shape.segments, value);
    if (this.branch(from, to, nested, JUMP_COST)) return;
    const jump = this.writer.jump(PC_B, value, this.depth + nested - 1, JUMP_COST);
    const head = this.headOf.get(to);
    if (head !== undefined) this.goals.set(jump, head);
  }

  /** Branches to a segment, other than through the br_table; returns whether that is possible. */
  private branch(from: number, to: number, nested: number, cost: number): boolean {
    const { writer, layout } = this;
    const inside = this.depth + nested - 1;
    const loop = loopBack(layout, from, to);
    if (loop !== undefined) writer.point(Op.br, inside - this.loopDepth.get(loop)!, cost);
    else if (isForward(layout, from, to)) writer.point(Op.br, inside - this.blockDepth[to]!, cost);
    else return false;
    return true;
  }

  private open(opcode: number): number {
    this.depth += 1;
    return this.writer.point(opcode, VOID, 0);
  }

  private close(): void {
    this.depth -= 1;
    this.writer.point(Op.end, 0, 0);
  }
}

/** The way to the br_table is straight: `global.get; local.set`, then blocks. */
function costsAsExpected({ flow, head }: GoShape): boolean {
  const { bytes, first, start } = flow;
  if (bytes[first] !== Op.globalGet) return false;
  let at = first + 1;
  while (bytes[at++]! >= 0x80);
  if (bytes[at++] !== Op.localSet) return false;
  while (bytes[at++]! >= 0x80);
  for (let i = 0; i < head; i++) if (flow.opcode[i] !== Op.block || !flow.isAdjacent(i)) return false;
  return start[0] === at;
}
