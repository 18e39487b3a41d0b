import { childrenOf, NO_NODE, type NodeId, onlyChild } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { bound } from "./declare-variable.ts";
import { emitMany } from "./emit-assign.ts";
import { emitAs } from "./emit-convert.ts";
import { emitExit, emitReturnOutside } from "./emit-exit.ts";
import { type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { type Frame, type Machine, resultIn } from "./machine.ts";
import { REAL, RESULT } from "./track.ts";
import { Dynamic, type Value } from "./value.ts";

/** `return`, with or without values. */
export function emitReturn(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const list = onlyChild(tree, node);
  const values =
    list === NO_NODE ? [] : tree.kind[list] === Kind.ExpressionList ? childrenOf(tree, list) : [list];
  const { code } = e;
  const types = code.resultTypes;
  if (values.length === 0) {
    emitBareReturn(e);
    return;
  }
  if (values.length === types.length) {
    const reading = isAll(e, node) ? RESULT : REAL;
    for (const [at, value] of values.entries()) emitAs(e, value, types[at]!, reading);
    emitFinish(e, types.length, (m, f, results) => m.returnFrom(f, results));
    return;
  }
  const given = emitMany(e, values[0]!, types.length);
  emitFinish(e, types.length, (m, f, all) => {
    const results = all.map((value, at) => {
      const wraps = T.isInterface(types[at]!) && !T.isInterface(given[at]!);
      return bound(wraps ? new Dynamic(given[at]!, value) : value, given[at]!);
    });
    m.returnFrom(f, results);
  });
}

/** Whether a function does nothing but return one value. */
function isAll(e: Emitter, node: NodeId): boolean {
  const { tree } = e.file.source;
  const body = e.fn?.body ?? NO_NODE;
  if (body === NO_NODE || e.code.resultTypes.length !== 1 || e.code.namedResults !== undefined) return false;
  const list = tree.parent[node]!;
  return tree.parent[list] === body && childrenOf(tree, list).length === 1;
}

/** Takes `count` values off the stack to return; out of the body of a loop over a function, after that loop. */
function emitFinish(
  e: Emitter,
  count: number,
  finish: (m: Machine, f: Frame, values: Value[]) => void,
): void {
  if (e.bodies.length > 0) emitReturnOutside(e, count, finish);
  else emit(e, (m, f) => finish(m, f, f.stack.splice(f.stack.length - count)));
}

/** The return at the end of a function, or one of named results. */
export function emitBareReturn(e: Emitter): void {
  const { code } = e;
  if (e.bodies.length > 0) {
    emitExit(e, emitBareReturn);
    return;
  }
  emit(e, (m, f) => {
    const named = code.namedResults;
    if (named === undefined && code.resultTypes.length > 0) m.unknown("a missing return");
    else
      m.returnFrom(
        f,
        (named ?? []).map((one) => resultIn(f, one)),
      );
  });
}
