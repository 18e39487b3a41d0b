import type { Code } from "./code.ts";
import { type RunType, under } from "./go-type.ts";
import type { NativeFunction } from "./native.ts";
import type { Track } from "./track.ts";

/**
 * A value of the guest. Integers are numbers while they are safe, else bigints, so that `===` compares them; strings hold
 * one byte a unit. A struct or array is a {@link Box}, and so is a pointer to one.
 */
export type Value =
  | number
  | bigint
  | string
  | boolean
  | null
  | Box
  | Ref
  | Slice
  | GoMap
  | Dynamic
  | Closure
  | Foreign;

/** A piece of memory: a struct, an array, or a variable that something points to. */
export class Box {
  readonly cells: Value[];
  /** Type of a struct or array; undefined for a variable. */
  readonly type: RunType | undefined;
  constructor(cells: Value[], type: RunType | undefined) {
    this.cells = cells;
    this.type = type;
  }
}

/** The variables of a call, for the body of a loop over a function; those in scope there come first. */
export class Locals extends Box {
  readonly slots: number;
  readonly tracks: readonly (Track | undefined)[];
  constructor(cells: Value[], slots: number, tracks: readonly (Track | undefined)[]) {
    super(cells, undefined);
    this.slots = slots;
    this.tracks = tracks;
  }
}

/** A pointer to a cell that is no struct or array itself. */
export class Ref {
  readonly box: Box;
  readonly at: number;
  constructor(box: Box, at: number) {
    this.box = box;
    this.at = at;
  }
}

export class Slice {
  readonly box: Box;
  readonly offset: number;
  readonly length: number;
  readonly capacity: number;
  constructor(box: Box, offset: number, length: number, capacity: number) {
    this.box = box;
    this.offset = offset;
    this.length = length;
    this.capacity = capacity;
  }
}

export class GoMap {
  /** Key as {@link keyOf} gives it → key and value. */
  readonly entries: Map<string | number | bigint | boolean, [Value, Value]> = new Map();
}

/** A value in an interface. */
export class Dynamic {
  readonly type: RunType;
  readonly value: Value;
  constructor(type: RunType, value: Value) {
    this.type = type;
    this.value = value;
  }
}

/** A function value: code and what it captured, or a function of the library; `bound` comes before the arguments. */
export class Closure {
  readonly code: Code | NativeFunction;
  readonly captured: readonly Value[];
  readonly bound: readonly Value[];
  constructor(code: Code | NativeFunction, captured: readonly Value[], bound: readonly Value[] = []) {
    this.code = code;
    this.captured = captured;
    this.bound = bound;
  }
}

/** Something that the guest holds but cannot look into: a channel. */
export abstract class Foreign {
  abstract readonly isForeign: true;

  /** What it holds, to compare it with itself at another time; undefined when that is not known. */
  abstract parts(): readonly Value[] | undefined;
}

/** Largest array that is kept cell by cell. */
export const MAX_CELLS = 1_000_000;

/** The zero value of a type, or undefined when it cannot be held. `room` counts down the cells it takes. */
export function zeroValue(type: RunType, room: { cells: number }): Value | undefined {
  const base = under(type);
  switch (base.kind) {
    case "int":
    case "float":
      return 0;
    case "bool":
      return false;
    case "string":
      return "";
    case "struct":
    case "array": {
      const count = base.kind === "array" ? base.length! : base.fields!.length;
      room.cells -= count;
      if (room.cells < 0) return undefined;
      const cells: Value[] = new Array(count);
      for (let at = 0; at < count; at++) {
        const zero = zeroValue(base.kind === "array" ? base.element! : base.fields![at]!.type, room);
        if (zero === undefined) return undefined;
        cells[at] = zero;
      }
      return new Box(cells, type);
    }
    case "unknown":
    case "tuple":
    case "untyped":
    case "nil":
    case "named":
      return undefined;
    default:
      return null;
  }
}

const holdsBoxes = new WeakMap<RunType, readonly number[]>();

/** Which cells of a struct are structs or arrays themselves. */
function boxedCells(box: Box): readonly number[] | "all" | "none" {
  const base = under(box.type!);
  if (base.kind === "array") {
    const { kind } = under(base.element!);
    return kind === "struct" || kind === "array" ? "all" : "none";
  }
  let known = holdsBoxes.get(base);
  if (known === undefined) {
    known = base.fields!.flatMap(({ type }, at) => {
      const { kind } = under(type);
      return kind === "struct" || kind === "array" ? [at] : [];
    });
    holdsBoxes.set(base, known);
  }
  return known.length === 0 ? "none" : known;
}

/** A copy of a struct or array. */
export function copyBox(box: Box): Box {
  const cells = box.cells.slice();
  const inner = boxedCells(box);
  if (inner === "all") for (let at = 0; at < cells.length; at++) cells[at] = copyBox(cells[at] as Box);
  else if (inner !== "none") for (const at of inner) cells[at] = copyBox(cells[at] as Box);
  return new Box(cells, box.type);
}

/** Overwrites a struct or array with another of its type. */
export function copyInto(target: Box, source: Box): void {
  if (target === source) return;
  const inner = boxedCells(target);
  for (let at = 0; at < target.cells.length; at++) {
    const isInner = inner === "all" || (inner !== "none" && inner.includes(at));
    if (isInner) copyInto(target.cells[at] as Box, source.cells[at] as Box);
    else target.cells[at] = source.cells[at]!;
  }
}

/** Whether two values of one type are equal in Go; undefined when comparing them panics. */
export function isEqual(a: Value, b: Value, type: RunType): boolean | undefined {
  const base = under(type);
  switch (base.kind) {
    case "struct":
    case "array": {
      const [left, right] = [(a as Box).cells, (b as Box).cells];
      for (let at = 0; at < left.length; at++) {
        const inner = base.kind === "array" ? base.element! : base.fields![at]!.type;
        const same = isEqual(left[at]!, right[at]!, inner);
        if (same !== true) return same;
      }
      return true;
    }
    case "interface": {
      if (a === null || b === null) return a === b;
      const [left, right] = [a as Dynamic, b as Dynamic];
      if (left.type.id !== right.type.id) return false;
      return isComparable(left.type) ? isEqual(left.value, right.value, left.type) : undefined;
    }
    case "pointer":
      return samePointer(a, b);
    default:
      return a === b;
  }
}

/** Whether two pointers point to the same. */
export function samePointer(a: Value, b: Value): boolean {
  if (a instanceof Ref && b instanceof Ref) return a.box === b.box && a.at === b.at;
  return a === b;
}

/** Whether values of a type can be compared, and so be keys of a map. */
export function isComparable(type: RunType): boolean {
  const base = under(type);
  switch (base.kind) {
    case "slice":
    case "map":
    case "function":
    case "unknown":
      return false;
    case "array":
      return isComparable(base.element!);
    case "struct":
      return base.fields!.every((field) => isComparable(field.type));
    default:
      return true;
  }
}

const identities = new WeakMap<object, number>();
let identityCount = 0;

function identityOf(object: object): number {
  let known = identities.get(object);
  if (known === undefined) {
    known = identityCount++;
    identities.set(object, known);
  }
  return known;
}

/** What stands for a key in a map: the same for equal keys only. undefined when Go would panic, or for NaN. */
export function keyOf(value: Value, type: RunType): string | number | bigint | boolean | undefined {
  const base = under(type);
  switch (base.kind) {
    case "string":
    case "bool":
    case "int":
      return value instanceof Foreign ? undefined : (value as string);
    case "float":
      return Number.isNaN(value) ? undefined : (value as number) + 0;
    case "interface": {
      if (value === null) return "nil";
      const { type: held, value: inner } = value as Dynamic;
      const key = isComparable(held) ? keyOf(inner, held) : undefined;
      return key === undefined ? undefined : `${held.id}:${typeof key}:${key}`;
    }
    case "pointer":
      if (value instanceof Ref) return `${identityOf(value.box)}.${value.at}`;
      return value === null ? "nil" : `p${identityOf(value as Box)}`;
    case "channel":
      return value === null ? "nil" : `c${identityOf(value as Foreign)}`;
    case "struct":
    case "array": {
      const parts: string[] = [];
      for (const [at, cell] of (value as Box).cells.entries()) {
        const key = keyOf(cell, base.kind === "array" ? base.element! : base.fields![at]!.type);
        if (key === undefined) return undefined;
        const text = String(key);
        parts.push(`${text.length}:${text}`);
      }
      return parts.join(",");
    }
    default:
      return undefined;
  }
}
