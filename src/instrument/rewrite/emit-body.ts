import type { ByteWriter } from "../../wasm/byte-writer.ts";
import { Op } from "../../wasm/opcodes.ts";
import { StopCode } from "../abi.ts";
import { EditKind, type Edits } from "../plan/edits.ts";
import type { Flow } from "../plan/flow.ts";
import { writeShortcut } from "../plan/shortcuts.ts";
import type { Additions } from "./additions.ts";
import { addToGlobal, i32Const, i64Const, indexed, stop, VOID_BLOCK } from "./assemble.ts";

/** What was put into the code. */
export interface Sites {
  charges: number;
  checks: number;
  memoryGrow: number;
}

/** Where a function has its fuel. */
export interface FuelPlace {
  /** Index of an i64 local of ours; undefined without one. */
  readonly local: number | undefined;
  /** Whether fuel stays in the local between calls; else it is in the global, and the local is for checks. */
  readonly isCached: boolean;
}

export interface BodyToEmit {
  /** Index of the function in the original. */
  readonly functionIndex: number;
  /** What the offsets of edits refer to. */
  readonly flow: Flow;
  readonly edits: Edits;
  /** Block type of the wrapper that counts the call depth; undefined for a function that is not counted. */
  readonly depthBlock: number | undefined;
  readonly fuel: FuelPlace;
  /** Whether charges are calls of functions that hardening adds, which is slower and takes about half as many bytes. */
  readonly asCalls: boolean;
}

/** Writes instructions with their edits. One for a whole module; counts what it puts in. */
export class BodyEmitter {
  readonly sites: Sites = { charges: 0, checks: 0, memoryGrow: 0 };
  private readonly additions: Additions;
  private asCalls = false;
  private readonly writer: ByteWriter;
  private readonly trap: readonly number[];
  private bytes: Uint8Array = new Uint8Array(0);
  private flow!: Flow;
  private nextShortcut = 0;
  private functionIndex = 0;
  /** Go's PC_B at the current edit. */
  private pcB = 0;
  private fuel: FuelPlace = { local: undefined, isCached: false };

  constructor(additions: Additions, writer: ByteWriter) {
    this.additions = additions;
    this.writer = writer;
    this.trap = stop(additions.globals.stop, StopCode.fuel);
  }

  /** Writes the code of one body, without its locals, to the writer. */
  emit({ functionIndex, flow, edits, depthBlock, fuel, asCalls }: BodyToEmit): void {
    const { bytes } = flow;
    this.bytes = bytes;
    this.flow = flow;
    this.functionIndex = functionIndex;
    this.nextShortcut = 0;
    this.fuel = fuel;
    this.asCalls = asCalls;
    this.refresh();
    if (depthBlock !== undefined) this.enter(depthBlock);
    let from = flow.first;
    for (let i = 0; i < edits.count; i++) {
      const at = edits.offset[i]!;
      if (at > from) this.copy(from, at);
      from = Math.max(from, this.apply(edits, i));
    }
    this.copy(from, flow.end[flow.count - 1]!);
    if (depthBlock === undefined) return;
    // The body's own end has closed the wrapper.
    this.writer.list(addToGlobal(this.additions.globals.depth, 1));
    this.writer.byte(Op.end);
  }

  /** Copies code, straight but for what an edit stands at the end of. */
  private copy(start: number, end: number): void {
    const { bytes, writer, flow } = this;
    let from = start;
    for (; this.nextShortcut < flow.shortcutCount; this.nextShortcut++) {
      const at = flow.shortcuts[this.nextShortcut]!;
      if (at >= end) break;
      writer.copy(bytes, { start: from, end: at });
      from = writeShortcut(bytes, at, writer);
    }
    writer.copy(bytes, { start: from, end });
  }

  /** Returns the offset in the original from which copying goes on. */
  private apply(edits: Edits, i: number): number {
    const { additions, fuel, writer } = this;
    const [kind, at, value] = [edits.kind[i]!, edits.offset[i]!, edits.value[i]!];
    switch (kind) {
      case EditKind.charge:
      case EditKind.spend:
      case EditKind.pay:
      case EditKind.paySpend:
        this.pcB = edits.pcB[i]!;
        this.charge(kind, value, edits.floor[i]!);
        return at;
      case EditKind.refresh:
        this.refresh();
        return at;
      case EditKind.chargeLength:
        this.sites.charges += 1;
        this.sites.checks += 1;
        this.publish();
        writer.list(i64Const(edits.floor[i]!));
        writer.list(indexed(Op.call, additions.functionIndex("charge_length")));
        this.refresh();
        return at;
      case EditKind.growMemory:
        this.sites.memoryGrow += 1;
        writer.list(indexed(Op.call, additions.functionIndex("grow")));
        this.refresh();
        return this.afterIndices(at + 1, 1);
      case EditKind.growTable: {
        const end = this.afterIndices(at + 1, 2);
        writer.list(indexed(Op.call, additions.functionIndex("note_table_delta")));
        writer.copy(this.bytes, { start: at, end });
        writer.list(indexed(Op.call, additions.functionIndex("table_grown")));
        this.refresh();
        return end;
      }
      case EditKind.retarget:
        writer.byte(this.bytes[at]!);
        writer.u32(value);
        return this.afterIndices(at + 1, 1);
      case EditKind.leave:
        writer.list(addToGlobal(additions.globals.depth, 1));
        return at;
      case EditKind.fuse:
        if (edits.value[i + 1] !== 0) return at;
        writer.list(indexed(Op.brIf, value));
        return edits.floor[i]!;
      case EditKind.delay:
        return fuel.isCached ? at : edits.floor[i]!;
      case EditKind.reload:
        if (!fuel.isCached) writer.copy(this.bytes, { start: value, end: edits.floor[i]! });
        return at;
      default:
        writer.list(indexed(Op.br, value));
        return at + 1;
    }
  }

  private charge(kind: number, cost: number, floor: number): void {
    const withCheck = kind === EditKind.spend || kind === EditKind.paySpend;
    const { sites, fuel } = this;
    if (cost !== 0) sites.charges += 1;
    if (withCheck) sites.checks += 1;
    if (fuel.isCached) this.chargeLocal(kind, cost, floor);
    else if (cost === 0 && !withCheck) return;
    else if (this.asCalls) this.callCharge(cost, withCheck ? floor : undefined);
    else this.chargeGlobal(cost, withCheck ? floor : undefined);
  }

  private callCharge(cost: number, floor: number | undefined): void {
    const { additions, writer } = this;
    writer.byte(Op.i64Const);
    writer.s32(cost);
    if (floor !== undefined) {
      writer.byte(Op.i64Const);
      writer.s32(floor);
    }
    writer.byte(Op.call);
    writer.u32(additions.functionIndex(floor === undefined ? "charge" : "spend"));
  }

  /** Fuel is in the local; payments and stops bring it to the global. */
  private chargeLocal(kind: number, cost: number, floor: number): void {
    const pays = kind === EditKind.pay || kind === EditKind.paySpend;
    const checks = kind === EditKind.spend || kind === EditKind.paySpend;
    const local = this.fuel.local!;
    if (cost === 0 && !pays && !checks) return;
    this.index(Op.localGet, local);
    if (cost !== 0) {
      this.subtract(cost);
      this.index(pays || checks ? Op.localTee : Op.localSet, local);
    }
    if (pays) {
      this.index(Op.globalSet, this.additions.globals.fuel);
      if (checks) this.index(Op.localGet, local);
    }
    if (checks) this.check(floor, !pays);
  }

  private chargeGlobal(cost: number, floor: number | undefined): void {
    const { fuel } = this.additions.globals;
    const { local } = this.fuel;
    if (cost !== 0) {
      this.index(Op.globalGet, fuel);
      this.subtract(cost);
      if (floor !== undefined && local !== undefined) this.index(Op.localTee, local);
      this.index(Op.globalSet, fuel);
    }
    if (floor === undefined) return;
    if (cost !== 0 && local !== undefined) this.index(Op.localGet, local);
    else this.index(Op.globalGet, fuel);
    this.check(floor, false);
  }

  private subtract(cost: number): void {
    this.writer.byte(Op.i64Const);
    this.writer.s32(cost);
    this.writer.byte(Op.i64Sub);
  }

  /** Stops the guest when the fuel on the stack is below the floor. */
  private check(floor: number, store: boolean): void {
    const { writer } = this;
    writer.byte(Op.i64Const);
    writer.s32(floor);
    writer.byte(Op.i64LtS);
    writer.byte(Op.if);
    writer.byte(VOID_BLOCK);
    if (store) this.publish();
    if (this.additions.onFuel === undefined) writer.list(this.trap);
    else this.askHost();
    writer.byte(Op.end);
  }

  /** Lets the host give fuel, with which the guest goes on. */
  private askHost(): void {
    this.writer.list([...i32Const(this.functionIndex), ...i32Const(this.pcB)]);
    this.index(Op.call, this.additions.functionIndex("out_of_fuel"));
    this.refresh();
  }

  /** Fetches fuel into the local: at entry, and after calls. */
  private refresh(): void {
    if (!this.fuel.isCached) return;
    this.index(Op.globalGet, this.additions.globals.fuel);
    this.index(Op.localSet, this.fuel.local!);
  }

  /** Lets the global have what the local has. */
  private publish(): void {
    if (!this.fuel.isCached) return;
    this.index(Op.localGet, this.fuel.local!);
    this.index(Op.globalSet, this.additions.globals.fuel);
  }

  private index(opcode: number, index: number): void {
    this.writer.byte(opcode);
    this.writer.u32(index);
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
    const { bytes } = this;
    let end = offset;
    for (let left = count; left > 0; left--) {
      while (bytes[end]! >= 0x80) end += 1;
      end += 1;
    }
    return end;
  }
}
