import { BASIC, pointerTo, type RunType } from "../go-type.ts";
import { type Integer, wrapped } from "../integer.ts";
import { native } from "../library/define.ts";
import type { LibraryMethod } from "../library/methods.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { Box, Ref, type Value } from "../value.ts";

const NOTHING: readonly Value[] = [];

/** A place in memory that an atomic operation works on. */
interface Place {
  readonly cells: Value[];
  readonly at: number;
}

function placeOf(value: Value | undefined): Place | undefined {
  if (value instanceof Ref) return { cells: value.box.cells, at: value.at };
  return value instanceof Box ? { cells: value.cells, at: 0 } : undefined;
}

type Operation = (
  m: Machine,
  place: Place,
  type: RunType,
  values: readonly Value[],
) => Value | readonly Value[];

const OPERATIONS: Readonly<Record<string, readonly [type: string, run: Operation]>> = {
  Load: [
    "-> T",
    (m, { cells, at }) => {
      if (m.goroutines !== undefined) m.goroutines.polls++;
      return cells[at]!;
    },
  ],
  Store: [
    "T ->",
    (m, { cells, at }, _, [value]) => {
      change(m, cells, at, value!);
      return NOTHING;
    },
  ],
  Swap: [
    "T -> T",
    (m, { cells, at }, _, [value]) => {
      const old = cells[at]!;
      change(m, cells, at, value!);
      return old;
    },
  ],
  Add: [
    "T -> T",
    (m, { cells, at }, type, [by]) => {
      const sum = wrapped(plus(cells[at] as Integer, by as Integer), type);
      change(m, cells, at, sum);
      return sum;
    },
  ],
  CompareAndSwap: [
    "T T -> bool",
    (m, { cells, at }, _, [old, value]) => {
      const isSame = cells[at] === old;
      if (isSame) change(m, cells, at, value!);
      else if (m.goroutines !== undefined) m.goroutines.polls++;
      return isSame;
    },
  ],
};

function plus(a: Integer, b: Integer): Integer {
  return typeof a === "number" && typeof b === "number" && Number.isSafeInteger(a + b)
    ? a + b
    : BigInt(a) + BigInt(b);
}

function change(m: Machine, cells: Value[], at: number, value: Value): void {
  if (cells[at] !== value && m.goroutines !== undefined) m.goroutines.events++;
  cells[at] = value;
}

function checked(type: RunType, run: Operation): NativeFunction["run"] {
  return (m, [target, ...values]) => {
    const place = placeOf(target);
    if (place === undefined) return m.panicText("invalid memory address or nil pointer dereference");
    return run(m, place, type, values);
  };
}

const TYPES = ["Int32", "Int64", "Uint32", "Uint64"];

/** `atomic.AddInt64(&x, 1)` and the like. */
export const ATOMIC_FUNCTIONS: Readonly<Record<string, NativeFunction>> = Object.fromEntries(
  TYPES.flatMap((name) =>
    Object.entries(OPERATIONS).map(([operation, [signature, run]]) => {
      const type = BASIC.get(name.toLowerCase())!;
      const given = { T: type, P: pointerTo(type) };
      const full = `${operation}${name}`;
      return [full, native(full, `P ${signature}`, checked(type, run), given)];
    }),
  ),
);

/** Methods of atomic.Int64 and the like. */
export const ATOMIC_METHODS: Readonly<Record<string, Readonly<Record<string, LibraryMethod>>>> =
  Object.fromEntries(
    [...TYPES, "Bool"].map((name) => {
      const type = BASIC.get(name.toLowerCase())!;
      const methods = Object.entries(OPERATIONS).map(
        ([operation, [signature, run]]): [string, LibraryMethod] => [
          operation,
          { byPointer: true, native: native(operation, signature, checked(type, run), { T: type }) },
        ],
      );
      return [`sync/atomic.${name}`, Object.fromEntries(methods)];
    }),
  );
