import { childIn, type NodeId } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import type { Code } from "./code.ts";
import { emitPlain } from "./emit-convert.ts";
import { emitStop, GOES_ON, IS_OVER, sharedCell } from "./emit-exit.ts";
import { type Emitter, emit, hiddenSlot, type LoopBody, newLabel, place, scoped } from "./emitter.ts";
import * as T from "./go-type.ts";
import { notModelled } from "./program.ts";
import { Box, Closure, Locals } from "./value.ts";

/**
 * `for k, v := range f`, in a scope of its own. The body becomes a function that `f` calls; it works on the variables of
 * the function around it, and leaves the way it ended in a cell that both share (go.dev/ref/spec#For_range).
 */
export function emitFunctionRange(
  e: Emitter,
  node: NodeId,
  clause: NodeId,
  rest: {
    readonly name: string;
    readonly names: readonly NodeId[];
    readonly target: (name: NodeId, type: T.RunType) => void;
  },
): void {
  const { tree } = e.file.source;
  const subject = childIn(tree, clause, Field.Right);
  const type = e.check(subject).type;
  const yieldType = yieldOf(type);
  emitPlain(e, subject);
  const [held, cell] = [hiddenSlot(e), hiddenSlot(e)];
  const body: LoopBody = { firstTarget: e.targets.length, exits: [], values: hiddenSlot(e) };
  const code = bodyCode(e, yieldType, clause);
  const slots = e.nextSlot;
  const tracks = e.code.tracks.slice(0, slots);
  const outside = e.out;
  e.out = code.body;
  e.bodies.push(body);
  try {
    scoped(e, () => emitBody(e, childIn(tree, node, Field.Body), rest, yieldType.parameters!));
  } finally {
    e.bodies.pop();
    e.out = outside;
  }
  emit(e, (m, f) => {
    const iterator = f.stack.pop() as Closure | null;
    if (iterator === null) return m.panicText("invalid memory address or nil pointer dereference");
    const shared = new Box([GOES_ON], undefined);
    f.locals[held] = null;
    f.locals[cell] = shared;
    m.call(iterator, [new Closure(code, [new Locals(f.locals, slots, tracks), shared])], clause);
  });
  emitWayOut(e, cell, body);
}

/** The type of the body that an iterator takes. */
function yieldOf(type: T.RunType): T.RunType {
  const base = T.under(type);
  const [body] = base.parameters ?? [];
  const inner = body === undefined ? undefined : T.under(body);
  if (base.parameters!.length !== 1 || base.results!.length > 0 || inner?.kind !== "function")
    return notModelled("a range over a function");
  return inner;
}

function bodyCode(e: Emitter, type: T.RunType, node: NodeId): Code {
  return {
    ...e.code,
    body: [],
    epilogue: -1,
    parameters: type.parameters!.length,
    captured: 0,
    resultTypes: type.results!,
    namedResults: undefined,
    prepare: undefined,
    isReady: true,
    loopBody: node,
  };
}

function emitBody(
  e: Emitter,
  body: NodeId,
  { name, names, target }: Parameters<typeof emitFunctionRange>[3],
  types: readonly T.RunType[],
): void {
  const [next, end] = [newLabel(), newLabel()];
  emit(e, (m, f) => {
    const shared = sharedCell(f);
    // Go panics when an iterator goes on after the loop is over.
    if (shared.cells[0] !== GOES_ON) return m.unknown("an iterator that goes on");
    const values = f.stack.splice(0).slice(0, names.length);
    f.stack.push(...values.reverse());
  });
  for (const [at, one] of names.entries()) target(one, types[at]!);
  e.targets.push({ name, breakTo: end, continueTo: next });
  e.statement(body);
  e.targets.pop();
  place(e, next);
  emit(e, (m, f) => m.returnFrom(f, [true]));
  place(e, end);
  emitStop(e, IS_OVER);
}

/** After the iterator has returned: goes where the body wanted to go. */
function emitWayOut(e: Emitter, cell: number, { exits }: LoopBody): void {
  const ways = exits.map(() => newLabel());
  const end = newLabel();
  emit(e, (_, f) => {
    const shared = f.locals[cell] as Box;
    const how = shared.cells[0] as number;
    shared.cells[0] = IS_OVER;
    f.locals[cell] = null;
    f.pc = (how > 0 ? ways[how - 1]! : end).pc;
  });
  for (const [at, way] of ways.entries()) {
    place(e, way);
    exits[at]!(e);
  }
  place(e, end);
}
