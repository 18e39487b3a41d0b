import type { ByteWriter } from "../../wasm/byte-writer.ts";
import { Op } from "../../wasm/opcodes.ts";
import { StopCode } from "../abi.ts";
import { EditKind, type Edits } from "../plan/edits.ts";
import type { Additions } from "./additions.ts";
import { addToGlobal, checkFuel, i32Const, indexed, stop, VOID_BLOCK } from "./assemble.ts";

/** How charges stand in the code: spliced in, or as calls that an engine finds and replaces. */
export type Lowering = "inline" | "markers";

/** What was put into the code. */
export interface Sites {
  charges: number;
  checks: number;
  memoryGrow: number;
}

export interface BodyToEmit {
  /** Offset of the first instruction, and of the end of the body. */
  readonly first: number;
  readonly end: number;
  readonly edits: Edits;
  /** Block type of the wrapper that counts the call depth; undefined for a function that is not counted. */
  readonly depthBlock: number | undefined;
}

/** Writes instructions with their edits. One for a whole module; counts what it puts in. */
export class BodyEmitter {
  readonly sites: Sites = { charges: 0, checks: 0, memoryGrow: 0 };
  private readonly additions: Additions;
  private readonly lowering: Lowering;
  private readonly writer: ByteWriter;
  private readonly check: readonly number[];

  constructor(additions: Additions, lowering: Lowering, writer: ByteWriter) {
    this.additions = additions;
    this.lowering = lowering;
    this.writer = writer;
    this.check = checkFuel(additions.globals.fuel, additions.globals.stop);
  }

  /** Writes the code of one body, without its locals, to the writer. */
  emit({ first, end, edits, depthBlock }: BodyToEmit): void {
    const { bytes } = this.additions.module;
    if (depthBlock !== undefined) this.enter(depthBlock);
    let from = first;
    for (let i = 0; i < edits.count; i++) {
      const at = edits.offset[i]!;
      if (at > from) this.writer.copy(bytes, { start: from, end: at });
      from = Math.max(from, this.apply(edits.kind[i]!, at, edits.value[i]!));
    }
    this.writer.copy(bytes, { start: from, end });
    if (depthBlock === undefined) return;
    // The body's own end has closed the wrapper.
    this.writer.list(addToGlobal(this.additions.globals.depth, 1));
    this.writer.byte(Op.end);
  }

  /** Returns the offset in the original from which copying goes on. */
  private apply(kind: number, at: number, value: number): number {
    const { additions, writer } = this;
    switch (kind) {
      case EditKind.charge:
      case EditKind.spend:
        this.charge(value, kind === EditKind.spend);
        return at;
      case EditKind.chargeLength:
        this.sites.charges += 1;
        this.sites.checks += 1;
        writer.list(indexed(Op.call, additions.functionIndex("charge_length")));
        return at;
      case EditKind.growMemory:
        this.sites.memoryGrow += 1;
        writer.list(indexed(Op.call, additions.functionIndex("grow")));
        return this.afterIndices(at + 1, 1);
      case EditKind.growTable: {
        const end = this.afterIndices(at + 1, 2);
        writer.list(indexed(Op.call, additions.functionIndex("note_table_delta")));
        writer.copy(additions.module.bytes, { start: at, end });
        writer.list(indexed(Op.call, additions.functionIndex("table_grown")));
        return end;
      }
      case EditKind.retarget:
        writer.byte(additions.module.bytes[at]!);
        writer.u32(value);
        return this.afterIndices(at + 1, 1);
      case EditKind.leave:
        writer.list(addToGlobal(additions.globals.depth, 1));
        return at;
      default:
        writer.list(indexed(Op.br, value));
        return at + 1;
    }
  }

  private charge(cost: number, withCheck: boolean): void {
    if (cost === 0 && !withCheck) return;
    const { additions, writer, sites } = this;
    if (cost !== 0) sites.charges += 1;
    if (withCheck) sites.checks += 1;
    if (this.lowering === "markers") {
      writer.byte(Op.i64Const);
      writer.s32(cost);
      writer.list(indexed(Op.call, additions.functionIndex(withCheck ? "spend" : "charge")));
      return;
    }
    if (cost !== 0) {
      writer.byte(Op.globalGet);
      writer.u32(additions.globals.fuel);
      writer.byte(Op.i64Const);
      writer.s32(cost);
      writer.byte(Op.i64Sub);
      writer.byte(Op.globalSet);
      writer.u32(additions.globals.fuel);
    }
    if (withCheck) writer.list(this.check);
  }

  /** Takes a place in the call depth, then opens the block that stands for the function's own label. */
  private enter(blockType: number): void {
    const { depth, stop: stopGlobal } = this.additions.globals;
    const isTooDeep = [...indexed(Op.globalGet, depth), ...i32Const(0), Op.i32LtS];
    this.writer.list([
      ...addToGlobal(depth, -1),
      ...[...isTooDeep, Op.if, VOID_BLOCK, ...stop(stopGlobal, StopCode.callDepth), Op.end],
      Op.block,
    ]);
    this.writer.s32(blockType);
  }

  private afterIndices(offset: number, count: number): number {
    const { bytes } = this.additions.module;
    let end = offset;
    for (let left = count; left > 0; left--) {
      while (bytes[end]! >= 0x80) end += 1;
      end += 1;
    }
    return end;
  }
}
