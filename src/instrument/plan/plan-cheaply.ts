import { Op } from "../../wasm/opcodes.ts";
import type { Code } from "./code.ts";
import { isOpening } from "./control.ts";
import { CHARGED_BY_LENGTH, ENTRY_COST } from "./costs.ts";
import { EditKind, type Edits } from "./edits.ts";
import type { Flow } from "./flow.ts";
import type { Adjust } from "./plan-rules.ts";

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
export function planCheaply({ flow }: Code, edits: Edits, adjust?: Adjust): void {
  const { before, behind } = new LongestWays(flow).run();
  const { opcode, start, end } = flow;
  const pay = (fuel: number | undefined, at: number): void => {
    if (fuel !== undefined) edits.add(EditKind.spend, at, fuel);
  };
  let open = 0;
  pay(behind.get(BEGINNING), flow.first);
  for (let i = 0; i < flow.count; i++) {
    edits.currentPcB = flow.pcB[i]!;
    pay(before.get(i), start[i]!);
    const op = opcode[i]!;
    if (isOpening(op)) open += 1;
    else if (op === Op.end || op === Op.delegate) open -= 1;
    else if (CHARGED_BY_LENGTH.has(op)) edits.add(EditKind.chargeLength, start[i]!, 0);
    else if (op === Op.memoryGrow) edits.add(EditKind.growMemory, start[i]!, 0);
    else if (op === Op.tableGrow) edits.add(EditKind.growTable, start[i]!, 0);
    adjust?.(i, open);
    pay(behind.get(i), end[i]!);
  }
}

/** In place of a point before all points. */
const BEGINNING = -1;

class LongestWays {
  private readonly flow: Flow;
  private readonly openingOf: Int32Array;
  private readonly dispatches = new Map<number, Dispatch>();
  /** Charges before and behind a point. */
  private readonly chargesBefore = new Map<number, number>();
  private readonly chargesBehind = new Map<number, number>();
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

  run(): { readonly before: ReadonlyMap<number, number>; readonly behind: ReadonlyMap<number, number> } {
    const { flow } = this;
    this.matchEnds();
    for (let i = flow.count - 1; i >= 0; i--) this.step(i, flow.opcode[i]!);
    for (const { at, loop, goal } of this.jumpsBack)
      this.chargesBefore.set(at, flow.cost[loop.table]! + (this.behind.get(goal) ?? 0));
    this.chargesBehind.set(BEGINNING, this.ahead + ENTRY_COST);
    return { before: this.chargesBefore, behind: this.chargesBehind };
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
    let table = loop + 1;
    while (flow.opcode[table] === Op.block && flow.isAdjacent(table - 1)) table += 1;
    const isDispatch = flow.opcode[table] === Op.brTable && flow.chosenAt[table] === flow.end[table - 1];
    const local = flow.local[table]!;
    if (!isDispatch || local < 0) return;
    const blocks = table - loop - 1;
    const goals = flow.labels(table).map((label) => (label < blocks ? table - 1 - label : undefined));
    this.dispatches.set(loop, { local, table, goals });
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
    this.chargesBehind.set(i, this.ahead);
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
    this.chargesBehind.set(i, this.ahead);
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
