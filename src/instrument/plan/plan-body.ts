import { Op } from "../../wasm/opcodes.ts";
import { type Code, type KnownDispatch, RESUMED_COST } from "./code.ts";
import { type Control, isOpening, Targeted } from "./control.ts";
import { ENTRY_COST } from "./costs.ts";
import { EditKind, type Edits } from "./edits.ts";
import type { Flow } from "./flow.ts";
import { Frame, NONE } from "./frame.ts";
import type { Adjust, PlanRules } from "./plan-rules.ts";
import { Potentials, SETTLED } from "./potentials.ts";
import { delayReload, isBehindReload, unwindingEnd } from "./unwinding.ts";

/** Block type of a block without values. */
const VOID = -64;

/** How much more often the inside of a loop runs, and to how many loops in one another this is taken to add up. */
const LOOP_WEIGHT = 8;
const MAX_WEIGHED_DEPTH = 6;
const DEPTH_WEIGHTS: Float64Array = Float64Array.from(
  { length: MAX_WEIGHED_DEPTH + 1 },
  (_, depth) => LOOP_WEIGHT ** depth,
);
/** A charge that carries a check is needed even when it is nothing. */
const CHECKED_WEIGHT = 0.1;
/** A jump back in a loop with calls, which pay there too: better that it only checks, and that more is owed at the head. */
const HEAD_WEIGHT = 2;
/** Calls resume less often than they begin. */
const RESUMED_WEIGHT = 0.02;
/** A jump out of an `if` runs less often than what it skips. */
const JUMP_WEIGHT = 0.5;

/**
 * Places charges and checks in one body, so that fuel is exact at every exit and every call, also for frames that
 * are live when the guest exits inside a call; each cycle of the control flow passes a check.
 * What a path owes is carried on as far as it goes: where paths meet they are brought to owe the same, and how much that is
 * `Potentials` chooses. A branch taken out of an `if` is charged inside it, so the path that does not branch pays once
 * at its end (Go compiles each jump that way). Checks ride on charges: at branches back and at the calls that `rules` names.
 */
export class BodyPlanner {
  private readonly potentials = new Potentials();
  private readonly edits: Edits;
  private flow!: Flow;
  private dispatch: KnownDispatch | undefined;
  private control!: Control;
  private rules!: PlanRules;
  /** Whether what is owed at heads of the dispatch is chosen, or as behind calls; their nodes, by the block. */
  private choosesHeads = true;
  private readonly heads = new Map<number, number>();
  private readonly frames: Frame[] = [];
  /** How many of the frames are open. */
  private depth = 0;
  private node = SETTLED;
  private owed = 0;
  private live = true;
  /** See `unwindingEnd`. */
  private unwindsTo = -1;
  /** The current point. */
  private i = 0;

  /** Plans are appended to these edits. */
  constructor(edits: Edits) {
    this.edits = edits;
  }

  /**
   * Takes the code and what a first look found. `adjust` may add edits of its own at a point, behind
   * those of the plan; it is told how many labels are open there.
   */
  plan(code: Code, control: Control, rules: PlanRules, adjust?: Adjust): void {
    this.choosesHeads = true;
    this.place(code, control, rules, adjust);
    // Whoever comes in there in another way than Go has run for so much.
    const isTooLow = (node: number): boolean => this.potentials.value(node) < RESUMED_COST;
    if (this.heads.size === 0 || ![...this.heads.values()].some(isTooLow)) return;
    this.choosesHeads = false;
    this.edits.clear();
    this.place(code, control, rules, adjust);
  }

  private place({ flow, dispatch }: Code, control: Control, rules: PlanRules, adjust?: Adjust): void {
    this.flow = flow;
    this.dispatch = dispatch;
    this.control = control;
    this.rules = rules;
    this.depth = 0;
    this.potentials.clear();
    this.unwindsTo = unwindingEnd(flow);
    if (this.heads.size > 0) this.heads.clear();
    if (rules.checksEntry) this.edits.add(EditKind.spend, flow.first, 0);
    this.goTo(SETTLED, ENTRY_COST);
    for (this.i = 0; this.i < flow.count; this.i++) {
      const opcode = flow.opcode[this.i]!;
      const { live } = this;
      this.edits.currentPcB = flow.pcB[this.i]!;
      if (live) this.owed += flow.cost[this.i]!;
      if (opcode === Op.end || opcode === Op.delegate) this.close();
      else if (isOpening(opcode)) this.open(opcode);
      else if (opcode === Op.else) this.otherwise();
      else if (opcode === Op.catch || opcode === Op.catchAll) this.handler();
      else if (live) this.step(opcode);
      adjust?.(this.i, this.depth);
      const isCall = opcode === Op.call || opcode === Op.callIndirect;
      if (live && isCall) this.edits.add(EditKind.refresh, flow.end[this.i]!, 0);
    }
    this.potentials.solve(this.edits);
  }

  private goTo(node: number, owed: number): void {
    this.node = node;
    this.owed = owed;
    this.live = true;
  }

  /** Charges here, before the current point, what makes this path owe what the place does. */
  private bring(node: number, owed: number, kind: number, weight: number): void {
    if (!this.live) return;
    const edit = this.edits.add(kind, this.flow.payAt[this.i]!, 0);
    this.edge(this.node, node, this.owed - owed, edit);
    if (weight !== 1) this.potentials.weigh(weight * this.weightHere());
  }

  private edge(from: number, to: number, cost: number, edit: number): void {
    this.potentials.edge(from, to, cost, edit);
    this.potentials.weigh(this.weightHere());
  }

  private weightHere(): number {
    return DEPTH_WEIGHTS[Math.min(this.control.loopDepth[this.i]!, MAX_WEIGHED_DEPTH)]!;
  }

  /** Pays all before the current point. */
  private settle(withCheck: boolean): void {
    this.bring(SETTLED, 0, withCheck ? EditKind.paySpend : EditKind.pay, withCheck ? CHECKED_WEIGHT : 1);
    this.node = SETTLED;
    this.owed = 0;
  }

  /** The frame that a label leads to; undefined for the function's own. */
  private frameOf(label: number): Frame | undefined {
    return label < this.depth ? this.frames[this.depth - 1 - label] : undefined;
  }

  private open(opcode: number): void {
    const { live, depth } = this;
    if (depth === this.frames.length) this.frames.push(new Frame());
    const frame = this.frames[depth]!;
    frame.opcode = opcode;
    frame.opening = this.i;
    frame.live = live;
    frame.hasElse = false;
    frame.labelNode = frame.thenNode = NONE;
    const targeted = this.control.targeted[this.i]!;
    if (this.isResumed(this.i)) this.label(frame, SETTLED, RESUMED_COST);
    else if (this.dispatch?.heads.has(this.i)) this.openHead(frame);
    else if (live && targeted !== Targeted.never) this.openLabel(frame, targeted);
    if (live && opcode === Op.if) this.mayFuse();
    frame.entryNode = this.node;
    frame.entryOwed = this.owed;
    this.depth += 1;
  }

  private label(frame: Frame, node: number, owed: number): void {
    frame.labelNode = node;
    frame.labelOwed = owed;
  }

  /** An `if` around one branch may become a br_if. The edit of its charge comes next. */
  private mayFuse(): void {
    const { flow, i } = this;
    const label = flow.immediate[i + 1]!;
    const isAround =
      flow.opcode[i + 1] === Op.br && flow.opcode[i + 2] === Op.end && flow.immediate[i] === VOID;
    if (!isAround || label === 0 || !flow.isAdjacent(i) || !flow.isAdjacent(i + 1)) return;
    const goal = this.frameOf(label - 1);
    if (goal === undefined || goal.opcode === Op.loop) return;
    const edit = this.edits.add(EditKind.fuse, flow.start[i]!, label - 1);
    this.edits.floor[edit] = flow.end[i + 2]!;
  }

  /** Whether a known dispatch says what is owed where branches to the construct lead. */
  private isResumed(opening: number): boolean {
    const { dispatch } = this;
    return dispatch !== undefined && (dispatch.loop === opening || dispatch.resumed[opening] === 1);
  }

  private openHead(frame: Frame): void {
    if (this.choosesHeads) this.label(frame, this.head(this.i), 0);
    else this.label(frame, SETTLED, RESUMED_COST);
  }

  /** What is owed behind a block that known jumps lead to through the br_table. */
  private head(opening: number): number {
    const known = this.heads.get(opening);
    if (known !== undefined) return known;
    const node = this.potentials.node();
    this.heads.set(opening, node);
    return node;
  }

  private openLabel(frame: Frame, targeted: number): void {
    const { opcode } = frame;
    const isFixed = targeted === Targeted.thrown || opcode === Op.try || opcode === Op.tryTable;
    if (opcode === Op.loop) {
      const node = isFixed ? SETTLED : this.potentials.node();
      this.bring(node, 0, EditKind.charge, 1);
      this.goTo(node, 0);
      this.label(frame, node, 0);
      // An exception comes back without passing a branch.
      if (isFixed) this.edits.add(EditKind.spend, this.flow.end[this.i]!, 0);
    } else if (opcode === Op.if) {
      // The path that skips the arm cannot be charged: all others are brought to what it owes.
      if (targeted !== Targeted.singly) this.settle(false);
      this.label(frame, this.node, this.owed);
    } else if (isFixed) this.label(frame, SETTLED, 0);
  }

  private otherwise(): void {
    const frame = this.frames[this.depth - 1]!;
    frame.hasElse = true;
    if (this.live) {
      frame.thenEdit = this.edits.add(EditKind.charge, this.flow.payAt[this.i]!, 0);
      frame.thenNode = this.node;
      frame.thenOwed = this.owed;
    }
    this.live = frame.live;
    if (frame.live) this.goTo(frame.entryNode, frame.entryOwed);
  }

  /** A catch clause is entered from a call or throw, which have charged all. */
  private handler(): void {
    this.settle(false);
    this.live = this.frames[this.depth - 1]!.live;
  }

  private close(): void {
    if (this.depth === 0) {
      this.settle(this.rules.checksReturn);
      return;
    }
    this.depth -= 1;
    const frame = this.frames[this.depth]!;
    if (frame.opcode === Op.try) {
      this.settle(false);
      this.live = frame.live;
    } else if (frame.opcode === Op.if) {
      if (frame.live) this.join(frame);
    } else if (frame.opcode !== Op.loop && frame.labelNode !== NONE) {
      this.meet(frame.labelNode, frame.labelOwed);
    }
  }

  /** Ends an `if`: all ways leave it owing the same. */
  private join(frame: Frame): void {
    const { thenNode, thenOwed, thenEdit } = frame;
    const hasThen = thenNode !== NONE;
    if (frame.labelNode !== NONE || !frame.hasElse) {
      const isTargeted = frame.labelNode !== NONE;
      const node = isTargeted ? frame.labelNode : frame.entryNode;
      const owed = isTargeted ? frame.labelOwed : frame.entryOwed;
      if (hasThen) this.edge(thenNode, node, thenOwed - owed, thenEdit);
      this.meet(node, owed);
    } else if (hasThen && this.live) {
      const node = this.potentials.node();
      this.edge(thenNode, node, thenOwed, thenEdit);
      this.meet(node, 0);
    } else if (hasThen) {
      this.goTo(thenNode, thenOwed);
    }
  }

  /** This path, if it gets here, and others go on alike. */
  private meet(node: number, owed: number): void {
    this.bring(node, owed, EditKind.charge, 1);
    this.goTo(node, owed);
  }

  private step(opcode: number): void {
    const operand = this.flow.immediate[this.i]!;
    switch (opcode) {
      case Op.br:
      case Op.brIf:
        if (this.unwinds(operand))
          delayReload(this.flow, this.i, this.edits, () => this.branch(opcode, operand));
        else this.branch(opcode, operand);
        break;
      case Op.brTable:
        this.table();
        break;
      case Op.returnCall:
      case Op.returnCallIndirect:
        this.settle(this.rules.checksReturn || this.rules.checksCall(opcode, operand));
        this.live = false;
        break;
      case Op.return:
      case Op.throw:
      case Op.rethrow:
      case Op.throwRef:
        this.settle(this.rules.checksReturn);
        this.live = false;
        break;
      case Op.unreachable:
        this.live = false;
        break;
      case Op.call:
      case Op.callIndirect:
        this.settle(this.rules.checksCall(opcode, operand));
        break;
      case Op.memoryGrow:
        this.replace(EditKind.growMemory);
        break;
      case Op.memoryCopy:
      case Op.memoryFill:
      case Op.memoryInit:
      case Op.tableCopy:
      case Op.tableFill:
      case Op.tableInit:
        this.bulk();
        break;
      case Op.tableGrow:
        this.replace(EditKind.growTable);
        break;
    }
  }

  /** Charges its length by itself and checks; it needs to know only whether fuel has been taken beforehand. */
  private bulk(): void {
    const edit = this.edits.add(EditKind.chargeLength, this.flow.start[this.i]!, 0);
    this.potentials.floor(this.node, this.owed, edit);
  }

  /** These charge by themselves what they gain, and check. */
  private replace(kind: number): void {
    this.settle(false);
    this.edits.add(kind, this.flow.start[this.i]!, 0);
  }

  private branch(opcode: number, relative: number): void {
    const goal = this.choosesHeads ? this.dispatch?.goals.get(this.i) : undefined;
    if (goal !== undefined) {
      this.bring(this.head(goal), 0, EditKind.spend, HEAD_WEIGHT);
      this.live = false;
      return;
    }
    const frame = this.frameOf(relative);
    const node = this.labelOf(frame);
    const owed = frame === undefined ? 0 : frame.labelOwed;
    if (frame === undefined)
      this.bring(node, owed, this.rules.checksReturn ? EditKind.paySpend : EditKind.pay, 1);
    else if (frame.opcode !== Op.loop || this.control.forward[this.i] === 1)
      this.bring(node, owed, EditKind.charge, this.jumpWeight());
    else this.bring(node, owed, EditKind.spend, CHECKED_WEIGHT);
    if (opcode === Op.brIf) this.goTo(node, owed);
    else this.live = false;
  }

  /** Whether it is the branch of Go's code that leaves a function whose caller unwinds the stack. */
  private unwinds(label: number): boolean {
    if (this.unwindsTo < 0 || label !== this.depth - 1 || !isBehindReload(this.flow, this.i)) return false;
    return this.control.endOf[this.frames[0]!.opening] === this.unwindsTo;
  }

  private jumpWeight(): number {
    return this.frameOf(0)?.opcode === Op.if ? JUMP_WEIGHT : 1;
  }

  /** The node where a branch to the frame goes; no frame is the function's own label. */
  private labelOf(frame: Frame | undefined): number {
    if (frame === undefined) return SETTLED;
    if (frame.labelNode === NONE) this.label(frame, this.potentials.node(), 0);
    return frame.labelNode;
  }

  /** All labels of a br_table owe the same, since there is no place for a charge on the way to one of them. */
  private table(): void {
    if (this.i === this.dispatch?.table) {
      // The innermost block stands for those who begin; unless they are gone, they come this way and owe as much.
      const fresh = this.frames[this.depth - 1]!;
      if (fresh.labelNode === NONE) this.label(fresh, this.node, this.owed);
      else this.bring(SETTLED, RESUMED_COST, EditKind.charge, RESUMED_WEIGHT);
      this.live = false;
      return;
    }
    const goal = this.potentials.node();
    let [leaves, goesBack] = [false, false];
    for (const label of this.control.tables.get(this.i)!) {
      const frame = this.frameOf(label);
      this.potentials.tie(goal, this.labelOf(frame));
      if (frame === undefined) leaves = true;
      else if (frame.opcode === Op.loop) goesBack = true;
    }
    const isChecked = goesBack || (leaves && this.rules.checksReturn);
    const kinds = leaves ? [EditKind.pay, EditKind.paySpend] : [EditKind.charge, EditKind.spend];
    this.bring(goal, 0, kinds[isChecked ? 1 : 0]!, 1);
    this.live = false;
  }
}
