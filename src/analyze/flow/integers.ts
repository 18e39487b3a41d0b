import type { GoType } from "./types.ts";

/** Width in bits and sign of an integer type. `int` has 64 bits: GOARCH=wasm is a 64-bit architecture for Go. */
export interface IntegerShape {
  readonly bits: number;
  readonly signed: boolean;
}

const SHAPES: ReadonlyMap<string, IntegerShape> = new Map<string, IntegerShape>([
  ["int", { bits: 64, signed: true }],
  ["int8", { bits: 8, signed: true }],
  ["int16", { bits: 16, signed: true }],
  ["int32", { bits: 32, signed: true }],
  ["int64", { bits: 64, signed: true }],
  ["rune", { bits: 32, signed: true }],
  ["uint", { bits: 64, signed: false }],
  ["uint8", { bits: 8, signed: false }],
  ["uint16", { bits: 16, signed: false }],
  ["uint32", { bits: 32, signed: false }],
  ["uint64", { bits: 64, signed: false }],
  ["uintptr", { bits: 64, signed: false }],
  ["byte", { bits: 8, signed: false }],
]);

/** Shape of a predeclared integer type by name, undefined for other types. */
export function integerShape(name: string): IntegerShape | undefined {
  return SHAPES.get(name);
}

/** Shape of an integer type, given the type behind its names. */
export function shapeOfType(underlyingType: GoType): IntegerShape | undefined {
  return underlyingType.kind === "basic" ? SHAPES.get(underlyingType.name) : undefined;
}

/** `value` as the type stores it: modulo 2^bits. */
export function wrap(value: bigint, shape: IntegerShape): bigint {
  return shape.signed ? BigInt.asIntN(shape.bits, value) : BigInt.asUintN(shape.bits, value);
}

/** Smallest value of the type. */
export function minimumOf(shape: IntegerShape): bigint {
  return shape.signed ? -(1n << BigInt(shape.bits - 1)) : 0n;
}

/** Largest value of the type. */
export function maximumOf(shape: IntegerShape): bigint {
  return (1n << BigInt(shape.signed ? shape.bits - 1 : shape.bits)) - 1n;
}
