import {
  childIn,
  childrenIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { scopeOf } from "./check.ts";
import { defaultType } from "./convert-constant.ts";
import { bound, isHeldElsewhere } from "./declare-variable.ts";
import { emitAs, emitZero, successor, tracksIn } from "./emit-convert.ts";
import { emitAssertion, emitElement } from "./emit-expression.ts";
import { emitArithmetic, emitCount } from "./emit-operator.ts";
import { emitPlace, type Place } from "./emit-place.ts";
import { emitShift } from "./emit-shift.ts";
import { initialise } from "./emit-variable.ts";
import { declareVariable, type Emitter, emit } from "./emitter.ts";
import * as T from "./go-type.ts";
import { emitReceive, isReceive } from "./goroutines/emit-channel.ts";
import type { Integer } from "./integer.ts";
import { notModelled } from "./program.ts";
import { typeAt } from "./resolve-type.ts";
import { newTrack, QUIET, REAL, type Reading, type Track } from "./track.ts";
import { Box, Dynamic, type Value } from "./value.ts";

/** `a, b = x, y`, `a op= x`. */
export function emitAssignment(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const operator = operatorOf(tree, node);
  const left = childrenOf(tree, childIn(tree, node, Field.Left));
  const right = childrenOf(tree, childIn(tree, node, Field.Right));
  if (operator !== "=") {
    emitUpdate(e, left[0]!, operator.slice(0, -1), right[0]!);
    return;
  }
  const own = left.length === 1 && right.length === 1 ? ownSum(e, left[0]!, right[0]!) : undefined;
  if (own !== undefined) {
    emitUpdate(e, left[0]!, own.operator, own.value);
    return;
  }
  const places = left.map((one) => emitPlace(e, one));
  if (right.length === left.length) {
    for (const [at, value] of right.entries()) emitAssigned(e, places[at]!, left[at]!, value);
  } else {
    const types = emitMany(e, right[0]!, left.length);
    convertMany(
      e,
      types,
      places.map((place) => place.type),
    );
  }
  emitStores(e, places);
}

function emitAssigned(e: Emitter, place: Place, left: NodeId, value: NodeId): void {
  const type = place.type === T.UNKNOWN ? defaultType(e.check(value).type) : place.type;
  emitAs(e, value, type, readingFor(e, place, left, value));
  const { track } = place;
  const jumps = place.isWhole && track !== undefined && !isOwnAppend(e, left, value);
  if (jumps)
    emit(e, (m) => {
      track.jumpedAt = m.steps;
    });
}

/** `x = x + …`, `x = append(x, …)` and the like read x for nothing but itself; the rest goes from hand to hand. */
function readingFor(e: Emitter, place: Place, left: NodeId, value: NodeId): Reading {
  if (place.track === undefined || !place.isWhole) return place.type === T.UNKNOWN ? QUIET : REAL;
  if (isOwnAppend(e, left, value)) return QUIET;
  return { kind: "flow", to: place.track, isSum: true };
}

/** `left = left + …` and `left = left - …`. */
function ownSum(
  e: Emitter,
  left: NodeId,
  value: NodeId,
): { readonly operator: string; readonly value: NodeId } | undefined {
  const { tree } = e.file.source;
  const node = withoutParentheses(tree, value);
  if (tree.kind[node] !== Kind.BinaryExpression || tree.kind[left] !== Kind.Identifier) return undefined;
  const operator = operatorOf(tree, node);
  if (operator !== "+" && operator !== "-") return undefined;
  const isOwn = textOf(tree, childIn(tree, node, Field.Left)) === textOf(tree, left);
  return isOwn ? { operator, value: childIn(tree, node, Field.Right) } : undefined;
}

/** `left = append(left, …)`. */
function isOwnAppend(e: Emitter, left: NodeId, value: NodeId): boolean {
  const { tree } = e.file.source;
  const node = withoutParentheses(tree, value);
  if (tree.kind[node] !== Kind.CallExpression) return false;
  const called = childIn(tree, node, Field.Function);
  const isBuiltin = e.program.index.symbols[e.file.symbolOf[called]!]?.kind === "builtin";
  if (!isBuiltin || textOf(tree, called) !== "append") return false;
  const [first] = childrenOf(tree, childIn(tree, node, Field.Arguments));
  return first !== undefined && textOf(tree, first) === textOf(tree, left);
}

/** Takes values, and the operands of places below them, off the stack and stores from left to right. */
function emitStores(e: Emitter, places: readonly Place[]): void {
  if (places.length === 1 && places[0]!.operands === 0) {
    const [place] = places;
    emit(e, (m, f) => place!.store(m, f, NOTHING, f.stack.pop()!));
    return;
  }
  const operands = places.reduce((sum, place) => sum + place.operands, 0);
  emit(e, (m, f) => {
    const values = f.stack.splice(f.stack.length - places.length);
    const all = f.stack.splice(f.stack.length - operands);
    let next = 0;
    for (const [at, place] of places.entries()) {
      const own = place.operands === 0 ? NOTHING : all.slice(next, next + place.operands);
      next += place.operands;
      place.store(m, f, own, values[at]!);
      if (m.frame !== f || m.stop !== undefined || f.panic !== undefined) return;
    }
  });
}

const NOTHING: readonly Value[] = [];

/** `place operator= value`. */
function emitUpdate(e: Emitter, left: NodeId, operator: string, value: NodeId): void {
  const place = emitPlace(e, left);
  emitOldValue(e, place);
  const { track } = place;
  const isSum = operator === "+" || operator === "-";
  if (operator === "<<" || operator === ">>") {
    emitCount(e, value);
    emitShift(e, operator, place.type);
  } else {
    const reading: Reading = track === undefined ? REAL : { kind: "flow", to: track, isSum: false };
    emitAs(e, value, place.type, operator === "/" || operator === "%" ? REAL : reading);
    emitArithmetic(e, operator, place.type);
  }
  emitNewValue(e, place, isSum, operator);
}

/** Pushes the value of a place whose operands stay on the stack. */
function emitOldValue(e: Emitter, place: Place): void {
  emit(e, (m, f) => {
    const operands = place.operands === 0 ? NOTHING : f.stack.slice(f.stack.length - place.operands);
    const value = place.load(m, f, operands);
    if (value !== undefined) f.stack.push(value);
  });
}

/** Stores the value on the stack in the place below it, and notes how the place changed. */
function emitNewValue(e: Emitter, place: Place, isSum: boolean, operator: string): void {
  const { track, type } = place;
  const base = T.under(type);
  const mayWrap = base.kind === "int" && base.signed !== true && place.isWhole;
  const growsDown = operator === "-" || operator === ">>";
  emit(e, (m, f) => {
    const value = f.stack.pop()!;
    const operands = place.operands === 0 ? NOTHING : f.stack.splice(f.stack.length - place.operands);
    if (track !== undefined) {
      if (mayWrap) {
        const old = place.load(m, f, operands);
        if (growsDown ? (value as Integer) > (old as Integer) : (value as Integer) < (old as Integer))
          track.wrappedAt = m.steps;
      }
      if (!isSum) track.jumpedAt = m.steps;
    }
    place.store(m, f, operands, value);
  });
}

/** `x++` and `x--`. */
export function emitStep(e: Emitter, node: NodeId, by: 1 | -1): void {
  const place = emitPlace(e, onlyChild(e.file.source.tree, node));
  const base = T.under(place.type);
  emitOldValue(e, place);
  emit(e, (_, f) => {
    const value = f.stack.pop()!;
    if (base.kind !== "float") f.stack.push(successor(value as Integer, by, base));
    else f.stack.push(base.bits === 32 ? Math.fround((value as number) + by) : (value as number) + by);
  });
  if (base.kind !== "int" && base.kind !== "float") notModelled("++");
  emitNewValue(e, place, true, by > 0 ? "+" : "-");
}

/** Pushes the values of `f()`, `m[k]` or `x.(T)` when several are wanted; gives their types. */
export function emitMany(e: Emitter, node: NodeId, count: number): readonly T.RunType[] {
  const { tree } = e.file.source;
  const inner = withoutParentheses(tree, node);
  const { type } = e.check(inner);
  if (type.kind === "tuple" && type.parts!.length === count) {
    e.value(inner, REAL);
    return type.parts!;
  }
  if (count !== 2) return notModelled("an assignment");
  if (tree.kind[inner] === Kind.IndexExpression) emitElement(e, inner, true);
  else if (tree.kind[inner] === Kind.TypeAssertionExpression) emitAssertion(e, inner, true);
  else if (isReceive(e, inner)) emitReceive(e, inner, true);
  else return notModelled("an assignment");
  return [type, T.BOOL];
}

/** Converts the values on the stack to the types of what they are assigned to. */
function convertMany(e: Emitter, from: readonly T.RunType[], to: readonly T.RunType[]): void {
  const tracks = from.flatMap((type) => (type.kind === "tuple" ? [] : tracksIn(type)));
  emit(e, (m, f) => {
    for (const track of tracks) track.writtenAt = m.steps;
    const first = f.stack.length - from.length;
    for (const [at, type] of from.entries()) {
      const target = to[at]!;
      const wraps = target !== T.UNKNOWN && T.isInterface(target) && !T.isInterface(type);
      const value = f.stack[first + at]!;
      f.stack[first + at] = bound(wraps ? new Dynamic(type, value) : value, type);
    }
  });
}

/** `a, b := x, y`: names that the scope has already are assigned. */
export function emitShortDeclaration(e: Emitter, node: NodeId): void {
  const { tree } = e.file.source;
  const left = childrenOf(tree, childIn(tree, node, Field.Left));
  const right = childrenOf(tree, childIn(tree, node, Field.Right));
  const isNew = left.map((name) => declaredHere(e, name, node));
  const places = left.map((name, at) => (isNew[at] ? undefined : emitPlace(e, name)));
  const tracks = left.map((name, at) => (isNew[at] ? newTrack(textOf(tree, name)) : undefined));
  let types: readonly T.RunType[];
  if (right.length === left.length) {
    types = right.map((value, at) => {
      const type =
        places[at] === undefined || places[at]!.type === T.UNKNOWN
          ? defaultType(e.check(value).type)
          : places[at]!.type;
      if (type.kind === "tuple" || type.kind === "nil" || type.kind === "unknown")
        notModelled("a declaration");
      const to: Track | undefined = tracks[at] ?? places[at]?.track;
      emitAs(e, value, type, to === undefined ? REAL : { kind: "flow", to, isSum: true });
      return type;
    });
  } else {
    types = emitMany(e, right[0]!, left.length);
    convertMany(
      e,
      types,
      types.map((type, at) => places[at]?.type ?? type),
    );
  }
  const stores = left.map((name, at) => {
    if (!isNew[at]) return places[at]!;
    return newVariable(e, name, types[at]!, tracks[at]!);
  });
  emitStores(e, stores);
}

/** A place that makes the variable anew each time. */
function newVariable(e: Emitter, name: NodeId, type: T.RunType, track: Track): Place {
  const symbol = e.program.index.symbols[e.file.symbolOf[name]!]!;
  const variable = declareVariable(e, symbol, type, isHeldElsewhere(e, symbol, type), track);
  return {
    operands: 0,
    type,
    track,
    isWhole: true,
    load: () => undefined,
    store(m, f, _, value) {
      track.writtenAt = m.steps;
      f.locals[variable.slot] = variable.boxed ? new Box([value], undefined) : value;
    },
  };
}

function declaredHere(e: Emitter, name: NodeId, statement: NodeId): boolean {
  const symbol = e.program.index.symbols[e.file.symbolOf[name]!];
  return symbol !== undefined && symbol.node === name && symbol.declaration === statement;
}

/** `var a, b T = x, y`. */
export function emitVarSpec(e: Emitter, spec: NodeId): void {
  const { tree } = e.file.source;
  const names = childrenIn(tree, spec, Field.Name);
  const typeNode = childIn(tree, spec, Field.Type);
  const list = childIn(tree, spec, Field.Value);
  const values = list === NO_NODE ? [] : childrenOf(tree, list);
  const given = typeNode === NO_NODE ? undefined : typeAt(scopeOf(e), typeNode);
  const own: T.RunType[] = [];
  if (values.length === 0) {
    for (const _ of names) {
      emitZero(e, given!);
      own.push(given!);
    }
  } else if (values.length === names.length) {
    for (const value of values) {
      const type = given ?? defaultType(e.check(value).type);
      if (type.kind === "tuple" || type.kind === "nil" || type.kind === "unknown")
        notModelled("a declaration");
      emitAs(e, value, type);
      own.push(type);
    }
  } else {
    const types = emitMany(e, values[0]!, names.length);
    own.push(...types.map((type) => given ?? type));
    convertMany(e, types, own);
  }
  for (let at = names.length - 1; at >= 0; at--) {
    const symbol = e.program.index.symbols[e.file.symbolOf[names[at]!]!];
    if (symbol === undefined || symbol.node !== names[at]) {
      emit(e, (_, f) => void f.stack.pop());
      continue;
    }
    const type = own[at]!;
    const track = newTrack(symbol.name, T.under(type).kind === "float");
    initialise(e, declareVariable(e, symbol, type, isHeldElsewhere(e, symbol, type), track));
  }
}
