import { type Constant, decimal, exactInteger } from "../exact.ts";
import { UNTYPED } from "../go-type.ts";
import type { NativeFunction } from "../native.ts";
import type { Operand } from "../program.ts";
import { pure } from "./define.ts";

const one = (name: string, run: (x: number) => number): [string, NativeFunction] => [
  name,
  pure(name, "float64 -> float64", run),
];

/** Package math: what IEEE 754 fixes to the last bit. */
export const MATH: Readonly<Record<string, NativeFunction>> = {
  ...Object.fromEntries([
    one("Sqrt", Math.sqrt),
    one("Abs", Math.abs),
    one("Floor", Math.floor),
    one("Ceil", Math.ceil),
    one("Trunc", Math.trunc),
  ]),
  Inf: pure("Inf", "int -> float64", (sign: number) =>
    sign >= 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
  ),
  NaN: pure("NaN", "-> float64", () => Number.NaN),
  IsNaN: pure("IsNaN", "float64 -> bool", (x: number) => Number.isNaN(x)),
  Max: pure("Max", "float64 float64 -> float64", (a: number, b: number) => Math.max(a, b)),
  Min: pure("Min", "float64 float64 -> float64", (a: number, b: number) => Math.min(a, b)),
};

const whole = (value: bigint): Operand => ({ type: UNTYPED.int, constant: exactInteger(value) });
const float = (text: string): Operand => ({ type: UNTYPED.float, constant: decimal(text) as Constant });

function limits(): Record<string, Operand> {
  const found: Record<string, Operand> = {};
  for (const bits of [8, 16, 32, 64]) {
    const top = 1n << BigInt(bits);
    found[`MaxInt${bits}`] = whole(top / 2n - 1n);
    found[`MinInt${bits}`] = whole(-top / 2n);
    found[`MaxUint${bits}`] = whole(top - 1n);
  }
  return {
    ...found,
    MaxInt: whole(2n ** 63n - 1n),
    MinInt: whole(-(2n ** 63n)),
    MaxUint: whole(2n ** 64n - 1n),
  };
}

/** Constants of package math. */
export const MATH_CONSTANTS: Readonly<Record<string, Operand>> = {
  ...limits(),
  Pi: float("3.14159265358979323846264338327950288419716939937510582097494459"),
  E: float("2.71828182845904523536028747135266249775724709369995957496696763"),
  Sqrt2: float("1.41421356237309504880168872420969807856967187537694807317667974"),
};
