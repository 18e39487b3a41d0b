import type { NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { defaultType, runtimeValue } from "./convert-constant.ts";
import { emitUntypedShift } from "./emit-shift.ts";
import { type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { arithmetic, type Integer, truncated, wrapped } from "./integer.ts";
import { decodeRune, runeBytes } from "./literals.ts";
import { notModelled } from "./program.ts";
import { bytesSlice, textOfBytes, textOfRunes } from "./text.ts";
import { REAL, type Reading, type Track } from "./track.ts";
import { Box, copyBox, Dynamic, Slice, type Value, zeroValue } from "./value.ts";

/** Pushes the value of an expression as a value of `type`, a copy of its own when it is a struct or array. */
export function emitAs(e: Emitter, node: NodeId, type: T.RunType, reading: Reading = REAL): void {
  const operand = e.check(node);
  const wanted = type.kind === "untyped" ? defaultType(type) : type;
  if (operand.constant !== undefined && !T.isInterface(wanted)) {
    const value = runtimeValue(operand.constant, wanted);
    emit(e, (_, f) => void f.stack.push(value));
    return;
  }
  if (operand.type.kind === "nil") {
    emit(e, (_, f) => void f.stack.push(null));
    return;
  }
  if (T.isInterface(wanted) && !T.isInterface(operand.type)) {
    const own = defaultType(operand.type);
    if (own.kind === "tuple" || own.kind === "unknown") notModelled("a value");
    emitAs(e, node, own, reading);
    emit(e, (_, f) => void f.stack.push(new Dynamic(own, f.stack.pop()!)));
    return;
  }
  if (operand.type === T.UNTYPED.int || operand.type === T.UNTYPED.rune) {
    emitUntypedShift(e, node, wanted, (part, as) => {
      if (as === undefined) emitPlain(e, part);
      else emitAs(e, part, as);
    });
    return;
  }
  e.value(node, reading);
  if (!isFresh(e, node) && T.isBoxed(operand.type)) emitCopy(e, wanted);
}

/** Pushes an expression in its own type, or in the default one of a constant. */
export function emitPlain(e: Emitter, node: NodeId, reading: Reading = REAL): T.RunType {
  const type = defaultType(e.check(node).type);
  emitAs(e, node, type, reading);
  return type;
}

/** Replaces the struct or array on the stack by a copy of `type`. */
export function emitCopy(e: Emitter, type: T.RunType): void {
  const tracks = tracksIn(type);
  emit(e, (m, f) => {
    for (const track of tracks) track.writtenAt = m.steps;
    const copy = copyBox(f.stack.pop() as Box);
    if (m.takes(copy.cells.length)) f.stack.push(copy.type === type ? copy : new Box(copy.cells, type));
  });
}

/** Tracks of the fields of a type, those of inner structs included: a new or copied struct gives them all new values. */
export function tracksIn(type: T.RunType): readonly Track[] {
  const { fields, element, kind } = T.under(type);
  if (kind === "array") return tracksIn(element!);
  return (fields ?? []).flatMap((field) => [field.track, ...tracksIn(field.type)]);
}

/** Whether nothing else holds the struct or array that the expression gives. */
function isFresh(e: Emitter, node: NodeId): boolean {
  const kind = e.file.source.tree.kind[node];
  return kind === Kind.CallExpression || kind === Kind.CompositeLiteral;
}

/** Replaces the value on the stack by its conversion. */
export function emitConversion(e: Emitter, from: T.RunType, to: T.RunType): void {
  const [source, target] = [T.under(from), T.under(to)];
  const step = conversion(source, target, to);
  if (step === undefined) return;
  emit(e, (m, f) => {
    const value = f.stack.pop()!;
    if (typeof value === "string") m.takes(value.length >>> 3);
    const result = step(value);
    if (result === undefined) m.unknown("a conversion");
    else f.stack.push(result);
  });
}

function conversion(
  source: T.RunType,
  target: T.RunType,
  to: T.RunType,
): ((value: Value) => Value | undefined) | undefined {
  const { kind } = target;
  if (kind === "int") {
    if (source.kind === "int") return (value) => wrapped(value as Integer, target);
    if (source.kind === "float") return (value) => truncated(value as number, target);
  }
  if (kind === "float") {
    if (source.kind === "int" || source.kind === "float") {
      return target.bits === 32 ? (value) => Math.fround(Number(value)) : (value) => Number(value);
    }
  }
  if (kind === "string") {
    if (source.kind === "int") return (value) => runeBytes(Number(value));
    if (source.kind === "slice") return T.under(source.element!).bits === 8 ? textOfBytes : textOfRunes;
    if (source.kind === "string") return undefined;
  }
  if (kind === "slice" && source.kind === "string") {
    return T.under(target.element!).bits === 8
      ? (value) => bytesSlice(value as string)
      : (value) => runesSlice(value as string);
  }
  if (kind === source.kind && source.kind !== "unknown") {
    if (kind === "struct" || kind === "array") return (value) => new Box(copyBox(value as Box).cells, to);
    return undefined;
  }
  return notModelled("a conversion");
}

function runesSlice(text: string): Slice {
  const cells: number[] = [];
  for (let at = 0; at < text.length; ) {
    const [rune, size] = decodeRune(text, at);
    cells.push(rune);
    at += size;
  }
  return new Slice(new Box(cells, undefined), 0, cells.length, cells.length);
}

/** Pushes the zero value of a type. */
export function emitZero(e: Emitter, type: T.RunType): void {
  const tracks = tracksIn(type);
  emit(e, (m, f) => {
    for (const track of tracks) track.writtenAt = m.steps;
    const room = { cells: Math.max(0, m.budget.cells - m.cells) };
    const before = room.cells;
    const zero = zeroValue(type, room);
    if (zero === undefined) m.unknown("a zero value");
    else if (m.takes(before - room.cells)) f.stack.push(zero);
  });
}

/** One more or less, at the width of the type. */
export const successor = (value: Integer, by: 1 | -1, type: T.RunType): Integer =>
  arithmetic("+", value, by, type)!;
