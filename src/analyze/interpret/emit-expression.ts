import { childIn, NO_NODE, type NodeId, onlyChild, operatorOf, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { scopeOf } from "./check.ts";
import { emitCall } from "./emit-call.ts";
import { emitAs, emitPlain } from "./emit-convert.ts";
import { emitComposite } from "./emit-literal.ts";
import { emitMethodValue } from "./emit-method.ts";
import { emitBinary, emitUnary } from "./emit-operator.ts";
import { cellOf, emitAddress, emitIndex, emitName, emitStruct, fieldOf, pointedValue } from "./emit-place.ts";
import { emit, type Emitter, emitLoad } from "./emitter.ts";
import { emitReceive } from "./goroutines/emit-channel.ts";
import * as T from "./go-type.ts";
import { asIndex } from "./integer.ts";
import { libraryFunction, libraryVariable } from "./library/index.ts";
import { implementsInterface } from "./lookup.ts";
import type { Machine } from "./machine.ts";
import { NO_TYPES, notModelled } from "./program.ts";
import { typeAt } from "./resolve-type.ts";
import { REAL, type Reading } from "./track.ts";
import { Box, Closure, Dynamic, type GoMap, keyOf, Slice, type Value, zeroValue } from "./value.ts";

/** Pushes the value of an expression that is no constant and no `nil`, in its own type. */
export function emitValue(e: Emitter, node: NodeId, reading: Reading): void {
  const { tree } = e.file.source;
  const operand = e.check(node);
  if (operand.constant !== undefined || operand.type.kind === "nil") return emitAs(e, node, operand.type);
  switch (tree.kind[node]) {
    case Kind.ParenthesizedExpression:
      return e.value(onlyChild(tree, node), reading);
    case Kind.Identifier:
      return emitIdentifier(e, node, reading);
    case Kind.UnaryExpression:
      return emitPrefix(e, node, reading);
    case Kind.BinaryExpression:
      return emitBinary(e, node, reading);
    case Kind.CallExpression:
    case Kind.TypeConversionExpression:
      return emitCall(e, node, reading);
    case Kind.SelectorExpression:
      return emitSelector(e, node, reading);
    case Kind.IndexExpression:
      return emitElement(e, node, false);
    case Kind.SliceExpression:
      return emitSlice(e, node);
    case Kind.TypeAssertionExpression:
      return emitAssertion(e, node, false);
    case Kind.CompositeLiteral:
      return emitComposite(e, operand.type, childIn(tree, node, Field.Body));
    case Kind.FuncLiteral:
      return emitFunctionLiteral(e, node);
    default:
      return notModelled("an expression");
  }
}

function emitIdentifier(e: Emitter, node: NodeId, reading: Reading): void {
  const symbol = e.program.index.symbols[e.file.symbolOf[node]!];
  if (symbol?.kind !== "function") return emitName(e, node, reading);
  const fn = symbol.file!.functionAt.get(symbol.declaration);
  if (fn === undefined || fn.body === NO_NODE || fn.broken) return notModelled("a function");
  const closure = new Closure(e.program.codeOf(fn, NO_TYPES), []);
  emit(e, (_, f) => void f.stack.push(closure));
}

function emitPrefix(e: Emitter, node: NodeId, reading: Reading): void {
  const { tree } = e.file.source;
  const operand = childIn(tree, node, Field.Operand);
  switch (operatorOf(tree, node)) {
    case "&":
      return emitAddress(e, operand);
    case "<-":
      return emitReceive(e, node, false);
    case "*":
      emitPlain(e, operand);
      return emit(e, (m, f) => {
        const value = pointedValue(m, f.stack.pop()!);
        if (value !== undefined) f.stack.push(value);
      });
    default:
      return emitUnary(e, node, reading);
  }
}

function emitSelector(e: Emitter, node: NodeId, reading: Reading): void {
  const { tree } = e.file.source;
  const operand = childIn(tree, node, Field.Operand);
  const name = textOf(tree, childIn(tree, node, Field.Field));
  const symbol = tree.kind[operand] === Kind.Identifier ? e.program.index.symbols[e.file.symbolOf[operand]!] : undefined;
  if (symbol?.kind === "package") {
    const fn = libraryFunction(symbol.path, name);
    const held = fn === undefined ? libraryVariable(symbol.path, name)?.value : new Closure(fn, []);
    if (held === undefined) return notModelled(`${symbol.path}.${name}`);
    return emit(e, (_, f) => void f.stack.push(held));
  }
  if (emitMethodValue(e, node)) return;
  const { field, at, path } = fieldOf(e, node);
  emitStruct(e, operand, path);
  emitLoad(e, reading, field.track, (_, __, stack) => ({ cells: (stack.pop() as Box).cells, at }));
}

/** Pushes an element; with `both`, whether a map has it as well. */
export function emitElement(e: Emitter, node: NodeId, both: boolean): void {
  const { tree } = e.file.source;
  const operand = childIn(tree, node, Field.Operand);
  const index = childIn(tree, node, Field.Index);
  const type = emitContainer(e, operand);
  const base = T.under(type);
  if (base.kind === "map") {
    emitAs(e, index, base.key!);
    return emit(e, (m, f) => {
      const key = keyOf(f.stack.pop()!, base.key!);
      const map = f.stack.pop() as GoMap | null;
      if (key === undefined) return m.unknown("a key");
      const entry = map?.entries.get(key);
      const value = entry === undefined ? zeroValue(base.element!, { cells: 10_000 }) : entry[1];
      if (value === undefined) return m.unknown("a zero value");
      f.stack.push(value);
      if (both) f.stack.push(entry !== undefined);
    });
  }
  emitIndex(e, index);
  if (base.kind === "string") {
    return emit(e, (m, f) => {
      const at = f.stack.pop()!;
      const text = f.stack.pop() as string;
      if (typeof at === "number" && at >= 0 && at < text.length) f.stack.push(text.charCodeAt(at));
      else m.panicText(`index out of range [${at}] with length ${text.length}`);
    });
  }
  emit(e, (m, f) => {
    const at = f.stack.pop()!;
    const found = cellOf(m, f.stack.pop()!, at);
    if (found === undefined) return;
    if (m.conditionReads !== undefined) m.noteRead(found.cells, found.at, NAMELESS);
    f.stack.push(found.cells[found.at]!);
  });
}

const NAMELESS = { writtenAt: -1 } as Parameters<Machine["noteRead"]>[2];

/** Pushes a container: an array where it is, without a copy. */
function emitContainer(e: Emitter, node: NodeId): T.RunType {
  const { type, constant } = e.check(node);
  if (constant !== undefined) return emitPlain(e, node);
  e.value(node, REAL);
  return type;
}

function emitSlice(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const type = emitContainer(e, childIn(tree, node, Field.Operand));
  const given = [Field.Start, Field.End, Field.Capacity].map((field) => childIn(tree, node, field));
  for (const index of given) if (index !== NO_NODE) emitIndex(e, index);
  const has = given.map((index) => index !== NO_NODE);
  const isText = T.under(type).kind === "string";
  emit(e, (m, f) => {
    const top = has[2] ? f.stack.pop()! : undefined;
    const end = has[1] ? f.stack.pop()! : undefined;
    const start = has[0] ? f.stack.pop()! : 0;
    const value = f.stack.pop()!;
    const result = isText ? slicedText(value as string, start, end) : sliced(value, [start, end, top]);
    if (result === undefined) m.panicText("slice bounds out of range");
    else f.stack.push(result);
  });
}

function slicedText(text: string, start: Value, end: Value | undefined): string | undefined {
  const [from, to] = [asIndex(start), end === undefined ? text.length : asIndex(end)];
  if (from === undefined || to === undefined || from > to || to > text.length) return undefined;
  return text.slice(from, to);
}

function sliced(value: Value, [start, end, top]: readonly (Value | undefined)[]): Slice | null | undefined {
  const whole = value instanceof Box ? new Slice(value, 0, value.cells.length, value.cells.length) : (value as Slice | null);
  const [length, capacity] = whole === null ? [0, 0] : [whole.length, whole.capacity];
  const from = asIndex(start!);
  const to = end === undefined ? length : asIndex(end);
  const limit = top === undefined ? capacity : asIndex(top);
  if (from === undefined || to === undefined || limit === undefined) return undefined;
  if (from > to || to > limit || limit > capacity) return undefined;
  return whole === null ? null : new Slice(whole.box, whole.offset + from, to - from, limit - from);
}

/** Pushes `x.(T)`; with `both`, whether it holds instead of a panic. */
export function emitAssertion(e: Emitter, node: NodeId, both: boolean): void {
  const { tree } = e.file.source;
  const type = typeAt(scopeOf(e), childIn(tree, node, Field.Type));
  e.value(childIn(tree, node, Field.Operand), REAL);
  const holds = typeTest(e, type);
  const toFace = T.isInterface(type);
  emit(e, (m, f) => {
    const value = f.stack.pop() as Dynamic | null;
    if (holds(value)) {
      f.stack.push(toFace ? value : value!.value);
      if (both) f.stack.push(true);
    } else if (both) {
      const zero = zeroValue(type, { cells: 10_000 });
      if (zero === undefined) m.unknown("a zero value");
      else f.stack.push(zero, false);
    } else m.panicText("interface conversion");
  });
}

/** Whether a value in an interface is of a type, or has the methods of another interface. */
export function typeTest(e: Emitter, type: T.RunType): (value: Dynamic | null) => boolean {
  const { index } = e.program;
  if (!T.isInterface(type)) return (value) => value !== null && value.type.id === type.id;
  return (value) => value instanceof Dynamic && implementsInterface(index, value.type, type);
}

function emitFunctionLiteral(e: Emitter, node: NodeId): void {
  const { code, captured } = e.literal(node);
  const slots = captured.map(({ slot }) => slot);
  emit(e, (m, f) => {
    if (m.takes(slots.length)) f.stack.push(new Closure(code, slots.map((slot) => f.locals[slot]!)));
  });
}

