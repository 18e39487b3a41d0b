import { branchTargets } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";
import type { Code } from "./code.ts";
import { isOpening } from "./control.ts";
import { COSTS, ENTRY_COST } from "./costs.ts";
import { EditKind, type Edits } from "./edits.ts";
import type { Adjust } from "./plan-body.ts";

/** A construct, from the view of its end, where the pass begins. */
interface Frame {
  readonly opening: number;
  /** Fuel of the longest way from behind its end. */
  readonly behind: number;
  /** The same from the beginning of the second arm of an `if`. */
  otherwise: number | undefined;
}

/** A loop that begins by choosing among the blocks in it by the value of a local, as Go writes jumps. */
interface Dispatch {
  readonly local: number;
  readonly table: number;
  /** What opens the block behind which a value of the local goes on; undefined for ways out of the loop. */
  readonly goals: readonly (number | undefined)[];
}

/**
 * Places charges so that fuel is never below that of `BodyPlanner`, with one charge and check for each loop and one for each function: on
 * entry a function pays the longest way through it, and each turn of a loop pays the longest way through that turn; ways
 * that are shorter get nothing back. In a dispatching loop the jumps back pay instead, the longest way from where they
 * lead. Bulk operations and growing memory pay exactly as ever.
 * Longest ways are found in one pass from the end, as branches lead forwards but to the heads of loops.
 */
export function planCheaply(code: Code, edits: Edits, adjust?: Adjust): void {
  const charges = new LongestWays(code).run();
  const { body } = code;
  const { opcode, offset } = body;
  let open = 0;
  for (let i = 0; i < body.count; i++) {
    const charge = charges.get(i);
    if (charge !== undefined) edits.add(EditKind.spend, offset[i]!, charge);
    const op = opcode[i]!;
    if (isOpening(op)) open += 1;
    else if (op === Op.end || op === Op.delegate) open -= 1;
    else if (CHARGES_LENGTH.has(op)) edits.add(EditKind.chargeLength, offset[i]!, 0);
    else if (op === Op.memoryGrow) edits.add(EditKind.growMemory, offset[i]!, 0);
    else if (op === Op.tableGrow) edits.add(EditKind.growTable, offset[i]!, 0);
    adjust?.(i, open);
  }
}

const CHARGES_LENGTH: ReadonlySet<number> = new Set([
  Op.memoryCopy,
  Op.memoryFill,
  Op.memoryInit,
  Op.tableCopy,
  Op.tableFill,
  Op.tableInit,
]);

class LongestWays {
  private readonly code: Code;
  private readonly openingOf: Int32Array;
  private readonly dispatches = new Map<number, Dispatch>();
  /** Before the instruction of this number. */
  private readonly charges = new Map<number, number>();
  /** Longest way from behind the end of a construct, by its opening. */
  private readonly behind = new Map<number, number>();
  /** Jumps back in dispatching loops: where they stand, and the opening of the block that they lead behind. */
  private readonly jumpsBack: { readonly at: number; readonly loop: Dispatch; readonly goal: number }[] = [];
  private readonly frames: Frame[] = [];
  /** Fuel of the longest way from here. */
  private ahead = 0;
  /** Loops that something goes back to other than by a jump whose goal is known. */
  private readonly paysAtHead = new Set<number>();

  constructor(code: Code) {
    this.code = code;
    this.openingOf = new Int32Array(code.body.count).fill(-1);
  }

  run(): ReadonlyMap<number, number> {
    const { body } = this.code;
    this.matchEnds();
    for (let i = body.count - 1; i >= 0; i--) this.step(i, body.opcode[i]!);
    for (const { at, loop, goal } of this.jumpsBack) {
      const fuel = this.cost(loop.table - 1) + this.cost(loop.table) + (this.behind.get(goal) ?? 0);
      this.charges.set(at, fuel);
    }
    this.charges.set(0, this.ahead + ENTRY_COST);
    return this.charges;
  }

  private cost(i: number): number {
    const { costs, body } = this.code;
    return costs === undefined ? COSTS[body.opcode[i]!]! : costs[i]!;
  }

  /** Pairs each end with what it ends, and finds the dispatching loops. */
  private matchEnds(): void {
    const { opcode, count } = this.code.body;
    const open: number[] = [];
    for (let i = 0; i < count; i++) {
      const op = opcode[i]!;
      if (isOpening(op)) {
        open.push(i);
        if (op === Op.loop) this.findDispatch(i);
      } else if (op === Op.end || op === Op.delegate) this.openingOf[i] = open.pop() ?? -1;
    }
  }

  private findDispatch(loop: number): void {
    const { bytes, body } = this.code;
    const { opcode, immediate } = body;
    let at = loop + 1;
    while (opcode[at] === Op.block) at += 1;
    if (opcode[at] !== Op.localGet || opcode[at + 1] !== Op.brTable) return;
    const blocks = at - loop - 1;
    const goals = branchTargets(bytes, body, at + 1).map((label) =>
      label < blocks ? at - 1 - label : undefined,
    );
    this.dispatches.set(loop, { local: immediate[at]!, table: at + 1, goals });
  }

  private step(i: number, op: number): void {
    if (op === Op.end || op === Op.delegate) this.close(i);
    else if (op === Op.else) this.otherwise();
    else if (op === Op.catch || op === Op.catchAll) this.handler(i);
    else if (isOpening(op)) this.open(i, op);
    else this.plain(i, op);
    this.ahead += this.cost(i);
  }

  private close(i: number): void {
    const opening = this.openingOf[i]!;
    this.behind.set(opening, this.ahead);
    this.frames.push({ opening, behind: this.ahead, otherwise: undefined });
  }

  private otherwise(): void {
    const frame = this.frames[this.frames.length - 1]!;
    frame.otherwise = this.ahead;
    this.ahead = frame.behind;
  }

  /** What an exception enters pays for itself. */
  private handler(i: number): void {
    this.charges.set(i + 1, this.ahead);
    this.ahead = this.frames[this.frames.length - 1]!.behind;
  }

  private open(i: number, op: number): void {
    if (op === Op.tryTable) {
      const thrown = branchTargets(this.code.bytes, this.code.body, i).map((label) =>
        this.labelOf(label + 1),
      );
      this.frames.pop();
      this.ahead += Math.max(0, ...thrown);
      return;
    }
    const frame = this.frames.pop()!;
    if (op === Op.if) this.ahead = Math.max(this.ahead, frame.otherwise ?? frame.behind);
    if (op !== Op.loop || this.isPaidByJumps(i)) return;
    this.charges.set(i + 1, this.ahead);
    this.ahead = 0;
  }

  private isPaidByJumps(loop: number): boolean {
    return this.dispatches.has(loop) && !this.paysAtHead.has(loop);
  }

  private plain(i: number, op: number): void {
    const { bytes, body } = this.code;
    switch (op) {
      case Op.br:
        this.ahead = this.jump(i) ?? this.labelOf(body.immediate[i]!);
        break;
      case Op.brIf:
        this.ahead = Math.max(this.ahead, this.labelOf(body.immediate[i]!));
        break;
      case Op.brTable:
        this.ahead = Math.max(...branchTargets(bytes, body, i).map((label) => this.labelOf(label)));
        break;
      case Op.return:
      case Op.unreachable:
      case Op.throw:
      case Op.rethrow:
      case Op.throwRef:
        this.ahead = 0;
        break;
      case Op.returnCall:
      case Op.returnCallIndirect:
        this.ahead = 0;
        break;
    }
  }

  /** Longest way from where a label leads: nothing at the head of a loop, which pays, and at the function's own label. */
  private labelOf(label: number): number {
    const frame = this.frames[this.frames.length - 1 - label];
    if (frame === undefined || frame.opening < 0) return 0;
    if (this.code.body.opcode[frame.opening] !== Op.loop) return frame.behind;
    this.paysAtHead.add(frame.opening);
    return 0;
  }

  /** The way behind `i32.const; local.set; br` to a dispatching loop; undefined for any other branch. */
  private jump(i: number): number | undefined {
    const { opcode, immediate } = this.code.body;
    const frame = this.frames[this.frames.length - 1 - immediate[i]!];
    const loop = frame === undefined ? undefined : this.dispatches.get(frame.opening);
    if (loop === undefined) return undefined;
    const isSet = opcode[i - 1] === Op.localSet && immediate[i - 1] === loop.local;
    if (!isSet || opcode[i - 2] !== Op.i32Const) return undefined;
    const goal = loop.goals[Math.min(immediate[i - 2]! >>> 0, loop.goals.length - 1)];
    if (goal === undefined) return undefined;
    const known = this.behind.get(goal);
    if (known !== undefined) return known + this.cost(loop.table - 1) + this.cost(loop.table);
    this.jumpsBack.push({ at: i, loop, goal });
    return 0;
  }
}
