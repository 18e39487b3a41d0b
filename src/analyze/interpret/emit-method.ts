import { childIn, type NodeId, textOf } from "../../source/tree.ts";
import { Field } from "../../source/tree-kinds.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { emitPlain } from "./emit-convert.ts";
import { emitAddress, emitStruct, pointedValue } from "./emit-place.ts";
import { type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { type Member, memberOf, methodInSet, withoutPointer } from "./lookup.ts";
import type { Machine } from "./machine.ts";
import { notModelled, type Program } from "./program.ts";
import { receiverTypes } from "./signatures.ts";
import { Box, Closure, copyBox, type Dynamic, Ref, type Value } from "./value.ts";

/** The code behind a method that is no interface's. */
export function methodClosure(program: Program, member: Member, bound: readonly Value[]): Closure {
  if (member.kind === "library") return new Closure(member.method.native, [], bound);
  if (member.kind !== "method") return notModelled("a method");
  return new Closure(program.codeOf(member.fn, receiverTypes(program, member.fn, member.owner)), [], bound);
}

/** Whether a method takes a pointer. */
export function takesPointer(
  member: { readonly kind: "method"; readonly fn: GoFunction } | Extract<Member, { kind: "library" }>,
): boolean {
  return member.kind === "method" ? member.fn.receiver!.pointer : member.method.byPointer;
}

/** Pushes a closure of the method `selector` bound to its receiver; false when the selector is no method. */
export function emitMethodValue(e: Emitter, selector: NodeId): boolean {
  const { tree } = e.file.source;
  const operand = childIn(tree, selector, Field.Operand);
  const { type, isType } = e.check(operand);
  const member = memberOf(e.program.index, type, textOf(tree, childIn(tree, selector, Field.Field)));
  if (member === undefined || member.kind === "field") return false;
  if (isType === true) {
    emitMethodExpression(e, type, member);
    return true;
  }
  emitBoundMethod(e, operand, type, member);
  return true;
}

function emitMethodExpression(e: Emitter, type: T.RunType, member: Member): void {
  if (member.kind === "field" || member.kind === "interface" || member.path.length > 0)
    notModelled("a method expression");
  const isPointer = T.under(type).kind === "pointer";
  if (takesPointer(member as Extract<Member, { kind: "method" }>) !== isPointer)
    notModelled("a method expression");
  const closure = methodClosure(e.program, member, []);
  emit(e, (_, f) => void f.stack.push(closure));
}

/** Pushes a closure of a method with its receiver in it. */
export function emitBoundMethod(e: Emitter, operand: NodeId, type: T.RunType, member: Member): void {
  const { program } = e;
  if (member.kind === "field") {
    notModelled("a method");
    return;
  }
  if (member.kind === "interface") {
    if (member.path.length === 0) e.value(operand, { kind: "real" });
    else emitField(e, operand, member.path);
    const { name } = member.method;
    emit(e, (m, f) => {
      const closure = dynamicMethod(m, program, f.stack.pop() as Dynamic | null, name);
      if (closure !== undefined) f.stack.push(closure);
    });
    return;
  }
  emitReceiver(e, operand, type, member);
  const textTrack = member.kind === "library" ? T.under(member.owner).fields?.[0]?.track : undefined;
  if (textTrack !== undefined) textTrack.isPointedTo = true;
  const closure = methodClosure(program, member, []);
  emit(e, (_, f) => void f.stack.push(new Closure(closure.code, [], [f.stack.pop()!])));
}

/** Pushes a field that a path leads to. */
function emitField(e: Emitter, operand: NodeId, path: Member["path"]): void {
  emitStruct(e, operand, path.slice(0, -1));
  const { at, field } = path.at(-1)!;
  emit(e, (m, f) => {
    field.track.readAt = m.steps;
    f.stack.push((f.stack.pop() as Box).cells[at]!);
  });
}

/** Pushes the receiver that a method of a known type gets. */
export function emitReceiver(
  e: Emitter,
  operand: NodeId,
  type: T.RunType,
  member: Extract<Member, { kind: "method" | "library" }>,
): void {
  const byPointer = takesPointer(member);
  const { path } = member;
  const held = path.at(-1)?.field.type ?? type;
  const isPointer = T.under(held).kind === "pointer" && held.kind !== "named";
  const boxed = T.isBoxed(member.owner);
  if (path.length === 0) {
    if (isPointer || !byPointer) emitPlain(e, operand);
    else emitAddress(e, operand);
  } else if (!boxed && byPointer && !isPointer) {
    emitStruct(e, operand, path.slice(0, -1));
    const { at, field } = path.at(-1)!;
    field.track.isPointedTo = true;
    emit(e, (_, f) => void f.stack.push(new Ref(f.stack.pop() as Box, at)));
    return;
  } else emitField(e, operand, path);
  if (byPointer) return;
  if (isPointer || (boxed && path.length > 0)) {
    emit(e, (m, f) => {
      const value = valueReceiver(m, f.stack.pop()!);
      if (value !== undefined) f.stack.push(value);
    });
  }
}

/** What a method with a value receiver gets from a pointer, or from a struct that is somewhere. */
function valueReceiver(m: Machine, value: Value): Value | undefined {
  if (value === null) return m.panicText("?invalid memory address or nil pointer dereference");
  if (value instanceof Ref) return pointedValue(m, value);
  return value instanceof Box ? copyBox(value) : value;
}

/** The method of a value in an interface, bound to it; undefined after a panic. */
export function dynamicMethod(
  m: Machine,
  program: Program,
  face: Dynamic | null,
  name: string,
): Closure | undefined {
  if (face === null) return m.panicText("invalid memory address or nil pointer dereference");
  const member = methodInSet(program.index, face.type, name);
  if (member === undefined || member.kind === "field") return m.unknown("a method of an interface");
  const textTrack = member.kind === "library" ? T.under(member.owner).fields?.[0]?.track : undefined;
  if (textTrack !== undefined) textTrack.readAt = m.steps;
  let value: Value = face.value;
  let type = face.type;
  for (const [step, { at, field }] of member.path.entries()) {
    if (value === null) return m.panicText("invalid memory address or nil pointer dereference");
    field.track.readAt = m.steps;
    const box: Box = value as Box;
    const isLast = step === member.path.length - 1;
    value = box.cells[at]!;
    type = field.type;
    const needsRef =
      isLast && member.kind !== "interface" && takesPointer(member) && T.under(type).kind !== "pointer";
    if (needsRef && !T.isBoxed(type)) value = new Ref(box, at);
  }
  if (member.kind === "interface") return dynamicMethod(m, program, value as Dynamic | null, name);
  const isPointer = type.kind === "pointer";
  if (!takesPointer(member)) {
    if (isPointer && value === null) return m.unknown("a nil receiver");
    const got = isPointer || T.isBoxed(withoutPointer(type)) ? valueReceiver(m, value) : value;
    return got === undefined ? undefined : methodClosure(program, member, [got]);
  }
  return methodClosure(program, member, [value]);
}
