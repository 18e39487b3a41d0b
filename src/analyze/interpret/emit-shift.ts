import { childIn, type NodeId, onlyChild, operatorOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { arithmetic, type Integer, shifted } from "./integer.ts";
import { notModelled } from "./program.ts";

/** Takes a count and a value off the stack and pushes the shifted value. */
export function emitShift(e: Emitter, operator: string, type: T.RunType): void {
  const base = T.under(type);
  if (base.kind !== "int") notModelled("a shift");
  emit(e, (m, f) => {
    const count = f.stack.pop() as Integer;
    const value = f.stack.pop() as Integer;
    if (count < 0) m.panicText("negative shift amount");
    else f.stack.push(shifted(operator, value, count, base));
  });
}

/**
 * Pushes `1 << n` and what is made of it, in the type that it is wanted in (go.dev/ref/spec#Operators). `push` pushes a
 * part in a type.
 */
export function emitUntypedShift(
  e: Emitter,
  node: NodeId,
  type: T.RunType,
  push: (part: NodeId, type: T.RunType | undefined) => void,
): void {
  const { tree } = e.file.source;
  const base = T.under(type);
  if (tree.kind[node] === Kind.ParenthesizedExpression) {
    push(onlyChild(tree, node), type);
    return;
  }
  if (tree.kind[node] !== Kind.BinaryExpression || base.kind !== "int") notModelled("a shift");
  const operator = operatorOf(tree, node);
  push(childIn(tree, node, Field.Left), type);
  if (operator === "<<" || operator === ">>") {
    push(childIn(tree, node, Field.Right), undefined);
    emitShift(e, operator, type);
    return;
  }
  push(childIn(tree, node, Field.Right), type);
  emit(e, (m, f) => {
    const right = f.stack.pop() as Integer;
    const left = f.stack.pop() as Integer;
    const result = arithmetic(operator, left, right, base);
    if (result === undefined) m.panicText("integer divide by zero");
    else f.stack.push(result);
  });
}
