import { readImmediate, readPrefixed, skipLocals } from "../../wasm/body.ts";
import { ByteCursor, wasmError } from "../../wasm/cursor.ts";
import type { ByteRange } from "../../wasm/module.ts";
import { IMMEDIATES, Immediate, Op } from "../../wasm/opcodes.ts";
import { CHARGED_BY_LENGTH, COSTS } from "./costs.ts";
import { Flow } from "./flow.ts";
import { hasOpposite, isDoubleMove, isWideAddition } from "./shortcuts.ts";

/** How an instruction is stepped over, by its first byte. Straight code comes first. */
const Step = {
  plain: 0,
  /** One number behind it. */
  number: 1,
  memory: 2,
  constant: 3,
  localGet: 4,
  localSet: 5,
  globalSet: 6,
  bytes4: 7,
  bytes8: 8,
  i32Eqz: 9,
  i32Wrap: 10,
  /** Points without, and with, an index behind them. */
  bare: 11,
  indexed: 12,
  block: 13,
  /** By the decoder of wasm/body.ts; straight code may be among these. */
  rare: 14,
} as const;

const STEPS: Uint8Array = buildSteps();

const RARE_POINTS: ReadonlySet<number> = new Set([
  ...[Op.brTable, Op.callIndirect, Op.returnCallIndirect, Op.tryTable, Op.tableGrow],
  ...CHARGED_BY_LENGTH,
]);

/** Finds the points of function bodies. One for a whole module. */
export class FlowReader {
  private readonly flow = new Flow();
  private bytes: Uint8Array = this.flow.bytes;
  private at = 0;
  private end = 0;
  /** Fuel since the last point, and instructions since the beginning. */
  private cost = 0;
  private index = 0;
  /** Where the last constant, the last `i32.const; local.set` and `local.get` stood, and what is behind them. */
  private constAt = -1;
  private constEnd = -1;
  private chosenAt = -1;
  private chosenEnd = -1;
  private getAt = -1;
  private getEnd = -1;
  /** Behind the last setting of local 0. */
  private set0End = -1;
  private hasTable = false;
  private readonly isGo: boolean;

  /** `isGo`: whether local 1 and global 0 are Go's stack pointer, so that double moves are looked for. */
  constructor(isGo: boolean) {
    this.isGo = isGo;
  }

  /**
   * Takes a valid module and one of its bodies (`WasmModule.code`). The result is valid until the next body is read.
   * Throws ToolError `wasm/unsupported` for an opcode that is unknown or of a later proposal.
   */
  read(bytes: Uint8Array, body: ByteRange): Flow {
    const { flow } = this;
    this.bytes = bytes;
    this.at = skipLocals(bytes, body);
    this.end = body.end;
    this.cost = 0;
    this.index = 0;
    this.constEnd = this.chosenEnd = this.getEnd = this.set0End = -1;
    this.hasTable = false;
    flow.clear(bytes, this.at);
    let previous = -1;
    while (this.at < this.end) {
      this.straight(previous);
      previous = this.at;
      if (previous < this.end) this.point();
    }
    if (this.at !== this.end || flow.opcode[flow.count - 1] !== Op.end)
      throw wasmError("malformed", "a function body does not end with end", body.end);
    return flow;
  }

  /** Steps over straight code. Takes the offset of the instruction before. */
  private straight(previous: number): void {
    const { bytes, end } = this;
    let { at, cost, index } = this;
    for (let before = previous; at < end; index++) {
      const start = at;
      const opcode = bytes[at]!;
      const step = STEPS[opcode]!;
      if (step >= Step.bare) break;
      at += 1;
      cost += COSTS[opcode]!;
      switch (step) {
        case Step.plain:
          break;
        case Step.number:
          while (bytes[at++]! >= 0x80);
          break;
        case Step.memory: {
          const isOfIndex = (bytes[at]! & 0x40) !== 0;
          while (bytes[at++]! >= 0x80);
          if (isOfIndex) while (bytes[at++]! >= 0x80);
          while (bytes[at++]! >= 0x80);
          break;
        }
        case Step.constant:
          while (bytes[at++]! >= 0x80);
          this.constAt = start;
          this.constEnd = at;
          break;
        case Step.localGet:
          if (bytes[at] === 0 && this.hasTable && before !== this.set0End) this.flow.readsLocal0 = true;
          while (bytes[at++]! >= 0x80);
          this.getAt = start;
          this.getEnd = at;
          break;
        case Step.localSet:
          if (bytes[at] === 0) this.set0End = at + 1;
          while (bytes[at++]! >= 0x80);
          if (start !== this.constEnd || bytes[this.constAt] !== Op.i32Const) break;
          this.chosenAt = this.constAt;
          this.chosenEnd = at;
          break;
        case Step.globalSet:
          if (
            this.isGo &&
            before === start - 2 &&
            this.constEnd === before - 1 &&
            isDoubleMove(bytes, before - 1)
          )
            this.flow.addShortcut(this.constAt);
          while (bytes[at++]! >= 0x80);
          break;
        case Step.i32Eqz:
          if (before === start - 1 && hasOpposite(bytes[before]!)) this.flow.addShortcut(before);
          break;
        case Step.i32Wrap:
          if (before === start - 1 && bytes[before] === Op.i64Add && this.constEnd === before) this.wrap();
          break;
        case Step.bytes4:
          at += 4;
          break;
        default:
          at += 8;
      }
      before = start;
    }
    this.at = at;
    this.cost = cost;
    this.index = index;
  }

  /** At i32.wrap_i64, behind a constant and i64.add. */
  private wrap(): void {
    const { bytes, constAt, flow } = this;
    if (isWideAddition(bytes, constAt)) flow.addShortcut(constAt - 1);
  }

  private point(): void {
    const { bytes, flow, at } = this;
    const opcode = bytes[at]!;
    const step = STEPS[opcode]!;
    let end = at + 1;
    let immediate = 0;
    if (step === Step.indexed) {
      // Most of what a module has are calls, whose indices take two or three bytes.
      let byte = bytes[end++]!;
      immediate = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        byte = bytes[end++]!;
        immediate |= (byte & 0x7f) << shift;
      }
    } else if (step === Step.block) {
      const byte = bytes[end]!;
      immediate = byte < 0x80 ? (byte << 25) >> 25 : this.cursor(end).s33(TYPE);
      while (bytes[end++]! >= 0x80);
    } else if (step === Step.rare) {
      this.rare();
      return;
    }
    this.cost += COSTS[opcode]!;
    this.add(flow.add(opcode, immediate | 0, at, end));
  }

  /** An instruction of which there are few, a point or not. */
  private rare(): void {
    const { bytes, at, flow } = this;
    const cursor = this.cursor(at + 1);
    const first = bytes[at]!;
    const opcode = first >= 0xfc ? readPrefixed(cursor, first, at) : first;
    const immediate = readImmediate(cursor, opcode, at);
    this.cost += COSTS[opcode]!;
    if (opcode === Op.brTable) this.hasTable = true;
    if (RARE_POINTS.has(opcode)) {
      this.add(flow.add(opcode, immediate, at, cursor.offset));
      return;
    }
    this.at = cursor.offset;
    this.index += 1;
  }

  /** Completes the point that was added last. */
  private add(point: number): void {
    const { flow } = this;
    const start = flow.start[point]!;
    flow.cost[point] = this.cost;
    flow.index[point] = this.index;
    if (start === this.constEnd) flow.payAt[point] = this.constAt;
    else if (start === this.getEnd) flow.payAt[point] = this.getAt;
    const opcode = flow.opcode[point];
    if (opcode === Op.br && start === this.chosenEnd) this.choose(point, this.chosenAt);
    else if (opcode === Op.brTable && start === this.getEnd)
      flow.choose(point, this.cursor(this.getAt + 1).u32(INDEX), 0, this.getAt);
    this.at = flow.end[point]!;
    this.cost = 0;
    this.index += 1;
  }

  /** Notes `i32.const; local.set` before a branch. */
  private choose(point: number, at: number): void {
    const { bytes, flow } = this;
    const value = bytes[at + 1]!;
    const local = bytes[at + 3]!;
    if (value < 0x80 && local < 0x80) {
      flow.choose(point, local, (value << 25) >> 25, at);
      return;
    }
    const cursor = this.cursor(at + 1);
    const wide = cursor.s32("a constant");
    cursor.skip(1, "local.set");
    flow.choose(point, cursor.u32(INDEX), wide, at);
  }

  private cursor(offset: number): ByteCursor {
    return new ByteCursor(this.bytes, offset, this.end);
  }
}

const TYPE = "a block type";
const INDEX = "an index";

function buildSteps(): Uint8Array {
  const steps = new Uint8Array(256).fill(Step.rare);
  const set = (step: number, ...opcodes: readonly number[]): void => {
    for (const opcode of opcodes) steps[opcode] = step;
  };
  for (let opcode = 0; opcode < 0xfc; opcode++) {
    const kind = IMMEDIATES[opcode];
    if (kind === Immediate.none) steps[opcode] = Step.plain;
    else if (kind === Immediate.index) steps[opcode] = Step.number;
    else if (kind === Immediate.memory) steps[opcode] = Step.memory;
    else if (kind === Immediate.blockType) steps[opcode] = Step.block;
    else if (kind === Immediate.bytes4) steps[opcode] = Step.bytes4;
    else if (kind === Immediate.bytes8) steps[opcode] = Step.bytes8;
  }
  set(Step.constant, Op.i32Const, Op.i64Const);
  set(Step.i32Eqz, Op.i32Eqz);
  set(Step.i32Wrap, Op.i32WrapI64);
  set(Step.localGet, Op.localGet);
  set(Step.localSet, Op.localSet);
  set(Step.globalSet, Op.globalSet);
  set(Step.bare, Op.unreachable, Op.else, Op.throwRef, Op.end, Op.return, Op.catchAll);
  set(Step.indexed, Op.br, Op.brIf, Op.call, Op.returnCall, Op.refFunc, Op.memoryGrow);
  set(Step.indexed, Op.catch, Op.throw, Op.rethrow, Op.delegate);
  return steps;
}
