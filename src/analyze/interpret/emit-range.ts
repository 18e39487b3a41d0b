import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { defaultType } from "./convert-constant.ts";
import { isHeldElsewhere } from "./declare-variable.ts";
import { emitAs } from "./emit-convert.ts";
import { emitFunctionRange } from "./emit-function-range.ts";
import { emitPlace } from "./emit-place.ts";
import { initialise } from "./emit-variable.ts";
import { declareVariable, type Emitter, emit, hiddenSlot, jump, newLabel, place, scoped } from "./emitter.ts";
import * as T from "./go-type.ts";
import { emitChannelRange } from "./goroutines/emit-channel-range.ts";
import type { Integer } from "./integer.ts";
import { decodeRune } from "./literals.ts";
import { isOrderFree } from "./map-order.ts";
import { notModelled } from "./program.ts";
import { newTrack, REAL } from "./track.ts";
import { type Box, copyBox, GoMap, Slice, type Value } from "./value.ts";

/** What a range gives next: key and value, or undefined at its end. */
type Next = (
  subject: Value,
  position: number,
) => { readonly key: Value; readonly value: Value; readonly next: number } | undefined;

interface Ranged {
  readonly keyType: T.RunType;
  readonly valueType: T.RunType;
  readonly next: Next;
}

/** A `for … range` statement, in a scope of its own. */
export function emitRange(e: Emitter, node: NodeId, clause: NodeId, name: string): void {
  const { tree } = e.file.source;
  const subject = childIn(tree, clause, Field.Right);
  const left = childIn(tree, clause, Field.Left);
  const written = left === NO_NODE ? [] : childrenOf(tree, left);
  const names = written.length === 2 && textOf(tree, written[1]!) === "_" ? written.slice(0, 1) : written;
  const operand = e.check(subject);
  const type = defaultType(operand.type);
  const body = childIn(tree, node, Field.Body);
  if (T.under(type).kind === "channel") {
    emitChannelRange(e, node, clause, {
      name,
      target: (one, element) => emitTarget(e, clause, one, element),
    });
    return;
  }
  const base = T.under(type);
  if (base.kind === "function") {
    emitFunctionRange(e, node, clause, {
      name,
      names,
      target: (one, element) => emitTarget(e, clause, one, element),
    });
    return;
  }
  const length = lengthAlone(e, subject, base, names.length);
  if (length !== undefined) {
    const ranged = rangedOver(T.INT, names.length);
    emit(e, (_, f) => void f.stack.push(length));
    emitRounds(e, { node, clause, name, names, ranged });
    return;
  }
  const ranged = rangedOver(type, names.length);
  if (operand.constant === undefined && operand.type.kind !== "untyped" && T.isBoxed(type)) {
    e.value(subject, REAL);
    if (names.length > 1) emit(e, (_, f) => void f.stack.push(copyBox(f.stack.pop() as Box)));
  } else emitAs(e, subject, type);
  if (base.kind === "pointer" && names.length === 2)
    emit(e, (m, f) => {
      if (f.stack.at(-1) === null) m.panicText("invalid memory address or nil pointer dereference");
    });
  if (base.kind === "map") emitEntries(e, names.length === 0 || isOrderFree(e, clause, body));
  emitRounds(e, { node, clause, name, names, ranged });
}

/** Length of an array that is ranged over without its values: then it is not even evaluated. */
function lengthAlone(e: Emitter, subject: NodeId, base: T.RunType, names: number): number | undefined {
  const list = base.kind === "pointer" ? T.under(base.element!) : base;
  if (list.kind !== "array" || names > 1) return undefined;
  const { tree } = e.file.source;
  for (let node = subject; node < tree.after[subject]!; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.CallExpression || kind === Kind.TypeConversionExpression) return undefined;
  }
  return list.length;
}

interface Rounds {
  readonly node: NodeId;
  readonly clause: NodeId;
  readonly name: string;
  readonly names: readonly NodeId[];
  readonly ranged: Ranged;
}

/** Takes what is ranged over off the stack and writes the rounds. */
function emitRounds(e: Emitter, { node, clause, name, names, ranged }: Rounds): void {
  const body = childIn(e.file.source.tree, node, Field.Body);
  const [held, position] = [hiddenSlot(e), hiddenSlot(e)];
  emit(e, (_, f) => {
    f.locals[held] = f.stack.pop()!;
    f.locals[position] = 0;
  });
  const [head, end] = [newLabel(), newLabel()];
  place(e, head);
  emit(e, (_, f) => {
    const found = ranged.next(f.locals[held]!, f.locals[position] as number);
    if (found === undefined) {
      f.locals[held] = null;
      f.pc = end.pc;
      return;
    }
    f.locals[position] = found.next;
    if (names.length > 1) f.stack.push(found.value);
    if (names.length > 0) f.stack.push(found.key);
  });
  scoped(e, () => {
    const types = [ranged.keyType, ranged.valueType];
    for (const [at, one] of names.entries()) emitTarget(e, clause, one, types[at]!);
    e.targets.push({ name, breakTo: end, continueTo: head });
    e.statement(body);
    e.targets.pop();
  });
  jump(e, head);
  place(e, end);
}

/** Takes a value off the stack for one of the two variables. */
function emitTarget(e: Emitter, clause: NodeId, name: NodeId, type: T.RunType): void {
  const { tree } = e.file.source;
  if (textOf(tree, name) === "_") {
    emit(e, (_, f) => void f.stack.pop());
    return;
  }
  const symbol = e.program.index.symbols[e.file.symbolOf[name]!];
  if (symbol !== undefined && symbol.node === name && symbol.declaration === clause) {
    if (T.isBoxed(type)) emit(e, (_, f) => void f.stack.push(copyBox(f.stack.pop() as Box)));
    initialise(e, declareVariable(e, symbol, type, isHeldElsewhere(e, symbol, type), newTrack(symbol.name)));
    return;
  }
  const target = emitPlace(e, name);
  emit(e, (m, f) => {
    const operands = target.operands === 0 ? [] : f.stack.splice(f.stack.length - target.operands);
    const { track } = target;
    if (track !== undefined) track.jumpedAt = m.steps;
    target.store(m, f, operands, f.stack.pop()!);
  });
}

function rangedOver(type: T.RunType, names: number): Ranged {
  const base = T.under(type);
  switch (base.kind) {
    case "int":
      return {
        keyType: type,
        valueType: T.UNKNOWN,
        next: (limit, at) => (at < (limit as Integer) ? { key: at, value: null, next: at + 1 } : undefined),
      };
    case "string":
      return {
        keyType: T.INT,
        valueType: T.RUNE,
        next(text, at) {
          if (at >= (text as string).length) return undefined;
          const [rune, size] = decodeRune(text as string, at);
          return { key: at, value: rune, next: at + size };
        },
      };
    case "map":
      return { keyType: base.key!, valueType: base.element!, next: nextEntry };
    case "slice":
    case "array":
    case "pointer": {
      const list = base.kind === "pointer" ? T.under(base.element!) : base;
      if (list.kind !== "slice" && list.kind !== "array") return notModelled("a range");
      // The length is taken once, at the start.
      return { keyType: T.INT, valueType: list.element!, next: names > 1 ? nextElement : nextIndex };
    }
    default:
      return notModelled(`a range over a ${base.kind}`);
  }
}

function nextIndex(list: Value, at: number): ReturnType<Next> {
  const length = list === null ? 0 : list instanceof Slice ? list.length : (list as Box).cells.length;
  return at < length ? { key: at, value: null, next: at + 1 } : undefined;
}

function nextElement(list: Value, at: number): ReturnType<Next> {
  if (nextIndex(list, at) === undefined) return undefined;
  const value = list instanceof Slice ? list.box.cells[list.offset + at]! : (list as Box).cells[at]!;
  return { key: at, value, next: at + 1 };
}

/** The entries of a map as they are when the range starts; those deleted on the way are left out. */
class Entries extends GoMap {
  list: readonly (readonly [string | number | bigint | boolean, Value])[] = [];
  source: GoMap | null = null;
}

function emitEntries(e: Emitter, isFree: boolean): void {
  emit(e, (m, f) => {
    const map = f.stack.pop() as GoMap | null;
    const entries = new Entries();
    entries.source = map;
    entries.list = [...(map?.entries ?? [])].map(([found, [key]]) => [found, key]);
    m.steps += entries.list.length >>> 2;
    const isAny = isFree || m.goroutines !== undefined || (m.anyOrder && e.file.home === "maps.");
    if (!isFree && m.goroutines !== undefined) m.goroutines.unseen++;
    if (entries.list.length > 1 && !isAny) m.unknown("the order of a map");
    else f.stack.push(entries);
  });
}

function nextEntry(subject: Value, position: number): ReturnType<Next> {
  const { list, source } = subject as Entries;
  for (let at = position; at < list.length; at++) {
    const [found, key] = list[at]!;
    const entry = source!.entries.get(found);
    if (entry !== undefined) return { key, value: entry[1], next: at + 1 };
  }
  return undefined;
}
