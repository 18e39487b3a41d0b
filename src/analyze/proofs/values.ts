import { type IntegerShape, maximumOf, minimumOf, shapeOfType, wrap } from "../flow/integers.ts";
import type { GoType } from "../flow/types.ts";

/** A value that the interpreter knows exactly. Lists and texts never change: what could change one is not followed. */
export type Value =
  | { readonly kind: "boolean"; readonly value: boolean }
  /** `shape` undefined: an untyped constant. */
  | { readonly kind: "integer"; readonly value: bigint; readonly shape: IntegerShape | undefined }
  /** `bits` undefined: an untyped constant, not rounded yet. */
  | { readonly kind: "float"; readonly value: number; readonly bits: 32 | 64 | undefined }
  | { readonly kind: "text"; readonly bytes: Uint8Array }
  | { readonly kind: "list"; readonly elements: readonly (Value | undefined)[] };

const BYTE: IntegerShape = { bits: 8, signed: false };

/** `value` as a variable of a type holds it; undefined when that is not known. `type` is the type behind its names. */
export function stored(value: Value | undefined, type: GoType): Value | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "list") return type.kind === "slice" || type.kind === "array" ? value : undefined;
  if (type.kind !== "basic") return undefined;
  if (value.kind === "boolean") return type.name === "bool" ? value : undefined;
  if (value.kind === "text") return type.name === "string" ? value : undefined;
  const shape = shapeOfType(type);
  if (shape !== undefined) return value.kind === "integer" ? storedInteger(value, shape) : undefined;
  const bits = floatBits(type);
  if (bits === undefined) return undefined;
  if (value.kind === "float")
    return value.bits === undefined || value.bits === bits ? rounded(value.value, bits) : undefined;
  return value.shape === undefined ? fromInteger(value.value, bits) : undefined;
}

function storedInteger(
  value: Extract<Value, { readonly kind: "integer" }>,
  shape: IntegerShape,
): Value | undefined {
  const fits = value.value >= minimumOf(shape) && value.value <= maximumOf(shape);
  const same = value.shape === undefined ? fits : isSameShape(value.shape, shape);
  return same ? { kind: "integer", value: value.value, shape } : undefined;
}

/** `T(value)` for numbers; undefined when the result is not known. `type` is the type behind the names of `T`. */
export function convertedTo(value: Value | undefined, type: GoType): Value | undefined {
  const shape = shapeOfType(type);
  if (value?.kind === "integer" && shape !== undefined)
    return { kind: "integer", value: wrap(value.value, shape), shape };
  const bits = floatBits(type);
  if (bits !== undefined && value?.kind === "integer") return fromInteger(value.value, bits);
  if (bits !== undefined && value?.kind === "float") return rounded(value.value, bits);
  return value?.kind === "text" || value?.kind === "boolean" ? stored(value, type) : undefined;
}

/** The value that `var x T` starts with. */
export function zeroOf(type: GoType): Value | undefined {
  if (type.kind !== "basic") return undefined;
  if (type.name === "bool") return { kind: "boolean", value: false };
  if (type.name === "string") return { kind: "text", bytes: new Uint8Array() };
  return stored({ kind: "integer", value: 0n, shape: undefined }, type);
}

/** 32 or 64 for a floating-point type. */
export function floatBits(type: GoType): 32 | 64 | undefined {
  if (type.kind !== "basic") return undefined;
  return type.name === "float64" ? 64 : type.name === "float32" ? 32 : undefined;
}

/** A number as a floating-point variable stores it. */
export function rounded(value: number, bits: 32 | 64): Value {
  return { kind: "float", value: bits === 32 ? Math.fround(value) : value, bits };
}

/** Rounding twice may go wrong, so that a float32 takes only integers that a double holds exactly. */
function fromInteger(value: bigint, bits: 32 | 64): Value | undefined {
  const isExact = BigInt.asIntN(54, value) === value;
  return bits === 64 || isExact ? rounded(Number(value), bits) : undefined;
}

/** Whether two integer types hold the same values. */
export function isSameShape(left: IntegerShape, right: IntegerShape): boolean {
  return left.bits === right.bits && left.signed === right.signed;
}

/** The element of a list or text; undefined when the index is outside, or the element not known. */
export function elementAt(over: Value, index: bigint): Value | undefined {
  const length = lengthOf(over);
  if (length === undefined || index < 0n || index >= BigInt(length)) return undefined;
  if (over.kind === "list") return over.elements[Number(index)];
  if (over.kind !== "text") return undefined;
  return { kind: "integer", value: BigInt(over.bytes[Number(index)]!), shape: BYTE };
}

/** Length of a list or text. */
export function lengthOf(value: Value | undefined): number | undefined {
  if (value?.kind === "list") return value.elements.length;
  return value?.kind === "text" ? value.bytes.length : undefined;
}

/** Text that is the same for equal values only. `names` numbers the lists that were met. */
export function keyOf(value: Value | undefined, names: Map<object, number>): string {
  if (value === undefined) return "?";
  if (value.kind === "float") return Object.is(value.value, -0) ? "-0" : `${value.value}`;
  if (value.kind === "boolean" || value.kind === "integer") return `${value.value}`;
  const object = value.kind === "list" ? value.elements : value.bytes;
  const known = names.get(object) ?? names.size;
  names.set(object, known);
  return `#${known}`;
}

/** A value for people; "" for one that is too long to show. */
export function shown(value: Value | undefined): string {
  if (value === undefined || value.kind === "list" || value.kind === "text") return "";
  return `${value.value}`;
}
