import { type Emitter, emit } from "./emitter.ts";
import type { Frame, Machine } from "./machine.ts";
import { Box, type Closure, type Value } from "./value.ts";

/** What the cell that a loop over a function and its body share holds: more than 0 is the number of an exit. */
export const GOES_ON = 0;
export const IS_OVER = -1;

/** The cell that the loop and its body share, in a round of it. */
export const sharedCell = (f: Frame): Box => (f.body as Closure).captured[1] as Box;

/** Ends a round with `false`, and leaves behind how. */
export function emitStop(e: Emitter, how: number): void {
  emit(e, (m, f) => {
    sharedCell(f).cells[0] = how;
    m.returnFrom(f, [false]);
  });
}

/** Leaves the body of a loop over a function; `then` is written after the loop, in the function around it. */
export function emitExit(e: Emitter, then: (e: Emitter) => void): void {
  const { exits } = e.bodies.at(-1)!;
  exits.push(then);
  emitStop(e, exits.length);
}

/** Whether a target stands outside the body of the loop over a function that is being written. */
export function isOutside(e: Emitter, targetAt: number): boolean {
  const body = e.bodies.at(-1);
  return body !== undefined && targetAt < body.firstTarget;
}

type Finish = (m: Machine, f: Frame, values: Value[]) => void;

/** `return` in the body: `count` values on the stack are kept until the iterator has returned. */
export function emitReturnOutside(e: Emitter, count: number, finish: Finish): void {
  const { values } = e.bodies.at(-1)!;
  emit(e, (_, f) => {
    f.locals[values] = new Box(f.stack.splice(f.stack.length - count), undefined);
  });
  emitExit(e, (outer) => emitKept(outer, values, finish));
}

function emitKept(e: Emitter, slot: number, finish: Finish): void {
  if (e.bodies.length > 0) emitExit(e, (outer) => emitKept(outer, slot, finish));
  else emit(e, (m, f) => finish(m, f, (f.locals[slot] as Box).cells.slice()));
}
