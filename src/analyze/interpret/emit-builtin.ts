import type { NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { appended, copied, hasOpenCapacity, sizeOf } from "./append.ts";
import { argumentsOf } from "./callee.ts";
import { plainArgument } from "./check-call.ts";
import { commonType } from "./check-operator.ts";
import { defaultType } from "./convert-constant.ts";
import { emitAs, emitPlain, emitZero } from "./emit-convert.ts";
import { emitIndex, trackOf } from "./emit-place.ts";
import { type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { Channel } from "./goroutines/channels.ts";
import { emitClose, emitMakeChannel, lengthOfChannel } from "./goroutines/emit-channel.ts";
import { GOEXIT, type Machine } from "./machine.ts";
import { notModelled, type Operand } from "./program.ts";
import { emitRoundsOfMake, roundsIn } from "./repeated-make.ts";
import { bytesSlice } from "./text.ts";
import { QUIET, REAL, type Reading } from "./track.ts";
import { Box, copyInto, GoMap, keyOf, MAX_CELLS, Ref, Slice, type Value, zeroValue } from "./value.ts";

/** More than any 32-bit memory holds, in bytes. */
const ALL_OF_MEMORY = 1n << 32n;

/** Pushes what a call of a predeclared function gives. */
export function emitBuiltin(e: Emitter, node: NodeId, name: string, reading: Reading): void {
  const values = argumentsOf(e, node);
  const [first, second] = values;
  switch (name) {
    case "len":
    case "cap":
      emitLength(e, first!, name, reading);
      return;
    case "append":
      emitAppend(e, values, reading);
      return;
    case "copy":
      emitCopyCall(e, first!, second!);
      return;
    case "make":
      emitMake(e, node, values);
      return;
    case "new": {
      const operand = e.check(first!);
      const type = defaultType(operand.type);
      if (operand.isType === true) emitZero(e, type);
      else emitAs(e, first!, type);
      if (!T.isBoxed(type))
        emit(e, (_, f) => void f.stack.push(new Ref(new Box([f.stack.pop()!], undefined), 0)));
      return;
    }
    case "min":
    case "max":
      emitExtreme(e, name, values);
      return;
    case "panic":
      emitAs(e, first!, T.ANY);
      emit(e, (m, f) => m.raise(f.stack.pop()!));
      return;
    case "recover":
      if (e.bodies.length > 0) notModelled("recover in a loop over a function");
      emit(e, (_, f) => {
        const frame = f.deferredOf;
        const { panic } = frame ?? {};
        const isPanic = panic !== undefined && panic.value !== GOEXIT;
        f.stack.push(isPanic ? panic.value : null);
        if (!isPanic) return;
        frame!.panic = undefined;
        frame!.recovered = true;
      });
      return;
    case "delete":
      emitDelete(e, first!, second!);
      return;
    case "clear":
      emitClear(e, first!);
      return;
    case "close":
      emitClose(e, first!);
      return;
    case "print":
    case "println":
      for (const value of values) emitPlain(e, value, QUIET);
      emit(e, (_, f) => void f.stack.splice(f.stack.length - values.length));
      return;
    default:
      notModelled(name);
      return;
  }
}

function emitLength(e: Emitter, node: NodeId, name: string, reading: Reading): void {
  const operand: Operand = e.check(node);
  if (operand.constant !== undefined) {
    notModelled("a length");
    return;
  }
  // Only the length of a slice, text or map is looked at, and that goes where the reading says.
  const named = isNamed(e, node);
  e.value(node, named && reading.kind !== "flow" ? reading : REAL);
  emit(e, (m, f) => {
    const value = f.stack.pop()!;
    if (typeof value === "string") f.stack.push(value.length);
    else if (value === null) f.stack.push(0);
    else if (value instanceof Slice && name === "cap" && hasOpenCapacity(value))
      m.unknown("the capacity of a short list");
    else if (value instanceof Slice) f.stack.push(name === "len" ? value.length : value.capacity);
    else if (value instanceof GoMap) f.stack.push(value.entries.size);
    else if (value instanceof Box) f.stack.push(value.cells.length);
    else if (value instanceof Channel) f.stack.push(lengthOfChannel(m, value, name === "cap"));
    else m.unknown("a length");
  });
}

function isNamed(e: Emitter, node: NodeId): boolean {
  const kind = e.file.source.tree.kind[node];
  return kind === Kind.Identifier || kind === Kind.SelectorExpression;
}

function emitAppend(e: Emitter, values: readonly NodeId[], reading: Reading): void {
  const [first, ...rest] = values;
  const type = e.check(first!).type;
  const { element } = T.under(type);
  if (element === undefined) notModelled("append");
  emitAs(e, first!, type, reading);
  const isSpread = rest.length === 1 && e.file.source.tree.kind[rest[0]!] === Kind.VariadicArgument;
  if (isSpread) {
    emitPlain(e, plainArgument(e, rest[0]!));
    emit(e, (m, f) => {
      const more = f.stack.pop()!;
      const list = f.stack.pop() as Slice | null;
      const extra = typeof more === "string" ? bytesSlice(more) : (more as Slice | null);
      const cells = extra === null ? [] : extra.box.cells.slice(extra.offset, extra.offset + extra.length);
      const grown = appended(m, list, cells, element!);
      if (grown !== undefined) f.stack.push(grown);
    });
    return;
  }
  // An element of a list that is only added to has no say before somebody looks at the list.
  const to = reading.kind === "quiet" ? trackOf(e, first!) : undefined;
  const asElement: Reading = to === undefined ? REAL : { kind: "flow", to, isSum: false, isElement: true };
  for (const value of rest) emitAs(e, value, element!, T.isBoxed(element!) ? REAL : asElement);
  emit(e, (m, f) => {
    const cells = f.stack.splice(f.stack.length - rest.length);
    const grown = appended(m, f.stack.pop() as Slice | null, cells, element!);
    if (grown !== undefined) f.stack.push(grown);
  });
}

function emitCopyCall(e: Emitter, target: NodeId, source: NodeId): void {
  const { element } = T.under(emitPlain(e, target));
  emitPlain(e, source);
  emit(e, (m, f) => {
    const from = f.stack.pop()!;
    f.stack.push(copied(m, f.stack.pop()!, from, element!));
  });
}

function emitMake(e: Emitter, node: NodeId, values: readonly NodeId[]): void {
  const type = e.check(node).type;
  const base = T.under(type);
  if (base.kind === "map") {
    // The size is only a hint.
    emit(e, (_, f) => void f.stack.push(new GoMap()));
    return;
  }
  if (base.kind === "channel") {
    emitMakeChannel(e, values[1]);
    return;
  }
  if (base.kind !== "slice") {
    notModelled("make");
    return;
  }
  for (const value of values.slice(1)) emitIndex(e, value);
  const { file } = e;
  const hasCapacity = values.length > 2;
  const isRepeated = emitRoundsOfMake(e, node);
  emit(e, (m, f) => {
    const rounds = isRepeated ? roundsIn(f.stack.pop()!) : 1;
    const capacity = hasCapacity ? f.stack.pop()! : undefined;
    const length = f.stack.pop()!;
    const wanted = capacity ?? length;
    const bytes = BigInt(wanted as number) * BigInt(leastBytes(base.element!));
    if (typeof length === "number" && length >= 0 && bytes > ALL_OF_MEMORY) {
      const isLength = BigInt(length) * BigInt(leastBytes(base.element!)) > ALL_OF_MEMORY;
      if (m.mayRecover) m.panicText(`makeslice: ${isLength ? "len" : "cap"} out of range`);
      else m.stop ??= { kind: "huge", bytes, file, node };
      return;
    }
    if (typeof length === "number" && length >= 0 && bytes * BigInt(rounds) > ALL_OF_MEMORY) {
      m.stop ??= { kind: "huge", bytes: bytes * BigInt(rounds), rounds, file, node };
      return;
    }
    const slice = made(m, base.element!, length, wanted);
    if (slice !== undefined) f.stack.push(slice);
  });
}

function made(m: Machine, element: T.RunType, length: Value, capacity: Value): Slice | undefined {
  if (sizeOf(element) === 0) return m.unknown("elements without a size");
  if (typeof length !== "number" || length < 0) return m.panicText("makeslice: len out of range");
  if (typeof capacity !== "number" || capacity < length) return m.panicText("makeslice: cap out of range");
  if (capacity > MANY_CELLS && !T.isBoxed(element)) return manyZeros(m, element, [length, capacity]);
  if (capacity > MAX_CELLS || !m.takes(capacity)) {
    m.stop ??= { kind: "budget" };
    return undefined;
  }
  const cells: Value[] = new Array(capacity);
  const room = { cells: m.budget.cells };
  for (let at = 0; at < capacity; at++) {
    const zero = zeroValue(element, room);
    if (zero === undefined) return m.unknown("a zero value");
    cells[at] = zero;
  }
  return new Slice(new Box(cells, undefined), 0, length, capacity);
}

/** Longer lists of the same zero are made in one go, which costs us little. */
const MANY_CELLS = 4_096;
/** So many cells of such lists a program may have: 16 MB of our memory. */
const MAX_ZEROS = 1 << 21;
/** Beside what else takes memory, 64 of them count as one. */
const ZEROS_PER_CELL_BITS = 6;

function manyZeros(
  m: Machine,
  element: T.RunType,
  [length, capacity]: readonly [number, number],
): Slice | undefined {
  m.zeros += capacity;
  const zero = zeroValue(element, { cells: 1 });
  if (zero === undefined) return m.unknown("a zero value");
  if (m.zeros > MAX_ZEROS || !m.takes(capacity >>> ZEROS_PER_CELL_BITS)) {
    m.stop ??= { kind: "budget" };
    return undefined;
  }
  return new Slice(new Box(new Array<Value>(capacity).fill(zero), undefined), 0, length, capacity);
}

/** Fewest bytes that a value of the type takes on any machine. */
function leastBytes(type: T.RunType): number {
  const base = T.under(type);
  switch (base.kind) {
    case "int":
    case "float":
      return (base.bits! > 32 && type.id.endsWith("int") ? 32 : base.bits!) / 8;
    case "bool":
      return 1;
    case "array":
      return base.length! * leastBytes(base.element!);
    case "struct":
      return base.fields!.reduce((sum, field) => sum + leastBytes(field.type), 0);
    default:
      return 4;
  }
}

function emitExtreme(e: Emitter, name: string, values: readonly NodeId[]): void {
  const type = defaultType(
    values.map((value) => e.check(value)).reduce((a, b) => ({ type: commonType(a, b) })).type,
  );
  for (const value of values) emitAs(e, value, type);
  const sign = name === "min" ? 1 : -1;
  emit(e, (m, f) => {
    const cells = f.stack.splice(f.stack.length - values.length);
    if (cells.some((cell) => Number.isNaN(cell))) return m.unknown("NaN");
    f.stack.push(cells.reduce((best, next) => (next! < best! === sign > 0 && next !== best ? next : best)));
  });
}

function emitDelete(e: Emitter, mapNode: NodeId, keyNode: NodeId): void {
  const { key } = T.under(e.check(mapNode).type);
  e.value(mapNode, QUIET);
  emitAs(e, keyNode, key!);
  emit(e, (m, f) => {
    const found = keyOf(f.stack.pop()!, key!);
    const map = f.stack.pop() as GoMap | null;
    if (found === undefined) m.unknown("a key");
    else map?.entries.delete(found);
  });
}

function emitClear(e: Emitter, node: NodeId): void {
  const base = T.under(e.check(node).type);
  e.value(node, REAL);
  emit(e, (m, f) => {
    const value = f.stack.pop()!;
    if (value instanceof GoMap) value.entries.clear();
    else if (value instanceof Slice) {
      for (let at = 0; at < value.length; at++) {
        const zero = zeroValue(base.element!, { cells: 1_000 });
        if (zero === undefined) return m.unknown("a zero value");
        const cell = value.box.cells[value.offset + at];
        if (cell instanceof Box && T.isBoxed(base.element!)) copyInto(cell, zero as Box);
        else value.box.cells[value.offset + at] = zero;
      }
    }
  });
}
