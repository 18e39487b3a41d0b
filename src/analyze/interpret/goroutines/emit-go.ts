import type { NodeId } from "../../../source/tree.ts";
import { emitLaterCall } from "../emit-call.ts";
import { type Emitter, emit } from "../emitter.ts";
import { Closure } from "../value.ts";
import { startGoroutine } from "./start.ts";

/** `go f(x)`. */
export function emitGo(e: Emitter, call: NodeId, statement: NodeId): void {
  const count = emitLaterCall(e, call);
  const { file } = e;
  emit(e, (m, f) => {
    const values = count === 0 ? [] : f.stack.splice(f.stack.length - count);
    const closure = f.stack.pop()!;
    if (closure instanceof Closure) startGoroutine(m, closure, values, { file, node: statement });
    else m.unknown("a goroutine");
  });
}
