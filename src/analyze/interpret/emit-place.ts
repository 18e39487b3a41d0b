import { childIn, type NodeId, onlyChild, operatorOf, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { emitAs, emitPlain } from "./emit-convert.ts";
import { loadVariable, storeIn } from "./emit-variable.ts";
import { type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { type Member, memberOf } from "./lookup.ts";
import type { Frame, Machine } from "./machine.ts";
import { notModelled } from "./program.ts";
import { QUIET, REAL, type Reading, type Track } from "./track.ts";
import { Box, copyInto, type GoMap, keyOf, Ref, Slice, type Value, zeroValue } from "./value.ts";

/** Something that can be assigned. Its operands stand on the stack, `operands` of them. */
export interface Place {
  readonly operands: number;
  readonly type: T.RunType;
  /** The variable or field that is changed, or that holds what is changed. */
  readonly track: Track | undefined;
  /** Whether `track` is the very thing assigned, not something that holds it. */
  readonly isWhole: boolean;
  /** Reads it; undefined after a panic. `operands` as they stood on the stack. */
  readonly load: (machine: Machine, frame: Frame, operands: readonly Value[]) => Value | undefined;
  readonly store: (machine: Machine, frame: Frame, operands: readonly Value[], value: Value) => void;
}

/** Pushes the operands of the place that `node` stands for. */
export function emitPlace(e: Emitter, node: NodeId): Place {
  const { tree } = e.file.source;
  switch (tree.kind[node]) {
    case Kind.ParenthesizedExpression:
      return emitPlace(e, onlyChild(tree, node));
    case Kind.BlankIdentifier:
      return BLANK;
    case Kind.Identifier:
      return textOf(tree, node) === "_" ? BLANK : variablePlace(e, node);
    case Kind.SelectorExpression:
      return fieldPlace(e, node);
    case Kind.IndexExpression:
      return elementPlace(e, node);
    case Kind.UnaryExpression:
      if (operatorOf(tree, node) === "*") return pointedPlace(e, childIn(tree, node, Field.Operand));
  }
  return notModelled("an assignment");
}

const BLANK: Place = {
  operands: 0,
  type: T.UNKNOWN,
  track: undefined,
  isWhole: false,
  load: () => undefined,
  store() {},
};

function variablePlace(e: Emitter, node: NodeId): Place {
  const symbol = e.program.index.symbols[e.file.symbolOf[node]!];
  const variable = symbol === undefined ? undefined : e.variableOf(symbol);
  if (variable === undefined) return notModelled("a variable");
  const store = storeIn(variable);
  const { slot, boxed, isGlobal, type, track } = variable;
  return {
    operands: 0,
    type,
    track,
    isWhole: true,
    load: (m, f) =>
      isGlobal ? m.globals.cells[slot]! : boxed ? (f.locals[slot] as Box).cells[0]! : f.locals[slot]!,
    store: (m, f, _, value) => store(m.globals, f.locals, value, m.steps),
  };
}

/**
 * Pushes the struct that an expression is or points to, after going through embedded fields. A nil pointer panics, unless
 * it is let through for an assignment, which comes to it later.
 */
export function emitStruct(e: Emitter, node: NodeId, path: Member["path"], mayBeNil = false): void {
  e.value(node, REAL);
  emit(e, (m, f) => {
    let box = f.stack.pop() as Box | null;
    let isCut = false;
    for (const { at, field } of path) {
      isCut = box === null;
      if (box === null) break;
      field.track.readAt = m.steps;
      box = box.cells[at] as Box | null;
    }
    if (box === null && mayBeNil && !isCut) f.stack.push(null);
    else if (box === null) m.panicText("invalid memory address or nil pointer dereference");
    else f.stack.push(box);
  });
}

/** The field that a selector means. */
export function fieldOf(e: Emitter, node: NodeId): Extract<Member, { kind: "field" }> {
  const { tree } = e.file.source;
  const { type } = e.check(childIn(tree, node, Field.Operand));
  const member = memberOf(e.program.index, type, textOf(tree, childIn(tree, node, Field.Field)));
  return member?.kind === "field" ? member : notModelled("a field");
}

function fieldPlace(e: Emitter, node: NodeId): Place {
  const { program, file } = e;
  const operand = childIn(file.source.tree, node, Field.Operand);
  if (program.index.symbols[file.symbolOf[operand]!]?.kind === "package")
    notModelled("a variable of the library");
  const { field, at, path } = fieldOf(e, node);
  emitStruct(e, operand, path, true);
  const inPlace = T.isBoxed(field.type);
  const { track } = field;
  return {
    operands: 1,
    type: field.type,
    track,
    isWhole: true,
    load(m, _, operands) {
      if (operands[0] === null) return m.panicText("invalid memory address or nil pointer dereference");
      return (operands[0] as Box).cells[at]!;
    },
    store(m, _, operands, value) {
      if (operands[0] === null) return void m.panicText("invalid memory address or nil pointer dereference");
      track.writtenAt = m.steps;
      const { cells } = operands[0] as Box;
      if (inPlace) copyInto(cells[at] as Box, value as Box);
      else cells[at] = value;
    },
  };
}

function pointedPlace(e: Emitter, pointer: NodeId): Place {
  const type = T.under(emitPlain(e, pointer)).element!;
  const inPlace = T.isBoxed(type);
  return {
    operands: 1,
    type,
    track: undefined,
    isWhole: false,
    load: (m, _, operands) => pointedValue(m, operands[0]!),
    store(m, _, operands, value) {
      const target = operands[0]!;
      if (target === null) m.panicText("invalid memory address or nil pointer dereference");
      else if (inPlace) copyInto(target as Box, value as Box);
      else (target as Ref).box.cells[(target as Ref).at] = value;
    },
  };
}

/** What a pointer points to; undefined after a panic. */
export function pointedValue(m: Machine, pointer: Value): Value | undefined {
  if (pointer === null) return m.panicText("invalid memory address or nil pointer dereference");
  if (!(pointer instanceof Ref)) return pointer;
  if (m.conditionReads !== undefined) m.noteRead(pointer.box.cells, pointer.at, NAMELESS);
  return pointer.box.cells[pointer.at]!;
}

/** Of what no variable and no field is. */
export const NAMELESS = { writtenAt: -1 } as Track;

function elementPlace(e: Emitter, node: NodeId): Place {
  const { tree } = e.file.source;
  const operand = childIn(tree, node, Field.Operand);
  const index = childIn(tree, node, Field.Index);
  const { type } = e.check(operand);
  const base = T.under(type);
  const track = trackOf(e, operand);
  if (base.kind === "map") {
    e.value(operand, QUIET);
    emitAs(e, index, base.key!);
    return mapPlace(base, track);
  }
  const container = base.kind === "pointer" ? T.under(base.element!) : base;
  if (container.kind !== "slice" && container.kind !== "array") notModelled("an element");
  e.value(operand, container.kind === "array" && base.kind !== "pointer" ? QUIET : REAL);
  emitIndex(e, index);
  const inPlace = T.isBoxed(container.element!);
  return {
    operands: 2,
    type: container.element!,
    track: base.kind === "array" ? track : undefined,
    isWhole: false,
    load(m, _, operands) {
      const found = cellOf(m, operands[0]!, operands[1]!);
      return found === undefined ? undefined : found.cells[found.at]!;
    },
    store(m, _, operands, value) {
      const found = cellOf(m, operands[0]!, operands[1]!);
      if (found === undefined) return;
      if (inPlace) copyInto(found.cells[found.at] as Box, value as Box);
      else found.cells[found.at] = value;
    },
  };
}

function mapPlace(type: T.RunType, track: Track | undefined): Place {
  const key = type.key!;
  return {
    operands: 2,
    type: type.element!,
    track,
    isWhole: false,
    load(m, _, operands) {
      const found = keyOf(operands[1]!, key);
      if (found === undefined) return m.unknown("a key");
      const entry = operands[0] === null ? undefined : (operands[0] as GoMap).entries.get(found);
      return entry === undefined ? zeroValue(type.element!, { cells: 1_000 }) : entry[1];
    },
    store(m, _, operands, value) {
      const found = keyOf(operands[1]!, key);
      if (found === undefined) m.unknown("a key");
      else if (operands[0] === null) m.panicText("?assignment to entry in nil map");
      else if (m.takes(2)) {
        const { entries } = operands[0] as GoMap;
        const known = entries.get(found);
        if (known === undefined) entries.set(found, [operands[1]!, value]);
        else known[1] = value;
      }
    },
  };
}

/** Pushes an index as an integer. */
export function emitIndex(e: Emitter, node: NodeId): void {
  const { type, constant } = e.check(node);
  emitAs(e, node, constant !== undefined && type.kind === "untyped" ? T.INT : type);
}

/** The cell of a slice or array at an index; undefined after a panic. */
export function cellOf(
  m: Machine,
  container: Value,
  index: Value,
): { cells: Value[]; at: number } | undefined {
  if (container instanceof Slice) {
    if (typeof index === "number" && index >= 0 && index < container.length)
      return { cells: container.box.cells, at: container.offset + index };
    return m.panicText(`index out of range [${index}] with length ${container.length}`);
  }
  if (container === null) return m.panicText("?index out of range or nil pointer dereference");
  const { cells } = container as Box;
  if (typeof index === "number" && index >= 0 && index < cells.length) return { cells, at: index };
  return m.panicText(`index out of range [${index}] with length ${cells.length}`);
}

/** The variable or field that an expression names directly. */
export function trackOf(e: Emitter, node: NodeId): Track | undefined {
  const { tree } = e.file.source;
  if (tree.kind[node] === Kind.Identifier) {
    const symbol = e.program.index.symbols[e.file.symbolOf[node]!];
    return symbol === undefined ? undefined : e.variableOf(symbol)?.track;
  }
  if (tree.kind[node] !== Kind.SelectorExpression) return undefined;
  const operand = childIn(tree, node, Field.Operand);
  if (e.program.index.symbols[e.file.symbolOf[operand]!]?.kind === "package") return undefined;
  return fieldOf(e, node).field.track;
}

/** Pushes a pointer to what `node` stands for. */
export function emitAddress(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const kind = tree.kind[node]!;
  const { type } = e.check(node);
  if (kind === Kind.ParenthesizedExpression) {
    emitAddress(e, onlyChild(tree, node));
    return;
  }
  if (kind === Kind.CompositeLiteral) {
    e.value(node, REAL);
    if (!T.isBoxed(type))
      emit(e, (_, f) => void f.stack.push(new Ref(new Box([f.stack.pop()!], undefined), 0)));
    return;
  }
  // The piece of memory that a struct or array is, is the pointer to it.
  if (T.isBoxed(type)) {
    e.value(node, REAL);
    return;
  }
  if (kind === Kind.Identifier) {
    emitVariableAddress(e, node);
    return;
  }
  if (kind === Kind.UnaryExpression && operatorOf(tree, node) === "*") {
    return void emitPlain(e, childIn(tree, node, Field.Operand));
  }
  if (kind === Kind.SelectorExpression) {
    const { at, path, field } = fieldOf(e, node);
    emitStruct(e, childIn(tree, node, Field.Operand), path);
    alwaysRead(field.track);
    emit(e, (_, f) => void f.stack.push(new Ref(f.stack.pop() as Box, at)));
    return;
  }
  if (kind !== Kind.IndexExpression) {
    notModelled("an address");
    return;
  }
  e.value(childIn(tree, node, Field.Operand), REAL);
  emitIndex(e, childIn(tree, node, Field.Index));
  emit(e, (m, f) => {
    const index = f.stack.pop()!;
    const container = f.stack.pop()!;
    const found = cellOf(m, container, index);
    if (found === undefined) return;
    const box = container instanceof Slice ? container.box : (container as Box);
    f.stack.push(new Ref(box, found.at));
  });
}

/** What something points to may be read at any time. */
function alwaysRead(track: Track): void {
  track.isPointedTo = true;
}

function emitVariableAddress(e: Emitter, node: NodeId): void {
  const symbol = e.program.index.symbols[e.file.symbolOf[node]!];
  const variable = symbol === undefined ? undefined : e.variableOf(symbol);
  if (variable === undefined || !(variable.boxed || variable.isGlobal)) {
    notModelled("an address");
    return;
  }
  const { slot, isGlobal, track } = variable;
  alwaysRead(track);
  emit(
    e,
    (m, f) => void f.stack.push(isGlobal ? new Ref(m.globals, slot) : new Ref(f.locals[slot] as Box, 0)),
  );
}

/** Pushes the value of a variable that an identifier names. */
export function emitName(e: Emitter, node: NodeId, reading: Reading): void {
  const symbol = e.program.index.symbols[e.file.symbolOf[node]!];
  const variable = symbol === undefined ? undefined : e.variableOf(symbol);
  if (variable === undefined) {
    notModelled("a name");
    return;
  }
  loadVariable(e, variable, reading);
}
