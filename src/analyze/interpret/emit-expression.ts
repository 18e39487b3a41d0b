import { childIn, NO_NODE, type NodeId, onlyChild, operatorOf, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoSymbol } from "../flow/symbols.ts";
import { scopeOf } from "./check.ts";
import { emitCall } from "./emit-call.ts";
import { emitAs, emitPlain } from "./emit-convert.ts";
import { emitComposite } from "./emit-literal.ts";
import { emitMethodValue } from "./emit-method.ts";
import { emitBinary, emitUnary } from "./emit-operator.ts";
import {
  cellOf,
  emitAddress,
  emitIndex,
  emitName,
  emitStruct,
  fieldOf,
  NAMELESS,
  pointedValue,
} from "./emit-place.ts";
import { loadVariable } from "./emit-variable.ts";
import { type Emitter, emit, emitLoad } from "./emitter.ts";
import * as T from "./go-type.ts";
import { emitReceive } from "./goroutines/emit-channel.ts";
import { asIndex } from "./integer.ts";
import { libraryFunction, libraryVariable } from "./library/index.ts";
import { argumentsOfRun } from "./library/input.ts";
import { librarySymbol } from "./library-symbol.ts";
import { implementsInterface } from "./lookup.ts";
import { NO_TYPES, notModelled } from "./program.ts";
import { typeAt } from "./resolve-type.ts";
import { methodSignature } from "./signatures.ts";
import { REAL, type Reading } from "./track.ts";
import { Box, Closure, type Dynamic, type GoMap, keyOf, Slice, type Value, zeroValue } from "./value.ts";

/** Pushes the value of an expression that is no constant and no `nil`, in its own type. */
export function emitValue(e: Emitter, node: NodeId, reading: Reading): void {
  const { tree } = e.file.source;
  const operand = e.check(node);
  if (operand.constant !== undefined || operand.type.kind === "nil") {
    emitAs(e, node, operand.type);
    return;
  }
  switch (tree.kind[node]) {
    case Kind.ParenthesizedExpression:
      e.value(onlyChild(tree, node), reading);
      return;
    case Kind.Identifier:
      emitIdentifier(e, node, reading);
      return;
    case Kind.UnaryExpression:
      emitPrefix(e, node, reading);
      return;
    case Kind.BinaryExpression:
      emitBinary(e, node, reading);
      return;
    case Kind.CallExpression:
    case Kind.TypeConversionExpression:
      emitCall(e, node, reading);
      return;
    case Kind.SelectorExpression:
      emitSelector(e, node, reading);
      return;
    case Kind.IndexExpression:
      emitElement(e, node, false);
      return;
    case Kind.SliceExpression:
      emitSlice(e, node);
      return;
    case Kind.TypeAssertionExpression:
      emitAssertion(e, node, false);
      return;
    case Kind.CompositeLiteral:
      emitComposite(e, operand.type, childIn(tree, node, Field.Body));
      return;
    case Kind.FuncLiteral:
      emitFunctionLiteral(e, node);
      return;
    default:
      notModelled("an expression");
      return;
  }
}

function emitIdentifier(e: Emitter, node: NodeId, reading: Reading): void {
  const symbol = e.program.index.symbols[e.file.symbolOf[node]!];
  if (symbol?.kind === "function") emitFunctionValue(e, symbol);
  else emitName(e, node, reading);
}

function emitFunctionValue(e: Emitter, symbol: GoSymbol): void {
  const fn = symbol.file!.functionAt.get(symbol.declaration);
  if (fn === undefined || fn.body === NO_NODE || fn.broken) {
    notModelled("a function");
    return;
  }
  const closure = new Closure(e.program.codeOf(fn, NO_TYPES), []);
  emit(e, (_, f) => void f.stack.push(closure));
}

function emitPrefix(e: Emitter, node: NodeId, reading: Reading): void {
  const { tree } = e.file.source;
  const operand = childIn(tree, node, Field.Operand);
  switch (operatorOf(tree, node)) {
    case "&":
      emitAddress(e, operand);
      return;
    case "<-":
      emitReceive(e, node, false);
      return;
    case "*":
      emitPlain(e, operand);
      emit(e, (m, f) => {
        const value = pointedValue(m, f.stack.pop()!);
        if (value !== undefined) f.stack.push(value);
      });
      return;
    default:
      emitUnary(e, node, reading);
      return;
  }
}

function emitSelector(e: Emitter, node: NodeId, reading: Reading): void {
  const { tree } = e.file.source;
  const operand = childIn(tree, node, Field.Operand);
  const name = textOf(tree, childIn(tree, node, Field.Field));
  const symbol =
    tree.kind[operand] === Kind.Identifier ? e.program.index.symbols[e.file.symbolOf[operand]!] : undefined;
  if (symbol?.kind === "package") {
    const fn = libraryFunction(symbol.path, name);
    const held = fn === undefined ? libraryVariable(symbol.path, name)?.value : new Closure(fn, []);
    if (symbol.path === "os" && name === "Args") {
      emit(e, (m, f) => void f.stack.push(argumentsOfRun(m)));
      return;
    }
    if (held === undefined) {
      const declared = librarySymbol(e.program, symbol.path, name);
      const variable = declared === undefined ? undefined : e.variableOf(declared);
      if (declared?.kind === "function") emitFunctionValue(e, declared);
      else if (variable !== undefined) loadVariable(e, variable, reading);
      else notModelled(`${symbol.path}.${name}`);
      return;
    }
    emit(e, (_, f) => void f.stack.push(held));
    return;
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
    emit(e, (m, f) => {
      const key = keyOf(f.stack.pop()!, base.key!);
      const map = f.stack.pop() as GoMap | null;
      if (key === undefined) return m.unknown("a key");
      const entry = map?.entries.get(key);
      const value = entry === undefined ? zeroValue(base.element!, { cells: 10_000 }) : entry[1];
      if (value === undefined) return m.unknown("a zero value");
      f.stack.push(value);
      if (both) f.stack.push(entry !== undefined);
    });
    return;
  }
  emitIndex(e, index);
  if (base.kind === "string") {
    emit(e, (m, f) => {
      const at = f.stack.pop()!;
      const text = f.stack.pop() as string;
      if (typeof at === "number" && at >= 0 && at < text.length) f.stack.push(text.charCodeAt(at));
      else m.panicText(`index out of range [${at}] with length ${text.length}`);
    });
    return;
  }
  emit(e, (m, f) => {
    const at = f.stack.pop()!;
    const found = cellOf(m, f.stack.pop()!, at);
    if (found === undefined) return;
    if (m.conditionReads !== undefined) m.noteRead(found.cells, found.at, NAMELESS);
    f.stack.push(found.cells[found.at]!);
  });
}

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
    if (result === undefined) m.panicText("?slice bounds out of range");
    else f.stack.push(result);
  });
}

function slicedText(text: string, start: Value, end: Value | undefined): string | undefined {
  const [from, to] = [asIndex(start), end === undefined ? text.length : asIndex(end)];
  if (from === undefined || to === undefined || from > to || to > text.length) return undefined;
  return text.slice(from, to);
}

function sliced(value: Value, [start, end, top]: readonly (Value | undefined)[]): Slice | null | undefined {
  const whole =
    value instanceof Box
      ? new Slice(value, 0, value.cells.length, value.cells.length)
      : (value as Slice | null);
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
    } else m.panicText("?interface conversion");
  });
}

/** Whether a value in an interface is of a type, or has the methods of another interface. */
export function typeTest(e: Emitter, type: T.RunType): (value: Dynamic | null) => boolean {
  const { program } = e;
  if (!T.isInterface(type)) return (value) => value !== null && value.type.id === type.id;
  const known = new Map<string, boolean>();
  return (value) => {
    if (value === null) return false;
    let holds = known.get(value.type.id);
    if (holds === undefined) {
      holds = implementsInterface(program.index, value.type, type, (method) =>
        methodSignature(program, method),
      );
      known.set(value.type.id, holds);
    }
    return holds;
  };
}

function emitFunctionLiteral(e: Emitter, node: NodeId): void {
  const { code, captured } = e.literal(node);
  const slots = captured.map(({ slot }) => slot);
  emit(e, (m, f) => {
    if (m.takes(slots.length))
      f.stack.push(
        new Closure(
          code,
          slots.map((slot) => f.locals[slot]!),
        ),
      );
  });
}
