import type { Instructions } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";
import { type Code, RESUMED_COST } from "../plan/code.ts";
import { containerOf, isForward, type Layout, layOut, loopBack, type NativeLoop } from "./layout.ts";
import { findShape, type GoShape, type Jump, PC_B } from "./shape.ts";
import { ThreadedWriter } from "./threaded-writer.ts";

/** Block type of a block without values. */
const VOID = -64;
/** i32.const, local.set, br, and in the dispatch local.get and br_table. */
const JUMP_COST = 5;
/** local.get and br_table, also where they are left out. */
const DISPATCH_COST = 2;
/** Entering the function, global.get, local.set, local.get and br_table; that much more than is owed behind a call. */
const RESUMPTION_COST: number = 5 - RESUMED_COST;

/**
 * Writes Go's jumps as branches to where they lead and loops without calls as loops of WebAssembly. Jumps back in other loops
 * and calls that are resumed go on through a br_table that holds nothing else: any other PC_B traps.
 * Every instruction keeps the cost that it has in the original. One for a whole module.
 */
export class JumpThreader {
  private readonly writer = new ThreadedWriter();
  private bytes!: Uint8Array;
  private body!: Instructions;
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
  private readonly resumed = new Set<number>();
  /** By instruction. */
  private readonly jumps = new Map<number, Jump>();

  /** Takes a decoded body with its bytes. Returns undefined for one that is not as Go writes them. */
  run(bytes: Uint8Array, body: Instructions): Code | undefined {
    const shape = findShape(bytes, body);
    if (shape === undefined || !this.costsAsExpected(body, shape)) return undefined;
    this.bytes = bytes;
    this.body = body;
    this.shape = shape;
    this.layout = layOut(body, shape);
    this.depth = 0;
    this.loopDepth.clear();
    this.resumed.clear();
    this.jumps.clear();
    for (const jump of shape.jumps) this.jumps.set(jump.at, jump);
    this.writer.clear();
    const { goesBack } = this.findTargets();
    return this.write(goesBack);
  }

  /** The way to the br_table is straight. */
  private costsAsExpected(body: Instructions, { head }: GoShape): boolean {
    const isGet = body.opcode[0] === Op.globalGet && body.opcode[1] === Op.localSet;
    for (let i = 2; i < head; i++) if (body.opcode[i] !== Op.block) return false;
    return isGet;
  }

  private findTargets(): { readonly goesBack: boolean } {
    const { shape, layout } = this;
    const count = shape.starts.length;
    this.targeted = new Uint8Array(count);
    this.dispatched = shape.resumable.slice();
    this.blockDepth = new Int32Array(count);
    let goesBack = false;
    for (const { from, to } of shape.jumps) {
      if (loopBack(layout, from, to) !== undefined) continue;
      this.targeted[to] = 1;
      if (isForward(layout, from, to)) continue;
      goesBack = true;
      this.dispatched[to] = 1;
    }
    for (let at = 0; at < count; at++) {
      const segment = layout.order[at]!;
      if (shape.resumable[segment] === 1) this.targeted[segment] = 1;
      const isApart = layout.continues[segment] === 1 && layout.order[at + 1] !== segment + 1;
      if (isApart && loopBack(layout, segment, segment + 1) === undefined) this.targeted[segment + 1] = 1;
    }
    return { goesBack };
  }

  private write(goesBack: boolean): Code {
    const { writer, shape, layout, body } = this;
    const hasDispatch = goesBack || shape.resumable.includes(1);
    writer.copy(this.bytes, body, 0, shape.head);
    if (goesBack) this.chargeResumption();
    else if (!hasDispatch) writer.addCost(DISPATCH_COST);
    const loop = goesBack ? this.open(Op.loop) : undefined;
    const trap = hasDispatch ? this.open(Op.block) : undefined;
    const blocks = this.blocksByContainer();
    this.openBlocks(blocks.get(undefined));
    const table = hasDispatch ? this.dispatch(goesBack ? 1 : 0) : undefined;
    for (let at = 0; at < layout.order.length; at++) {
      this.enter(at, blocks);
      this.segment(layout.order[at]!, at);
      for (let inner = layout.loopAt[at]; inner?.last === at; inner = inner.parent) this.close();
    }
    if (trap !== undefined) this.close();
    if (loop !== undefined) this.close();
    writer.copy(this.bytes, body, shape.end + (shape.hasLoop ? 1 : 0), body.count);
    const dispatch = table === undefined ? undefined : { table, loop, resumed: this.resumed };
    return { ...writer.finish(), dispatch, hasNativeLoop: layout.loops.length > 0 };
  }

  /** Whoever resumes owes the way to the br_table, 5; behind a call 3 are owed. Stands before the loop, so that only they pay. */
  private chargeResumption(): void {
    const { writer } = this;
    this.askWhetherResumed(0);
    writer.add(Op.if, VOID, 0);
    writer.add(Op.nop, 0, RESUMPTION_COST);
    writer.add(Op.end, 0, 0);
  }

  /** Leaves on the stack whether PC_B is one of a segment behind the first. */
  private askWhetherResumed(cost: number): void {
    const lastFresh = this.shape.segments.lastIndexOf(0);
    this.writer.add(Op.localGet, PC_B, cost);
    if (lastFresh === 0) return;
    this.writer.add(Op.i32Const, lastFresh, 0);
    this.writer.add(Op.i32GtU, 0, 0);
  }

  /** Segments that need a block, last first, by the loop that the block stands in. */
  private blocksByContainer(): ReadonlyMap<NativeLoop | undefined, readonly number[]> {
    const blocks = new Map<NativeLoop | undefined, number[]>();
    for (let at = this.layout.order.length - 1; at > 0; at--) {
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
      if (this.dispatched[segment] === 1) this.resumed.add(block);
    }
  }

  /** Calls that begin at the beginning pass the br_table by, unless jumps go back to it. Returns its position. */
  private dispatch(trapDepth: number): number {
    const { writer, shape } = this;
    this.open(Op.block);
    const goesBack = trapDepth > 0;
    if (!goesBack) {
      this.askWhetherResumed(1);
      writer.add(Op.i32Eqz, 0, 0);
      writer.add(Op.brIf, 0, 1);
    }
    writer.add(Op.localGet, PC_B, goesBack ? 1 : 0);
    const trap = this.depth - 1 - trapDepth;
    const labels = shape.segments.map((segment) => {
      // Who begins has gone past the br_table already, unless jumps come back to it.
      if (segment === 0) return goesBack ? 0 : trap;
      return this.dispatched[segment] === 1 ? this.depth - 1 - this.blockDepth[segment]! : trap;
    });
    const table = writer.table(labels, goesBack ? 1 : 0);
    this.close();
    return table;
  }

  /** Ends the block of the segment at this position, then begins the loops that it is the first of. */
  private enter(at: number, blocks: ReadonlyMap<NativeLoop | undefined, readonly number[]>): void {
    const { layout } = this;
    if (this.targeted[layout.order[at]!] === 1) this.close();
    const starting: NativeLoop[] = [];
    for (let loop = layout.loopAt[at]; loop?.first === at; loop = loop.parent) starting.unshift(loop);
    for (const loop of starting) {
      this.loopDepth.set(loop, this.depth);
      this.open(Op.loop);
      this.openBlocks(blocks.get(loop));
    }
  }

  private segment(segment: number, at: number): void {
    const { shape, layout, body } = this;
    const isLast = segment === shape.starts.length - 1;
    const end = isLast ? shape.end : shape.starts[segment + 1]! - 1;
    let nested = 0;
    let copied = shape.starts[segment]!;
    const flush = (upTo: number): void => {
      if (upTo > copied) this.writer.copy(this.bytes, body, copied, upTo);
      copied = upTo;
    };
    for (let i = copied; i < end; i++) {
      const opcode = body.opcode[i]!;
      if (opcode >= Op.block && opcode <= Op.if) nested += 1;
      else if (opcode === Op.end) nested -= 1;
      else if (opcode === Op.br || opcode === Op.brIf) {
        if (body.immediate[i]! < nested) continue;
        const jump = this.jumps.get(i - 2);
        flush(jump?.at ?? i);
        copied = i + 1;
        if (jump === undefined) this.leave(opcode, body.immediate[i]! - nested, { segment, nested });
        else this.goTo(jump, nested, JUMP_COST);
      }
    }
    flush(end);
    const next = layout.order[at + 1];
    if (isLast && next !== undefined) this.writer.add(Op.unreachable, 0, 0);
    else if (layout.continues[segment] === 1 && next !== segment + 1)
      this.goTo({ at: -1, from: segment, to: segment + 1 }, 0, 0);
  }

  /** A branch to what stands around all, whose label counts from outside of the constructs in the segment. */
  private leave(opcode: number, outwards: number, from: { segment: number; nested: number }): void {
    const { starts, hasLoop } = this.shape;
    const around = outwards - (starts.length - 1 - from.segment) - (hasLoop ? 1 : 0);
    this.writer.add(opcode, from.nested + this.depth + around, 1);
  }

  private goTo({ at, from, to }: Jump, nested: number, cost: number): void {
    const { writer, layout } = this;
    const inside = this.depth + nested - 1;
    const loop = loopBack(layout, from, to);
    if (loop !== undefined) {
      writer.add(Op.br, inside - this.loopDepth.get(loop)!, cost);
    } else if (isForward(layout, from, to)) {
      writer.add(Op.br, inside - this.blockDepth[to]!, cost);
    } else {
      writer.add(Op.i32Const, this.body.immediate[at]!, 1);
      writer.add(Op.localSet, PC_B, 1);
      writer.add(Op.br, inside, cost - 2);
    }
  }

  private open(opcode: number): number {
    this.depth += 1;
    return this.writer.add(opcode, VOID, 0);
  }

  private close(): void {
    this.depth -= 1;
    this.writer.add(Op.end, 0, 0);
  }
}
