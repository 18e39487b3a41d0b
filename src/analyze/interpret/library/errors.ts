import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { type Box, type Dynamic, isComparable, isEqual, type Value } from "../value.ts";
import { native, newError, pure } from "./define.ts";

/** The error inside another; undefined when finding out is not modelled. */
function unwrapped(m: Machine, error: Dynamic): Value | undefined {
  if (error.type.id === "*fmt.wrapError") return (error.value as Box).cells[1]!;
  if (error.type.id === "*errors.errorString" || error.type.id === "runtime.Error") return null;
  const method = m.methodOf?.(error, "Unwrap");
  if (method === undefined) return null;
  return m.callBack(method, [])?.[0];
}

function is(m: Machine, error: Value, target: Value): Value | undefined {
  let current: Value | undefined = error;
  for (let step = 0; step < 1_000; step++) {
    if (current === null || target === null) return current === target;
    const [a, b] = [current as Dynamic, target as Dynamic];
    if (a.type.id === b.type.id && isComparable(a.type) && isEqual(a.value, b.value, a.type)) return true;
    if (m.methodOf?.(a, "Is") !== undefined) return m.unknown("a method Is");
    current = unwrapped(m, a);
    if (current === undefined) return m.unknown("a wrapped error");
    if (current === null) return false;
  }
  return m.unknown("a long chain of errors");
}

/** Package errors. */
export const ERRORS: Readonly<Record<string, NativeFunction>> = {
  New: pure("New", "string -> error", (text: string) => newError(text)),
  Is: native("Is", "error error -> bool", (m, [error, target]) => is(m, error!, target!)),
  Unwrap: native("Unwrap", "error -> error", (m, [error]) =>
    error === null ? null : unwrapped(m, error as Dynamic),
  ),
};
