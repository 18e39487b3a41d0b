import type { Instructions } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";
import { type Code, type KnownDispatch, RESUMED_COST } from "./code.ts";
import { type Control, isOpening, Targeted } from "./control.ts";
import { COSTS, ENTRY_COST } from "./costs.ts";
import { EditKind, type Edits } from "./edits.ts";
import { Potentials, SETTLED } from "./potentials.ts";

/** What is owed at a point: the value of a node, and the cost of what ran since. */
interface Place {
  readonly node: number;
  readonly owed: number;
}

/** A construct that is open at the current instruction. */
interface Frame {
  readonly opcode: number;
  /** Where branches to it go; undefined until a live one is met, for a block. */
  label: Place | undefined;
  /** Whether it was entered at all; inside code that never runs nothing is charged. */
  readonly live: boolean;
  readonly entry: Place;
  /** Set at `else`: the end of the first arm, and the edit that stands there; undefined when it does not get there. */
  thenEnd: (Place & { readonly edit: number }) | undefined;
  hasElse: boolean;
}

/** What the planner is told of a function and of what it calls. */
export interface PlanRules {
  /** Whether a call of this kind (opcode) with this operand has to check. */
  readonly checksCall: (opcode: number, operand: number) => boolean;
  /** Whether it has to check on entry. */
  readonly checksEntry: boolean;
  /** Whether it has to check on its way out: it does much behind calls that may recur. */
  readonly checksReturn: boolean;
  /** Whether it is part of a recursion and closes its cycle: such functions run as often as loops. */
  readonly recurs: boolean;
}

/** Called for each instruction, also for those that never run. */
export type Adjust = (instruction: number, openLabels: number) => void;

const SETTLED_PLACE: Place = { node: SETTLED, owed: 0 };
const RESUMED_PLACE: Place = { node: SETTLED, owed: RESUMED_COST };

/** Block type of a block without values. */
const VOID = -64;

/** How much more often the inside of a loop runs, and to how many loops in one another this is taken to add up. */
const LOOP_WEIGHT = 8;
const MAX_WEIGHED_DEPTH = 6;
/** A charge that carries a check is needed even when it is nothing. */
const CHECKED_WEIGHT = 0.1;
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
  private body!: Instructions;
  private dispatch: KnownDispatch | undefined;
  private control!: Control;
  private rules!: PlanRules;
  private frames: Frame[] = [];
  private node = SETTLED;
  private owed = 0;
  private live = true;
  /** The current instruction. */
  private i = 0;

  /** Plans are appended to these edits. */
  constructor(edits: Edits) {
    this.edits = edits;
  }

  /**
   * Takes the code and what a first look found. `adjust` may add edits of its own at an instruction, behind
   * those of the plan; it is told how many labels are open there.
   */
  plan({ body, costs, dispatch }: Code, control: Control, rules: PlanRules, adjust?: Adjust): void {
    this.body = body;
    this.dispatch = dispatch;
    this.control = control;
    this.rules = rules;
    this.frames = [];
    this.potentials.clear();
    this.goTo(SETTLED_PLACE);
    if (rules.checksEntry) this.edits.add(EditKind.spend, body.offset[0]!, 0);
    this.owed = ENTRY_COST;
    for (this.i = 0; this.i < body.count; this.i++) {
      const opcode = body.opcode[this.i]!;
      const { live } = this;
      if (live) this.owed += costs === undefined ? COSTS[opcode]! : costs[this.i]!;
      if (isOpening(opcode)) this.open(opcode);
      else if (opcode === Op.end || opcode === Op.delegate) this.close();
      else if (opcode === Op.else) this.otherwise();
      else if (opcode === Op.catch || opcode === Op.catchAll) this.handler();
      else if (live) this.step(opcode);
      adjust?.(this.i, this.frames.length);
      const isCall = opcode === Op.call || opcode === Op.callIndirect;
      if (live && isCall) this.edits.add(EditKind.refresh, body.offset[this.i + 1]!, 0);
    }
    this.potentials.solve(this.edits);
  }

  private goTo({ node, owed }: Place): void {
    this.node = node;
    this.owed = owed;
    this.live = true;
  }

  private get here(): Place {
    return { node: this.node, owed: this.owed };
  }

  /** Charges here, before the current instruction, what makes this path owe what the place does. */
  private bring(to: Place, kind: number, weight = 1): void {
    if (!this.live) return;
    const edit = this.edits.add(kind, this.body.offset[this.i]!, 0);
    this.edge(this.here, to, edit, weight);
  }

  private edge(from: Place, to: Place, edit: number, weight: number): void {
    const depth = Math.min(this.control.loopDepth[this.i]!, MAX_WEIGHED_DEPTH);
    this.potentials.edge(from.node, to.node, from.owed - to.owed, {
      edit,
      weight: weight * LOOP_WEIGHT ** depth,
    });
  }

  /** Pays all before the current instruction. */
  private settle(withCheck = false): void {
    this.bring(SETTLED_PLACE, withCheck ? EditKind.paySpend : EditKind.pay, withCheck ? CHECKED_WEIGHT : 1);
    this.node = SETTLED;
    this.owed = 0;
  }

  private open(opcode: number): void {
    const { live } = this;
    const targeted = this.control.targeted[this.i]!;
    const isReached = live && targeted !== Targeted.never;
    const label = this.isResumed(this.i)
      ? RESUMED_PLACE
      : isReached
        ? this.openLabel(opcode, targeted)
        : undefined;
    if (live && opcode === Op.if) this.mayFuse();
    this.frames.push({ opcode, label, live, entry: this.here, thenEnd: undefined, hasElse: false });
  }

  /** An `if` around one branch may become a br_if. The edit of its charge comes next. */
  private mayFuse(): void {
    const { opcode, immediate, offset } = this.body;
    const [at, label] = [this.i, immediate[this.i + 1]!];
    const isAround = opcode[at + 1] === Op.br && opcode[at + 2] === Op.end && immediate[at] === VOID;
    const goal = this.frames[this.frames.length - label];
    if (!isAround || label === 0 || goal === undefined || goal.opcode === Op.loop) return;
    const edit = this.edits.add(EditKind.fuse, offset[at]!, label - 1);
    this.edits.floor[edit] = offset[at + 3]!;
  }

  /** Whether a known dispatch says what is owed where branches to the construct lead. */
  private isResumed(opening: number): boolean {
    const { dispatch } = this;
    return dispatch !== undefined && (dispatch.loop === opening || dispatch.resumed.has(opening));
  }

  private openLabel(opcode: number, targeted: number): Place | undefined {
    const isFixed = targeted === Targeted.thrown || opcode === Op.try || opcode === Op.tryTable;
    if (opcode === Op.loop) {
      const label = isFixed ? SETTLED_PLACE : { node: this.potentials.node(), owed: 0 };
      this.bring(label, EditKind.charge);
      this.goTo(label);
      // An exception comes back without passing a branch.
      if (isFixed) this.edits.add(EditKind.spend, this.body.offset[this.i + 1]!, 0);
      return label;
    }
    if (opcode === Op.if) {
      // The path that skips the arm cannot be charged: all others are brought to what it owes.
      if (targeted !== Targeted.singly) this.settle();
      return this.here;
    }
    return isFixed ? SETTLED_PLACE : undefined;
  }

  private otherwise(): void {
    const frame = this.frames[this.frames.length - 1]!;
    frame.hasElse = true;
    if (this.live) {
      const edit = this.edits.add(EditKind.charge, this.body.offset[this.i]!, 0);
      frame.thenEnd = { ...this.here, edit };
    }
    this.live = frame.live;
    if (frame.live) this.goTo(frame.entry);
  }

  /** A catch clause is entered from a call or throw, which have charged all. */
  private handler(): void {
    this.settle();
    this.live = this.frames[this.frames.length - 1]!.live;
  }

  private close(): void {
    const frame = this.frames.pop();
    if (frame === undefined) {
      this.settle(this.rules.checksReturn);
    } else if (frame.opcode === Op.try) {
      this.settle();
      this.live = frame.live;
    } else if (frame.opcode === Op.if) {
      if (frame.live) this.join(frame);
    } else if (frame.opcode !== Op.loop && frame.label !== undefined) {
      this.bring(frame.label, EditKind.charge);
      this.goTo(frame.label);
    }
  }

  /** Ends an `if`: all ways leave it owing the same. */
  private join(frame: Frame): void {
    const { thenEnd } = frame;
    if (frame.label !== undefined || !frame.hasElse) {
      const goal = frame.label ?? frame.entry;
      if (thenEnd !== undefined) this.edge(thenEnd, goal, thenEnd.edit, 1);
      this.bring(goal, EditKind.charge);
      this.goTo(goal);
    } else if (thenEnd !== undefined && this.live) {
      const goal = { node: this.potentials.node(), owed: 0 };
      this.edge(thenEnd, goal, thenEnd.edit, 1);
      this.bring(goal, EditKind.charge);
      this.goTo(goal);
    } else if (thenEnd !== undefined) {
      this.goTo(thenEnd);
    }
  }

  private step(opcode: number): void {
    const operand = this.body.immediate[this.i]!;
    switch (opcode) {
      case Op.br:
      case Op.brIf:
        this.branch(opcode, operand);
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
    const edit = this.edits.add(EditKind.chargeLength, this.body.offset[this.i]!, 0);
    this.potentials.floor(this.node, this.owed, edit);
  }

  /** These charge by themselves what they gain, and check. */
  private replace(kind: number): void {
    this.settle();
    this.edits.add(kind, this.body.offset[this.i]!, 0);
  }

  private branch(opcode: number, relative: number): void {
    const frame = this.frames[this.frames.length - 1 - relative];
    const label = this.labelOf(frame);
    if (frame === undefined) this.bring(label, this.rules.checksReturn ? EditKind.paySpend : EditKind.pay);
    else if (frame.opcode !== Op.loop) this.bring(label, EditKind.charge, this.jumpWeight());
    else if (this.control.forward[this.i] === 1) this.bring(label, EditKind.charge, this.jumpWeight());
    else this.bring(label, EditKind.spend, CHECKED_WEIGHT);
    if (opcode === Op.brIf) this.goTo(label);
    else this.live = false;
  }

  private jumpWeight(): number {
    const inner = this.frames[this.frames.length - 1];
    return inner?.opcode === Op.if ? JUMP_WEIGHT : 1;
  }

  /** Where a branch to the frame goes; no frame is the function's own label. */
  private labelOf(frame: Frame | undefined): Place {
    if (frame === undefined) return SETTLED_PLACE;
    frame.label ??= { node: this.potentials.node(), owed: 0 };
    return frame.label;
  }

  /** All labels of a br_table owe the same, since there is no place for a charge on the way to one of them. */
  private table(): void {
    if (this.i === this.dispatch?.table) {
      // The innermost block stands for those who begin; unless they are gone, they come this way and owe as much.
      const fresh = this.frames[this.frames.length - 1]!;
      if (fresh.label === undefined) fresh.label = this.here;
      else this.bring(RESUMED_PLACE, EditKind.charge, RESUMED_WEIGHT);
      this.live = false;
      return;
    }
    const goal = { node: this.potentials.node(), owed: 0 };
    let [leaves, goesBack] = [false, false];
    for (const label of this.control.tables.get(this.i)!) {
      const frame = this.frames[this.frames.length - 1 - label];
      this.potentials.tie(goal.node, this.labelOf(frame).node);
      if (frame === undefined) leaves = true;
      else if (frame.opcode === Op.loop) goesBack = true;
    }
    const isChecked = goesBack || (leaves && this.rules.checksReturn);
    const kinds = leaves ? [EditKind.pay, EditKind.paySpend] : [EditKind.charge, EditKind.spend];
    this.bring(goal, kinds[isChecked ? 1 : 0]!);
    this.live = false;
  }
}
