import { type Emitter, emit, markOf } from "./emitter.ts";
import { isBoxed } from "./go-type.ts";
import type { Variable } from "./program.ts";
import type { Reading } from "./track.ts";
import { Box, copyInto, type Value } from "./value.ts";

/** Pushes the value of a variable: of a struct or array the piece of memory itself. */
export function loadVariable(e: Emitter, variable: Variable, reading: Reading): void {
  const { slot, boxed, isGlobal, track } = variable;
  const mark = markOf(reading, track);
  if (boxed || isGlobal) {
    emit(e, (m, f) => {
      const cells = isGlobal ? m.globals.cells : (f.locals[slot] as Box).cells;
      const at = isGlobal ? slot : 0;
      if (m.conditionReads !== undefined) m.noteRead(cells, at, track);
      mark?.(m);
      f.stack.push(cells[at]!);
    });
    return;
  }
  emit(e, (m, f) => {
    if (m.conditionReads !== undefined) m.noteRead(f.locals, slot, track);
    mark?.(m);
    f.stack.push(f.locals[slot]!);
  });
}

/** How a value is stored in a variable that exists. */
export function storeIn({
  slot,
  boxed,
  isGlobal,
  type,
  track,
}: Variable): (globals: Box, locals: Value[], value: Value, step: number) => void {
  const inPlace = isBoxed(type);
  return (globals, locals, value, step) => {
    track.writtenAt = step;
    const cells = isGlobal ? globals.cells : boxed ? (locals[slot] as Box).cells : locals;
    const at = isGlobal ? slot : boxed ? 0 : slot;
    if (inPlace) copyInto(cells[at] as Box, value as Box);
    else cells[at] = value;
  };
}

/** Takes the value off the stack that a variable starts with; each time a new piece of memory. */
export function initialise(e: Emitter, { slot, boxed, track }: Variable): void {
  emit(e, (m, f) => {
    track.writtenAt = m.steps;
    track.jumpedAt = m.steps;
    const value = f.stack.pop()!;
    f.locals[slot] = boxed ? new Box([value], undefined) : value;
  });
}
