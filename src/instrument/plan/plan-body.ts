import type { Instructions } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";
import { type Control, isOpening, Targeted } from "./control.ts";
import { COSTS, ENTRY_COST } from "./costs.ts";
import { EditKind, type Edits } from "./edits.ts";

/** A construct that is open at the current instruction. */
interface Frame {
  readonly opcode: number;
  /** `Targeted`. */
  readonly targeted: number;
  /** What is owed where its label stands: the first branch to it decides; undefined until then. */
  labelOwed: number | undefined;
  /** Whether it was entered at all; inside code that never runs nothing is charged. */
  readonly live: boolean;
  /** Fuel owed on entering it. */
  readonly entry: number;
  /** Set at `else`: what the first arm owes at its end; undefined when it does not get there. */
  thenOwed: number | undefined;
  /** Set at `else`: the edit that evens out the first arm. */
  thenEdit: number;
  hasElse: boolean;
}

/** Called for each instruction, also for those that never run. */
export type Adjust = (instruction: number, openLabels: number) => void;

/** The state of the walk over one body. `owed` is the cost of what ran since the last charge on this path. */
interface Walk {
  readonly edits: Edits;
  readonly frames: Frame[];
  owed: number;
  live: boolean;
  /** Whether the next charge has to check as well: set at function entry and loop heads. */
  checkDue: boolean;
}

/**
 * Places charges and checks in one body, so that fuel is exact at every exit and every call, also for frames that
 * are live when the guest exits inside a call; each cycle of the control flow passes a check.
 * Cost that is owed is carried over an `if` into both arms and evened out where they meet, so that a path which does not
 * branch pays once at its end (Go compiles each jump to an `if` that ends in a branch). In the same way a block's end is
 * reached owing what the first branch to it owed: Go tests after each call whether to unwind, and these tests owe the same.
 * Takes the decoded body and its targets; appends to `edits`. `adjust` may add edits of its own at an instruction, behind
 * those of the plan; it is told how many labels are open there.
 */
export function planBody(body: Instructions, control: Control, edits: Edits, adjust?: Adjust): void {
  const walk: Walk = { edits, frames: [], owed: ENTRY_COST, live: true, checkDue: control.mayRunLong };
  for (let i = 0; i < body.count; i++) {
    const opcode = body.opcode[i]!;
    const at = body.offset[i]!;
    if (walk.live) walk.owed += COSTS[opcode]!;
    if (isOpening(opcode)) open(walk, opcode, at, control.targeted[i]!);
    else if (opcode === Op.end || opcode === Op.delegate) close(walk, at);
    else if (opcode === Op.else) otherwise(walk, at);
    else if (opcode === Op.catch || opcode === Op.catchAll) handler(walk, at);
    else if (walk.live) step(walk, opcode, at, body.immediate[i]!);
    adjust?.(i, walk.frames.length);
  }
}

/** Charges before the instruction at this offset so much that `rest` is still owed. */
function settle(walk: Walk, at: number, rest = 0): void {
  if (!walk.live) return;
  const cost = walk.owed - rest;
  if (walk.checkDue) walk.edits.add(EditKind.spend, at, cost);
  else if (cost !== 0) walk.edits.add(EditKind.charge, at, cost);
  walk.owed = rest;
  walk.checkDue = false;
}

/** What must be owed on a branch to the frame: 0 where the label is entered in other ways too. */
function labelOwed(walk: Walk, frame: Frame | undefined): number {
  if (frame?.opcode !== Op.block || frame.targeted === Targeted.jointly) return 0;
  frame.labelOwed ??= walk.checkDue ? 0 : walk.owed;
  return frame.labelOwed;
}

function open(walk: Walk, opcode: number, at: number, targeted: number): void {
  const isTargeted = targeted !== Targeted.never;
  if (opcode === Op.loop && isTargeted) {
    settle(walk, at);
    walk.checkDue = true;
  }
  // The path that skips a targeted `if` meets branches that owe nothing.
  if (opcode === Op.if && (isTargeted || walk.checkDue)) settle(walk, at);
  const { live, owed: entry } = walk;
  const undecided = { labelOwed: undefined, thenOwed: undefined, thenEdit: -1, hasElse: false };
  walk.frames.push({ opcode, targeted, live, entry, ...undecided });
}

function otherwise(walk: Walk, at: number): void {
  const frame = walk.frames[walk.frames.length - 1]!;
  if (frame.targeted !== Targeted.never) settle(walk, at);
  frame.hasElse = true;
  if (walk.live) {
    frame.thenOwed = walk.owed;
    frame.thenEdit = walk.edits.add(EditKind.charge, at, 0);
  }
  walk.live = frame.live;
  walk.owed = frame.entry;
}

/** A catch clause is entered from a call or throw, which have charged all. */
function handler(walk: Walk, at: number): void {
  settle(walk, at);
  walk.live = walk.frames[walk.frames.length - 1]!.live;
  walk.owed = 0;
}

function close(walk: Walk, at: number): void {
  const frame = walk.frames.pop();
  const isTargeted = frame !== undefined && frame.targeted !== Targeted.never;
  if (frame?.opcode === Op.block && frame.targeted === Targeted.singly) {
    // Without a decision no live branch names the label.
    if (frame.labelOwed === undefined) return;
    settle(walk, at, frame.labelOwed);
    walk.owed = frame.labelOwed;
    walk.live = true;
  } else if (frame === undefined || frame.opcode === Op.try || (isTargeted && frame.opcode !== Op.loop)) {
    settle(walk, at);
    walk.owed = 0;
    walk.live = frame?.live ?? false;
  } else if (frame.opcode === Op.if) {
    join(walk, frame, at);
  }
}

/** Ends an `if` that no branch targets: both arms leave it owing the same. */
function join(walk: Walk, frame: Frame, at: number): void {
  const other = frame.hasElse ? frame.thenOwed : frame.live ? frame.entry : undefined;
  if (other === undefined) return;
  if (!walk.live) {
    walk.live = true;
    walk.owed = other;
    return;
  }
  // Without else there is no place to charge the path that skips the arm: the arm is brought to what that one owes.
  const owed = frame.hasElse ? Math.min(other, walk.owed) : other;
  if (frame.hasElse) walk.edits.value[frame.thenEdit] = other - owed;
  if (walk.owed !== owed) walk.edits.add(EditKind.charge, at, walk.owed - owed);
  walk.owed = owed;
}

function step(walk: Walk, opcode: number, at: number, immediate: number): void {
  switch (opcode) {
    case Op.br:
    case Op.brIf:
      settle(walk, at, labelOwed(walk, walk.frames[walk.frames.length - 1 - immediate]));
      walk.live = opcode === Op.brIf;
      break;
    case Op.brTable:
    case Op.return:
    case Op.unreachable:
    case Op.throw:
    case Op.rethrow:
    case Op.throwRef:
    case Op.returnCall:
    case Op.returnCallIndirect:
      settle(walk, at);
      walk.live = false;
      break;
    case Op.call:
    case Op.callIndirect:
      settle(walk, at);
      break;
    case Op.memoryGrow:
      settle(walk, at);
      walk.edits.add(EditKind.growMemory, at, 0);
      break;
    case Op.memoryCopy:
    case Op.memoryFill:
    case Op.memoryInit:
    case Op.tableCopy:
    case Op.tableFill:
    case Op.tableInit:
      walk.edits.add(EditKind.chargeLength, at, 0);
      break;
    case Op.tableGrow:
      walk.edits.add(EditKind.growTable, at, 0);
      break;
  }
}
