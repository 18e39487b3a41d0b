import type { NodeId } from "../../source/tree.ts";
import type { GoSymbol } from "../flow/symbols.ts";
import type { Code, Instruction } from "./code.ts";
import { type RunType, under } from "./go-type.ts";
import type { Machine } from "./machine.ts";
import type { Context, Variable } from "./program.ts";
import type { Flow, Reading, Track } from "./track.ts";
import type { Value } from "./value.ts";

/** A place in the code that jumps go to; known once the code before it is written. */
export interface Label {
  pc: number;
}

/** What break and continue mean at some place. */
export interface Target {
  readonly name: string;
  readonly breakTo: Label;
  readonly continueTo: Label | undefined;
  /** A labeled statement that is no loop and no switch. */
  readonly isPlain?: boolean;
}

/** The body of a loop over a function while it is written. */
export interface LoopBody {
  /** Targets before this one stand outside. */
  readonly firstTarget: number;
  /** What is written after the loop for each way to leave it. */
  readonly exits: ((e: Emitter) => void)[];
  /** Slot for the values of a return. */
  readonly values: number;
}

/** Writes the code of one function. */
export interface Emitter extends Context {
  readonly code: Code;
  /** Where instructions go: the body of the function, or that of a loop over a function in it. */
  out: Instruction[];
  readonly variables: Map<number, Variable>;
  readonly parent: Emitter | undefined;
  /** Variables of functions around this one, in the order in which a closure holds them. */
  readonly captured: Variable[];
  readonly labels: Map<string, Label>;
  readonly targets: Target[];
  /** Bodies of loops over functions around the statement that is written, innermost last. */
  readonly bodies: LoopBody[];
  nextSlot: number;
  /** Name of the label before the statement that comes next. */
  pendingLabel: string;
  /** Writes the value of an expression, in its own type. */
  readonly value: (node: NodeId, reading: Reading) => void;
  readonly statement: (node: NodeId) => void;
  /** Makes the code of a literal. */
  readonly literal: (node: NodeId) => { readonly code: Code; readonly captured: readonly Variable[] };
}

export function emit(e: Emitter, instruction: Instruction): void {
  e.out.push(instruction);
}

export const newLabel = (): Label => ({ pc: -1 });

/** Jumps to a label land here from now on. */
export function place(e: Emitter, label: Label): void {
  label.pc = e.out.length;
}

export function jump(e: Emitter, label: Label): void {
  emit(e, (_, f) => {
    f.pc = label.pc;
  });
}

/** Takes a condition off the stack and jumps when it is `when`. */
export function jumpIf(e: Emitter, when: boolean, label: Label): void {
  emit(e, (_, f) => {
    if (f.stack.pop() === when) f.pc = label.pc;
  });
}

/** A slot for a value without a name. */
export function hiddenSlot(e: Emitter): number {
  const slot = e.nextSlot++;
  // Slots are used again; what was in one before is over.
  e.code.tracks[slot] = undefined;
  e.code.slots = Math.max(e.code.slots, e.nextSlot);
  return slot;
}

/** Declares a local variable; nothing is stored yet. */
export function declareVariable(
  e: Emitter,
  symbol: GoSymbol,
  type: RunType,
  boxed: boolean,
  track: Track,
): Variable {
  const variable: Variable = { slot: hiddenSlot(e), boxed, isGlobal: false, type, track };
  e.variables.set(symbol.id, variable);
  track.isFloat ||= under(type).kind === "float";
  e.code.tracks[variable.slot] = track;
  return variable;
}

/** Runs `body` in a scope of its own: its variables are gone afterwards. */
export function scoped(e: Emitter, body: () => void): void {
  const first = e.nextSlot;
  body();
  e.nextSlot = first;
}

/** What reading a variable in this way leaves behind. */
export function markOf(reading: Reading, track: Track): ((machine: Machine) => void) | undefined {
  switch (reading.kind) {
    case "real":
      return (m) => {
        track.readAt = m.steps;
      };
    case "compared":
      return (m) => {
        track.comparedAt = m.steps;
      };
    case "quiet":
      return undefined;
    case "result":
      return (m) => {
        const how = m.frame!.resultReading;
        if (how === "compared") track.comparedAt = m.steps;
        else if (how !== "quiet") track.readAt = m.steps;
      };
    case "flow": {
      const flow: Flow = {
        to: reading.to,
        isSum: reading.isSum,
        isElement: reading.isElement === true,
        at: -1,
      };
      track.flows.push(flow);
      return (m) => {
        flow.at = m.steps;
      };
    }
  }
}

/** Writes the reading of a cell that `find` gives. */
export function emitLoad(
  e: Emitter,
  reading: Reading,
  track: Track,
  find: (
    locals: Value[],
    machine: Machine,
    stack: Value[],
  ) => { readonly cells: Value[]; readonly at: number },
): void {
  const mark = markOf(reading, track);
  emit(e, (m, f) => {
    const { cells, at } = find(f.locals, m, f.stack);
    if (m.conditionReads !== undefined) m.noteRead(cells, at, track);
    mark?.(m);
    f.stack.push(cells[at]!);
  });
}
