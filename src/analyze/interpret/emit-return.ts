import { childrenOf, NO_NODE, type NodeId, onlyChild } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { bound } from "./declare-variable.ts";
import { emitMany } from "./emit-assign.ts";
import { emitAs } from "./emit-convert.ts";
import { type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { resultIn } from "./machine.ts";
import { Dynamic } from "./value.ts";

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
    for (const [at, value] of values.entries()) emitAs(e, value, types[at]!);
    emit(e, (m, f) => m.returnFrom(f, f.stack.splice(f.stack.length - types.length)));
    return;
  }
  const given = emitMany(e, values[0]!, types.length);
  emit(e, (m, f) => {
    const results = f.stack.splice(f.stack.length - types.length).map((value, at) => {
      const wraps = T.isInterface(types[at]!) && !T.isInterface(given[at]!);
      return bound(wraps ? new Dynamic(given[at]!, value) : value, given[at]!);
    });
    m.returnFrom(f, results);
  });
}

/** The return at the end of a function, or one of named results. */
export function emitBareReturn(e: Emitter): void {
  const { code } = e;
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
