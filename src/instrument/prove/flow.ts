import { branchTargets, type Instructions } from "../../wasm/body.ts";
import { Op } from "../../wasm/opcodes.ts";
import { isOpening } from "../plan/control.ts";

/** Stands for a position behind the function: its own label and the end. */
export const EXIT = -1;

/** Where the control flow of a body leads. Positions are instructions. */
export interface Flow {
  /** Where a br or br_if leads, by its position. */
  readonly target: Int32Array;
  /** The opening that it names; -1 for the function. */
  readonly targetOpening: Int32Array;
  /** The openings that a br_table names, by its position; the last is for all greater values. */
  readonly tables: ReadonlyMap<number, readonly number[]>;
  /** What an `end` or an `else` belongs to; -1 for the function. */
  readonly openingOf: Int32Array;
  /** Where an `if` goes on when it is not taken, and an `else` when it is reached. */
  readonly otherwise: Int32Array;
  /** Where control goes from a branch to the construct with this opening. */
  behind(opening: number): number;
  /** Locals that a loop reads right away to choose where to go on, as Go writes jumps; by the position of the loop. */
  readonly dispatches: ReadonlyMap<number, ReadonlySet<number>>;
  readonly hasExceptions: boolean;
}

/** Takes a valid body with the bytes that it was decoded from. */
export function readFlow(bytes: Uint8Array, body: Instructions): Flow {
  const { count, opcode, immediate } = body;
  const open: number[] = [];
  const endOf = new Int32Array(count);
  const elseOf = new Int32Array(count).fill(-1);
  const openingOf = new Int32Array(count).fill(-1);
  const targetOpening = new Int32Array(count).fill(-1);
  const tableOpenings = new Map<number, readonly number[]>();
  let hasExceptions = false;
  const opening = (label: number): number => open[open.length - 1 - label] ?? -1;
  for (let i = 0; i < count; i++) {
    const op = opcode[i]!;
    const isException = op >= Op.try && op <= Op.throwRef;
    if (isException || op === Op.tryTable || op === Op.delegate || op === Op.catchAll) hasExceptions = true;
    if (isOpening(op)) open.push(i);
    else if (op === Op.else) {
      elseOf[opening(0)] = i;
      openingOf[i] = opening(0);
    } else if (op === Op.end) {
      const at = open.pop();
      openingOf[i] = at ?? -1;
      if (at !== undefined) endOf[at] = i;
    } else if (op === Op.br || op === Op.brIf) targetOpening[i] = opening(immediate[i]!);
    else if (op === Op.brTable) tableOpenings.set(i, branchTargets(bytes, body, i).map(opening));
  }
  const behind = (at: number): number => {
    if (at < 0) return EXIT;
    return opcode[at] === Op.loop ? at + 1 : endOf[at]! + 1;
  };
  const otherwise = new Int32Array(count);
  const dispatches = new Map<number, ReadonlySet<number>>();
  for (let i = 0; i < count; i++) {
    if (opcode[i] === Op.if) otherwise[i] = (elseOf[i]! < 0 ? endOf[i]! : elseOf[i]!) + 1;
    if (opcode[i] === Op.else) otherwise[i] = endOf[openingOf[i]!]! + 1;
    if (opcode[i] !== Op.loop) continue;
    const locals = localsBeforeChoice(body, i + 1);
    if (locals.size > 0) dispatches.set(i, locals);
  }
  return {
    target: targetOpening.map((at) => behind(at)),
    targetOpening,
    tables: tableOpenings,
    openingOf,
    behind,
    otherwise,
    dispatches,
    hasExceptions,
  };
}

/** Locals read in straight code that ends by choosing where to go on; none where it ends otherwise. */
function localsBeforeChoice({ opcode, immediate }: Instructions, start: number): ReadonlySet<number> {
  const locals = new Set<number>();
  let at = start;
  for (; !endsNode(opcode[at]!); at++) if (opcode[at] === Op.localGet) locals.add(immediate[at]!);
  const isChoice = opcode[at] === Op.brTable || opcode[at] === Op.if || opcode[at] === Op.brIf;
  return isChoice ? locals : new Set();
}

/** Whether control does not simply go on behind an instruction of this kind, or may arrive behind it from elsewhere. */
export function endsNode(opcode: number): boolean {
  switch (opcode) {
    case Op.unreachable:
    case Op.loop:
    case Op.if:
    case Op.else:
    case Op.end:
    case Op.br:
    case Op.brIf:
    case Op.brTable:
    case Op.return:
    case Op.returnCall:
    case Op.returnCallIndirect:
      return true;
    default:
      return false;
  }
}
