import { type Constant, type Exact, exactInteger, fraction, isWhole, nearestFloat } from "./exact.ts";
import * as T from "./go-type.ts";
import { normal } from "./integer.ts";
import { runeBytes } from "./literals.ts";
import { notModelled, type Operand } from "./program.ts";
import type { Value } from "./value.ts";

/** The type that a value gets when nothing else gives it one. */
export function defaultType(type: T.RunType): T.RunType {
  switch (type) {
    case T.UNTYPED.int:
      return T.INT;
    case T.UNTYPED.rune:
      return T.RUNE;
    case T.UNTYPED.float:
      return T.FLOAT64;
    case T.UNTYPED.string:
      return T.STRING;
    case T.UNTYPED.bool:
      return T.BOOL;
    default:
      return type;
  }
}

/** A constant as a constant of another type. */
export function constantAs(constant: Constant, type: T.RunType): Constant {
  const base = T.under(type);
  if (base.kind === "string" && typeof constant === "object") return runeBytes(Number(constant.top));
  if (typeof constant !== "object") return constant;
  if (base.kind === "int") {
    if (!isWhole(constant)) return notModelled("a constant that is no integer");
    const wrapped = base.signed
      ? BigInt.asIntN(base.bits!, constant.top)
      : BigInt.asUintN(base.bits!, constant.top);
    return wrapped === constant.top ? constant : notModelled("a constant that overflows");
  }
  if (base.kind === "float")
    return exactFloat(base.bits === 32 ? Math.fround(nearestFloat(constant)) : nearestFloat(constant));
  return constant;
}

/** A float64 as a fraction. */
export function exactFloat(value: number): Exact {
  if (!Number.isFinite(value)) return notModelled("a constant that is no number");
  let bottom = 1n;
  let top = value;
  while (!Number.isInteger(top)) {
    top *= 2;
    bottom *= 2n;
  }
  return fraction(BigInt(top), bottom) ?? notModelled("a constant");
}

/** The value at run time of a constant of `type`. */
export function runtimeValue(constant: Constant, type: T.RunType): Value {
  const exact = constantAs(constant, type);
  if (typeof exact !== "object") return exact;
  const { kind, bits } = T.under(type);
  if (kind === "int") return normal(exact.top);
  if (kind !== "float") return notModelled("a constant");
  const nearest = nearestFloat(exact);
  if (Number.isNaN(nearest)) notModelled("a very small constant");
  return bits === 32 ? Math.fround(nearest) : nearest;
}

/** A whole number as an untyped constant. */
export const wholeOperand = (value: bigint): Operand => ({
  type: T.UNTYPED.int,
  constant: exactInteger(value),
});
