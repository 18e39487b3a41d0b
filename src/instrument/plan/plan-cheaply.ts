import { Op } from "../../wasm/opcodes.ts";
import { isOpening } from "./control.ts";
import { ENTRY_COST } from "./costs.ts";
import { EditKind, type Edits } from "./edits.ts";
import type { Flow } from "./flow.ts";
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
 * Places charges so that fuel is never below that of `BodyPlanner`, with one charge and check for each loop and one for each
 * function: on entry a function pays the longest way through it, and each turn of a loop pays the longest way through that
 * turn; ways that are shorter get nothing back. In a dispatching loop the jumps back pay instead, the longest way from where
 * they lead. Bulk operations and growing memory pay exactly as ever.
 * Longest ways are found in one pass from the end, as branches lead forwards but to the heads of loops.
 */
export function planCheaply(flow: Flow, edits: Edits, adjust?: Adjust): void {
  const { entry, before, behind } = new LongestWays(flow).run();
  edits.add(EditKind.spend, flow.first, entry);
  let open = 0;
  for (let i = 0; i < flow.count; i++) {
    const jump = before.get(i);
    if (jump !== undefined) edits.add(EditKind.spend, flow.start[i]!, jump);
    const op = flow.opcode[i]!;
    if (isOpening(op)) open += 1;
    else if (op === Op.end || op === Op.delegate) open -= 1;
    else if (CHARGES_LENGTH.has(op)) edits.add(EditKind.chargeLength, flow.start[i]!, 0);
    else if (op === Op.memoryGrow) edits.add(EditKind.growMemory, flow.start[i]!, 0);
    else if (op === Op.tableGrow) edits.add(EditKind.growTable, flow.start[i]!, 0);
    adjust?.(i, open);
    const head = behind.get(i);
    if (head !== undefined) edits.add(EditKind.spend, flow.end[i]!, head);
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

/** Fuel to charge: on entry, before a point, behind a point. */
interface Charges {
  readonly entry: number;
  readonly before: ReadonlyMap<number, number>;
  readonly behind: ReadonlyMap<number, number>;
}

class LongestWays {
  private readonly flow: Flow;
  private readonly openingOf: Int32Array;
  private readonly dispatches = new Map<number, Dispatch>();
  /** Behind the heads of loops and of handlers. */
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

  constructor(flow: Flow) {
    this.flow = flow;
    this.openingOf = new Int32Array(flow.count).fill(-1);
  }

  run(): Charges {
    const { flow } = this;
    this.matchEnds();
    for (let i = flow.count - 1; i >= 0; i--) this.step(i, flow.opcode[i]!);
    const before = new Map<number, number>();
    for (const { at, loop, goal } of this.jumpsBack)
      before.set(at, flow.cost[loop.table]! + (this.behind.get(goal) ?? 0));
    return { entry: this.ahead + ENTRY_COST, before, behind: this.charges };
  }

  /** Pairs each end with what it ends, and finds the dispatching loops. */
  private matchEnds(): void {
    const { opcode, count } = this.flow;
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
    const { flow } = this;
    let at = loop + 1;
    while (flow.opcode[at] === Op.block && flow.isAdjacent(at - 1)) at += 1;
    const isDispatch =
      flow.opcode[at] === Op.brTable && flow.local[at]! >= 0 && flow.chosenAt[at] === flow.end[at - 1];
    if (!isDispatch) return;
    const blocks = at - loop - 1;
    const goals = flow.labels(at).map((label) => (label < blocks ? at - 1 - label : undefined));
    this.dispatches.set(loop, { local: flow.local[at]!, table: at, goals });
  }

  private step(i: number, op: number): void {
    if (op === Op.end || op === Op.delegate) this.close(i);
    else if (op === Op.else) this.otherwise();
    else if (op === Op.catch || op === Op.catchAll) this.handler(i);
    else if (isOpening(op)) this.open(i, op);
    else this.plain(i, op);
    this.ahead += this.flow.cost[i]!;
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
    this.charges.set(i, this.ahead);
    this.ahead = this.frames[this.frames.length - 1]!.behind;
  }

  private open(i: number, op: number): void {
    if (op === Op.tryTable) {
      const thrown = this.flow.labels(i).map((label) => this.labelOf(label + 1));
      this.frames.pop();
      this.ahead += Math.max(0, ...thrown);
      return;
    }
    const frame = this.frames.pop()!;
    if (op === Op.if) this.ahead = Math.max(this.ahead, frame.otherwise ?? frame.behind);
    if (op !== Op.loop || this.isPaidByJumps(i)) return;
    this.charges.set(i, this.ahead);
    this.ahead = 0;
  }

  private isPaidByJumps(loop: number): boolean {
    return this.dispatches.has(loop) && !this.paysAtHead.has(loop);
  }

  private plain(i: number, op: number): void {
    const { flow } = this;
    switch (op) {
      case Op.br:
        this.ahead = this.jump(i) ?? this.labelOf(flow.immediate[i]!);
        break;
      case Op.brIf:
        this.ahead = Math.max(this.ahead, this.labelOf(flow.immediate[i]!));
        break;
      case Op.brTable:
        this.ahead = Math.max(...flow.labels(i).map((label) => this.labelOf(label)));
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
    if (this.flow.opcode[frame.opening] !== Op.loop) return frame.behind;
    this.paysAtHead.add(frame.opening);
    return 0;
  }

  /** The way behind `i32.const; local.set; br` to a dispatching loop; undefined for any other branch. */
  private jump(i: number): number | undefined {
    const { flow } = this;
    const frame = this.frames[this.frames.length - 1 - flow.immediate[i]!];
    const loop = frame === undefined ? undefined : this.dispatches.get(frame.opening);
    if (loop === undefined || flow.local[i] !== loop.local) return undefined;
    const goal = loop.goals[Math.min(flow.value[i]! >>> 0, loop.goals.length - 1)];
    if (goal === undefined) return undefined;
    const known = this.behind.get(goal);
    if (known !== undefined) return known + flow.cost[loop.table]!;
    this.jumpsBack.push({ at: i, loop, goal });
    return 0;
  }
}
