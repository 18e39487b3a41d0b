import { isBoxed, isInterface, under } from "../go-type.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { Box, copyInto, Dynamic, isComparable, isEqual, Ref, type Value } from "../value.ts";
import { JOIN_ERROR, listOf, native, newError, newSlice, pure } from "./define.ts";

/** Longer chains are not followed. */
const MAX_ERRORS = 1_000;

/** The errors inside another, outermost first; undefined when finding out is not modelled. */
function inner(m: Machine, error: Dynamic): readonly Value[] | undefined {
  if (error.type.id === "*fmt.wrapError") return [(error.value as Box).cells[1]!];
  if (error.type.id === JOIN_ERROR.id) return listOf((error.value as Box).cells[1]!);
  if (error.type.id === "*errors.errorString" || error.type.id === "runtime.Error") return [];
  const method = m.methodOf?.(error, "Unwrap");
  if (method === undefined) return [];
  const [result] = "run" in method.code ? [] : method.code.resultTypes;
  if (result !== undefined && under(result).kind === "slice") return m.unknown("several errors");
  return m.callBack(method, [])?.slice(0, 1);
}

/** The first error of a tree that `fits`, null when none does; undefined when that is not known. */
function found(
  m: Machine,
  error: Value,
  fits: (one: Dynamic) => boolean | undefined,
): Dynamic | null | undefined {
  const queue: Value[] = [error];
  for (let step = 0; step < MAX_ERRORS; step++) {
    const one = queue.shift();
    if (one === undefined) return null;
    if (one === null) continue;
    const answer = fits(one as Dynamic);
    if (answer === undefined) return undefined;
    if (answer) return one as Dynamic;
    const more = inner(m, one as Dynamic);
    if (more === undefined) return m.unknown("a wrapped error");
    queue.unshift(...more);
  }
  return m.unknown("a long chain of errors");
}

function is(m: Machine, error: Value, target: Value): Value | undefined {
  if (error === null || target === null) return error === target;
  const wanted = target as Dynamic;
  const answer = found(m, error, (one) => {
    if (
      one.type.id === wanted.type.id &&
      isComparable(one.type) &&
      isEqual(one.value, wanted.value, one.type)
    )
      return true;
    return m.methodOf?.(one, "Is") === undefined ? false : m.unknown("a method Is");
  });
  return answer === undefined ? undefined : answer !== null;
}

/** errors.As: `target` points to a variable of the type that is wanted. */
function as(m: Machine, error: Value, target: Value): Value | undefined {
  if (error === null) return false;
  const { type, value } = (target ?? {}) as Partial<Dynamic>;
  const wanted = type === undefined ? undefined : under(type);
  if (wanted?.kind !== "pointer" || value === null) return m.unknown("the target of As");
  const element = wanted.element!;
  const isFace = isInterface(element);
  const answer = found(m, error, (one) => {
    const fits = isFace
      ? under(element).methods!.every(({ name }) => m.methodOf?.(one, name) !== undefined)
      : one.type.id === element.id;
    if (fits) return true;
    return m.methodOf?.(one, "As") === undefined ? false : m.unknown("a method As");
  });
  if (answer === undefined || answer === null) return answer === null ? false : undefined;
  const given = isFace ? answer : answer.value;
  if (value instanceof Ref) value.box.cells[value.at] = given;
  else if (isBoxed(element)) copyInto(value as Box, given as Box);
  else return m.unknown("the target of As");
  return true;
}

function join(m: Machine, list: Value): Value | undefined {
  const errors = listOf(list).filter((one) => one !== null);
  if (errors.length === 0) return null;
  const texts: string[] = [];
  for (const one of errors) {
    const method = m.methodOf?.(one as Dynamic, "Error");
    const text = method === undefined ? undefined : m.callBack(method, [])?.[0];
    if (text === undefined) return m.unknown("the text of an error");
    texts.push(text as string);
  }
  return new Dynamic(JOIN_ERROR, new Box([texts.join("\n"), newSlice(errors)], undefined));
}

/** Package errors. */
export const ERRORS: Readonly<Record<string, NativeFunction>> = {
  New: pure("New", "string -> error", (text: string) => newError(text)),
  Is: native("Is", "error error -> bool", (m, [error, target]) => is(m, error!, target!)),
  As: native("As", "error any -> bool", (m, [error, target]) => as(m, error!, target!)),
  Join: native("Join", "...error -> error", (m, [list]) => join(m, list!)),
  Unwrap: native("Unwrap", "error -> error", (m, [error]) => {
    if (error === null || (error as Dynamic).type.id === JOIN_ERROR.id) return null;
    const more = inner(m, error as Dynamic);
    return more === undefined ? undefined : (more[0] ?? null);
  }),
};
