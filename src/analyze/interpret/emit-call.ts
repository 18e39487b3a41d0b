import { childIn, NO_NODE, type NodeId, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { argumentsOf, type RunCallee, runCallee } from "./callee.ts";
import { plainArgument } from "./check-call.ts";
import { defaultType } from "./convert-constant.ts";
import { emitBuiltin } from "./emit-builtin.ts";
import { emitAs, emitConversion, emitPlain } from "./emit-convert.ts";
import { emitBoundMethod, emitReceiver, methodClosure } from "./emit-method.ts";
import { type Emitter, emit, markOf } from "./emitter.ts";
import * as T from "./go-type.ts";
import { closeLater } from "./goroutines/emit-channel.ts";
import { literalTracks, soleLiteral } from "./literal-tracks.ts";
import type { Member } from "./lookup.ts";
import { notModelled } from "./program.ts";
import { QUIET, REAL, type Reading, type Track } from "./track.ts";
import { Box, Closure, Dynamic, Slice, type Value } from "./value.ts";

/** Pushes what a call or conversion gives: nothing, one value, or as many as the function has results. */
export function emitCall(e: Emitter, node: NodeId, reading: Reading): void {
  const callee = runCallee(e, node);
  if (callee.kind === "conversion") {
    const [value] = argumentsOf(e, node);
    const { constant, type } = e.check(value!);
    if (T.isInterface(callee.type) || type.kind === "nil") {
      emitAs(e, value!, callee.type);
      return;
    }
    if (constant === undefined && type.kind === "untyped" && T.under(callee.type).kind === "int") {
      emitAs(e, value!, callee.type);
      return;
    }
    const from = constant === undefined ? type : defaultType(type);
    emitAs(e, value!, from, keepsValue(T.under(from), T.under(callee.type)) ? reading : REAL);
    emitConversion(e, from, callee.type);
    return;
  }
  if (callee.kind === "builtin") {
    emitBuiltin(e, node, callee.name, reading);
    return;
  }
  const closure = staticClosure(e, callee);
  if (closure === undefined) emitCallee(e, node, callee);
  else if (callee.kind === "method") {
    const { member, operand } = callee;
    if (member.kind === "method" || member.kind === "library")
      emitReceiver(e, operand, e.check(operand).type, member);
    if (member.kind === "library") emitEffect(e, member, reading);
  }
  const extra = callee.kind === "method" && closure !== undefined ? 1 : 0;
  emitArguments(e, node, callee, closure, extra);
  const count = T.under(callee.type).parameters!.length + extra;
  const mustExist = closure === undefined;
  const how = reading.kind === "compared" || reading.kind === "quiet" ? reading.kind : undefined;
  const isPassedOn = reading.kind === "result";
  emit(e, (m, f) => {
    const values = count === 0 ? NOTHING : f.stack.splice(f.stack.length - count);
    const called = closure ?? (f.stack.pop() as Closure | null);
    if (mustExist && called === null) m.panicText("invalid memory address or nil pointer dereference");
    else {
      const started = m.call(called as Closure, values, node);
      if (started !== undefined) started.resultReading = isPassedOn ? f.resultReading : how;
    }
  });
}

/** Whether integers of one type are those of the other, and wrap round at the same places. */
function keepsValue(from: T.RunType, to: T.RunType): boolean {
  return from.kind === "int" && to.kind === "int" && from.signed === to.signed && to.bits === from.bits;
}

const NOTHING: readonly Value[] = [];
const CLOSE = new Closure(closeLater, []);

/** Notes what a method does with the text of a builder. */
function emitEffect(
  e: Emitter,
  { owner, method }: Extract<Member, { kind: "library" }>,
  reading: Reading,
): void {
  const track = T.under(owner).fields?.[0]?.track;
  if (track === undefined) return;
  const isWriting = method.effect === "writes";
  const mark = markOf(isWriting ? QUIET : method.effect === "measures" ? reading : REAL, track);
  emit(e, (m) => {
    if (isWriting) track.writtenAt = m.steps;
    mark?.(m);
  });
}

/** The closure that a call always calls; undefined when that is a value, or a method of an interface. */
function staticClosure(e: Emitter, callee: RunCallee): Closure | undefined {
  if (callee.kind === "function") return new Closure(e.program.codeOf(callee.fn, callee.types), []);
  if (callee.kind === "native") return new Closure(callee.native, []);
  if (callee.kind !== "method" || callee.member.kind === "interface") return undefined;
  return methodClosure(e.program, callee.member, []);
}

/** Pushes the function value that a call calls. */
function emitCallee(e: Emitter, node: NodeId, callee: RunCallee): void {
  if (callee.kind === "method") {
    emitBoundMethod(e, callee.operand, e.check(callee.operand).type, callee.member);
    return;
  }
  const { tree } = e.file.source;
  e.value(withoutParentheses(tree, childIn(tree, node, Field.Function)), REAL);
}

/** Pushes the function value of a call that comes later, and its arguments; gives their number. */
export function emitLaterCall(e: Emitter, node: NodeId): number {
  const callee = runCallee(e, node);
  if (callee.kind === "builtin" && callee.name === "close") {
    emit(e, (_, f) => void f.stack.push(CLOSE));
    emitPlain(e, argumentsOf(e, node)[0]!);
    return 1;
  }
  if (callee.kind === "conversion" || callee.kind === "builtin") return notModelled("a deferred builtin");
  if (callee.kind === "function" || callee.kind === "native") {
    const closure = staticClosure(e, callee)!;
    emit(e, (_, f) => void f.stack.push(closure));
  } else emitCallee(e, node, callee);
  emitArguments(e, node, callee, undefined, 0);
  return T.under(callee.type).parameters!.length;
}

/** Pushes one value for each parameter. `known` is the closure that is called, when that is sure. */
function emitArguments(
  e: Emitter,
  node: NodeId,
  callee: RunCallee,
  known: Closure | undefined,
  skip: number,
): void {
  const { parameters, variadic, results } = T.under((callee as { type: T.RunType }).type);
  if (parameters === undefined || results === undefined) {
    notModelled("a call");
    return;
  }
  const { tree } = e.file.source;
  const values = argumentsOf(e, node);
  const fixed = variadic === true ? parameters.length - 1 : parameters.length;
  const [only] = values;
  if (values.length === 1 && only !== undefined && e.check(plainArgument(e, only)).type.kind === "tuple") {
    emitSpread(e, only, parameters, variadic === true);
    return;
  }
  const isSink = callee.kind === "native" && callee.native.isSink === true;
  const tracks = tracksOfCallee(e, node, callee, known);
  for (let at = 0; at < fixed; at++) {
    emitAs(
      e,
      values[at] ?? notModelled("an argument"),
      parameters[at]!,
      isSink ? QUIET : readingOf(tracks[at + skip]),
    );
  }
  if (variadic !== true) return;
  const list = parameters[fixed]!;
  const rest = values.slice(fixed);
  if (rest.length === 1 && tree.kind[rest[0]!] === Kind.VariadicArgument) {
    emitAs(e, plainArgument(e, rest[0]!), list);
    return;
  }
  for (const value of rest) emitAs(e, value, list.element!, isSink ? QUIET : REAL);
  emit(e, (m, f) => {
    if (rest.length === 0) return void f.stack.push(null);
    const cells = f.stack.splice(f.stack.length - rest.length);
    if (m.takes(cells.length))
      f.stack.push(new Slice(new Box(cells, undefined), 0, cells.length, cells.length));
  });
}

/** Tracks of the parameters of what is called, as far as that is known. */
function tracksOfCallee(
  e: Emitter,
  call: NodeId,
  callee: RunCallee,
  known: Closure | undefined,
): readonly (Track | undefined)[] {
  if (known !== undefined) return "run" in known.code ? [] : known.code.tracks;
  const { tree } = e.file.source;
  const name = callee.kind === "value" ? childIn(tree, call, Field.Function) : NO_NODE;
  const literal = name === NO_NODE ? undefined : soleLiteral(e, name);
  return literal === undefined ? [] : literalTracks(e.program, literal);
}

/** What an argument is read for: to become a parameter, when it is known which. */
function readingOf(to: Track | undefined): Reading {
  return to === undefined ? REAL : { kind: "flow", to, isSum: true };
}

/** `f(g())` with several results. */
function emitSpread(e: Emitter, node: NodeId, parameters: readonly T.RunType[], variadic: boolean): void {
  const { parts } = e.check(node).type;
  if (variadic) {
    emitVariadicSpread(e, node, parameters);
    return;
  }
  if (parts!.length !== parameters.length) {
    notModelled("results as arguments");
    return;
  }
  if (parts!.some((part, at) => T.isInterface(parameters[at]!) && !T.isInterface(part))) {
    notModelled("results as arguments");
    return;
  }
  e.value(node, REAL);
}

/** `f(g())` with several results for a variadic parameter: `fmt.Println(load())`. */
function emitVariadicSpread(e: Emitter, node: NodeId, parameters: readonly T.RunType[]): void {
  const parts = e.check(node).type.parts!;
  const fixed = parameters.length - 1;
  if (parts.length < fixed) notModelled("results as arguments");
  const targets = parts.map((_, at) => (at < fixed ? parameters[at]! : parameters[fixed]!.element!));
  e.value(node, REAL);
  emit(e, (m, f) => {
    const values = f.stack.splice(f.stack.length - parts.length).map((value, at): Value => {
      const wraps = T.isInterface(targets[at]!) && !T.isInterface(parts[at]!);
      return wraps ? new Dynamic(parts[at]!, value) : value;
    });
    const rest = values.splice(fixed);
    f.stack.push(...values);
    if (rest.length === 0) f.stack.push(null);
    else if (m.takes(rest.length))
      f.stack.push(new Slice(new Box(rest, undefined), 0, rest.length, rest.length));
  });
}
