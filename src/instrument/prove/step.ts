import type { Instructions } from "../../wasm/body.ts";
import { ByteCursor } from "../../wasm/cursor.ts";
import { Op } from "../../wasm/opcodes.ts";
import { CHARGED_BY_LENGTH } from "../plan/costs.ts";
import type { AddedFunctionName } from "../rewrite/added-functions.ts";
import { arityOf } from "./arity.ts";
import { type Counter, FUEL_CELL, STACK_CELL, type Value } from "./counter.ts";

/** What the code of a function is read against. */
export interface ProofContext {
  readonly bytes: Uint8Array;
  readonly fuelGlobal: number;
  /** Functions that hardening added, by index. */
  readonly added: ReadonlyMap<number, AddedFunctionName>;
  /** A floor of a check may not be lower. */
  readonly lowestFloor: number;
}

/** A call of a function that is not one of ours. */
export interface CallSite {
  readonly instruction: number;
  /** Function index of a direct call, else undefined. */
  readonly callee: number | undefined;
  /** Type index of an indirect one. */
  readonly typeIndex: number | undefined;
  /** By how much the counter fell in this node before it. */
  readonly spent: number;
  /** Whether a check stands before it in this node. */
  readonly isChecked: boolean;
}

/** Larger constants could make the counter wrap. */
const MAX_CHARGE = 2 ** 31;
/** Opcodes of comparisons of i64, signed. */
const Compare = { lt: 0x53, gt: 0x55, le: 0x57, ge: 0x59 } as const;

/** Follows straight code from a point where it is known where the counter is. */
export class Stepper {
  readonly counter: Counter;
  /** By how much the counter fell. */
  spent = 0;
  /** Whether a check was passed that needs no branch. */
  hasCheck = false;
  readonly calls: CallSite[] = [];
  /** What is wrong with an instruction; the first. */
  objection: { readonly what: string; readonly instruction: number } | undefined;
  private readonly context: ProofContext;
  private readonly body: Instructions;
  private readonly choosing: ReadonlySet<number>;
  private stack: (Value | undefined)[] = [];
  /** Locals that hold a length that was charged. */
  private readonly lengths = new Map<number, Value>();

  /** `choosing` are the locals whose constants are of interest. */
  constructor(context: ProofContext, body: Instructions, counter: Counter, choosing: ReadonlySet<number>) {
    this.context = context;
    this.body = body;
    this.counter = counter;
    this.choosing = choosing;
    const delta = counter.cells.get(STACK_CELL);
    counter.cells.delete(STACK_CELL);
    if (delta !== undefined) this.stack.push({ kind: "fuel", delta });
  }

  /** How far what is on top of the stack is from the counter; undefined where it is not fuel. */
  get top(): number | undefined {
    const value = this.stack[this.stack.length - 1];
    return value?.kind === "fuel" ? value.delta : undefined;
  }

  /** The value on top of the stack, which goes. */
  pop(): Value | undefined {
    return this.stack.pop();
  }

  /** Leaves the function, or calls: from here on the global counts. */
  settle(i: number): void {
    const fell = this.counter.settle();
    if (fell === undefined) this.object("fuel is not brought to the global here", i);
    this.spent += fell ?? 0;
    this.stack = this.stack.map((value) =>
      value?.kind === "fuel" || value?.kind === "isEmpty" ? undefined : value,
    );
  }

  object(what: string, instruction: number): void {
    this.objection ??= { what, instruction };
  }

  step(i: number): void {
    const opcode = this.body.opcode[i]!;
    const operand = this.body.immediate[i]! >>> 0;
    switch (opcode) {
      case Op.nop:
      case Op.block:
        break;
      case Op.drop:
        this.pop();
        break;
      case Op.localGet:
        this.stack.push(this.local(operand));
        break;
      case Op.localSet:
      case Op.localTee:
        this.setLocal(operand, opcode === Op.localTee);
        break;
      case Op.globalGet:
        this.stack.push(operand === this.context.fuelGlobal ? this.fuelIn(FUEL_CELL) : undefined);
        break;
      case Op.globalSet:
        this.setGlobal(operand, i);
        break;
      case Op.i32Const:
        this.stack.push({ kind: "constant", value: this.body.immediate[i]! });
        break;
      case Op.i64Const:
        this.stack.push(this.wideConstant(i));
        break;
      case Op.i64Sub:
      case Op.i64Add:
        this.stack.push(this.sum(opcode));
        break;
      case Compare.lt:
      case Compare.gt:
      case Compare.le:
      case Compare.ge:
        this.stack.push(this.compare(opcode));
        break;
      case Op.i32Eqz:
        this.stack.push(negated(this.pop()));
        break;
      case Op.call:
      case Op.callIndirect:
        this.call(i, opcode, operand);
        break;
      default:
        this.other(i, opcode);
    }
  }

  /** Notes a call of the module's own or of the host. */
  callSite(i: number, opcode: number, operand: number): void {
    this.settle(i);
    const isDirect = opcode === Op.call || opcode === Op.returnCall;
    this.calls.push({
      instruction: i,
      callee: isDirect ? operand : undefined,
      typeIndex: isDirect ? undefined : operand,
      spent: this.spent,
      isChecked: this.hasCheck,
    });
    this.stack = [];
  }

  private fuelIn(cell: number): Value | undefined {
    const delta = this.counter.cells.get(cell);
    return delta === undefined ? undefined : { kind: "fuel", delta };
  }

  private local(local: number): Value | undefined {
    const value = this.counter.constants.get(local);
    const length = this.lengths.get(local);
    if (length !== undefined) return length;
    return value === undefined ? this.fuelIn(local) : { kind: "constant", value };
  }

  private setLocal(local: number, keeps: boolean): void {
    const value = this.pop();
    if (keeps) this.stack.push(value);
    this.counter.constants.delete(local);
    this.lengths.delete(local);
    if (value?.kind === "charged") this.lengths.set(local, value);
    if (value?.kind === "constant" && this.choosing.has(local))
      this.counter.constants.set(local, value.value);
    this.write(local, value?.kind === "fuel" ? value.delta : undefined);
  }

  private setGlobal(global: number, i: number): void {
    const value = this.pop();
    if (global !== this.context.fuelGlobal) return;
    if (value?.kind === "fuel") this.write(FUEL_CELL, value.delta);
    else this.object("fuel is set to what is not fuel less a constant", i);
  }

  private write(cell: number, delta: number | undefined): void {
    const fell = this.counter.write(cell, delta);
    this.spent += fell;
    for (const value of this.stack) if (value?.kind === "fuel") value.delta += fell;
  }

  private wideConstant(i: number): Value | undefined {
    const { offset } = this.body;
    const value = new ByteCursor(this.context.bytes, offset[i]! + 1, offset[i + 1]!).s64("a constant");
    const isSmall = value >= -MAX_CHARGE && value <= MAX_CHARGE;
    return isSmall ? { kind: "constant", value: Number(value) } : undefined;
  }

  private sum(opcode: number): Value | undefined {
    const [right, left] = [this.pop(), this.pop()];
    const sign = opcode === Op.i64Sub ? -1 : 1;
    if (left?.kind === "fuel" && right?.kind === "constant")
      return { kind: "fuel", delta: left.delta + sign * right.value };
    if (left?.kind === "constant" && right?.kind === "fuel" && sign > 0)
      return { kind: "fuel", delta: right.delta + left.value };
    return undefined;
  }

  private compare(opcode: number): Value | undefined {
    const [right, left] = [this.pop(), this.pop()];
    if (left?.kind === "fuel" && right?.kind === "constant") {
      const isBelow = opcode === Compare.lt || opcode === Compare.le;
      const reaches = opcode === Compare.le || opcode === Compare.gt;
      return this.emptiness(isBelow, right.value + (reaches ? 1 : 0) - left.delta);
    }
    if (left?.kind === "constant" && right?.kind === "fuel") {
      const isBelow = opcode === Compare.gt || opcode === Compare.ge;
      const reaches = opcode === Compare.ge || opcode === Compare.lt;
      return this.emptiness(isBelow, left.value + (reaches ? 1 : 0) - right.delta);
    }
    return undefined;
  }

  /** A check whose floor lies too deep is none. */
  private emptiness(whenTrue: boolean, floor: number): Value | undefined {
    return floor < this.context.lowestFloor ? undefined : { kind: "isEmpty", whenTrue, floor };
  }

  private call(i: number, opcode: number, operand: number): void {
    const name = opcode === Op.call ? this.context.added.get(operand) : undefined;
    switch (name) {
      case undefined:
        this.callSite(i, opcode, operand);
        break;
      case "charge":
        this.charge(i, this.pop());
        break;
      case "spend": {
        const floor = this.pop();
        this.charge(i, this.pop());
        this.check(i, floor);
        break;
      }
      case "charge_length": {
        const floor = this.pop();
        this.pop();
        this.settle(i);
        this.check(i, floor);
        this.stack.push({ kind: "charged", isUsed: false });
        break;
      }
      case "out_of_fuel":
        this.pop();
        this.pop();
        this.settle(i);
        // It comes back only when the host has seen to it that fuel is not below 0.
        this.hasCheck = true;
        break;
      case "note_table_delta":
        this.pop();
        this.stack.push({ kind: "noted" });
        break;
      default:
        // They take as much fuel as the guest gains, and check where they do.
        this.pop();
        this.settle(i);
        this.stack.push(undefined);
    }
  }

  private charge(i: number, cost: Value | undefined): void {
    const fuel = this.counter.cells.get(FUEL_CELL);
    if (cost?.kind === "constant" && fuel !== undefined) this.write(FUEL_CELL, fuel - cost.value);
    else this.object("what is charged by a call is not known", i);
  }

  private check(i: number, floor: Value | undefined): void {
    const isFloor = floor?.kind === "constant" && floor.value >= this.context.lowestFloor;
    if (isFloor) this.hasCheck = true;
    else this.object("a check compares with what is no floor", i);
  }

  private other(i: number, opcode: number): void {
    const top = this.stack[this.stack.length - 1];
    if (opcode === Op.memoryGrow) this.object("memory grows past the limit", i);
    if (CHARGED_BY_LENGTH.has(opcode)) this.bulk(i, top);
    if (opcode === Op.tableGrow) this.growTable(i, top);
    const arity = arityOf(opcode);
    // Where it is not told what an instruction takes and leaves, nothing of the stack is known from here on.
    if (arity === undefined) this.stack = [];
    for (let left = arity?.takes ?? 0; left > 0; left--) this.pop();
    for (let left = arity?.leaves ?? 0; left > 0; left--) this.stack.push(undefined);
  }

  private bulk(i: number, length: Value | undefined): void {
    if (length?.kind !== "charged" || length.isUsed)
      this.object("the length of a bulk operation is not charged", i);
    else length.isUsed = true;
  }

  private growTable(i: number, delta: Value | undefined): void {
    const { opcode, immediate } = this.body;
    const next = opcode[i + 1] === Op.call ? this.context.added.get(immediate[i + 1]! >>> 0) : undefined;
    if (delta?.kind !== "noted" || next !== "table_grown")
      this.object("a table grows without being charged", i);
  }
}

function negated(value: Value | undefined): Value | undefined {
  if (value?.kind === "constant") return { kind: "constant", value: value.value === 0 ? 1 : 0 };
  return value?.kind === "isEmpty" ? { ...value, whenTrue: !value.whenTrue } : undefined;
}
