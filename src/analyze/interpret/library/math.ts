import { exactFloat } from "../convert-constant.ts";
import { type Constant, decimal, exactInteger } from "../exact.ts";
import { UNTYPED } from "../go-type.ts";
import type { NativeFunction } from "../native.ts";
import type { Operand } from "../program.ts";
import { native, pure } from "./define.ts";

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
  Mod: pure("Mod", "float64 float64 -> float64", (a: number, b: number) => a % b),
  Round: pure("Round", "float64 -> float64", (x: number) =>
    Number.isFinite(x)
      ? Math.sign(x) * Math.floor(Math.abs(x) + (Math.abs(x) === 0.49999999999999994 ? 0 : 0.5))
      : x,
  ),
  Signbit: pure("Signbit", "float64 -> bool", (x: number) => x < 0 || Object.is(x, -0)),
  IsInf: pure("IsInf", "float64 int -> bool", (x: number, sign: number) =>
    sign > 0
      ? x === Number.POSITIVE_INFINITY
      : sign < 0
        ? x === Number.NEGATIVE_INFINITY
        : Math.abs(x) === Number.POSITIVE_INFINITY,
  ),
  Modf: pure("Modf", "float64 -> float64 float64", (x: number) => [Math.trunc(x), x - Math.trunc(x)]),
  Pow: native(
    "Pow",
    "float64 float64 -> float64",
    (m, [x, y]) => wholePower(x as number, y as number) ?? m.unknown("a power"),
  ),
  Inf: pure("Inf", "int -> float64", (sign: number) =>
    sign >= 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
  ),
  NaN: pure("NaN", "-> float64", () => Number.NaN),
  IsNaN: pure("IsNaN", "float64 -> bool", (x: number) => Number.isNaN(x)),
  Max: pure("Max", "float64 float64 -> float64", (a: number, b: number) => Math.max(a, b)),
  Min: pure("Min", "float64 float64 -> float64", (a: number, b: number) => Math.min(a, b)),
};

/** A power of whole numbers that a float holds exactly, however it is worked out. */
function wholePower(x: number, y: number): number | undefined {
  if (!Number.isSafeInteger(x) || !Number.isInteger(y) || y < 0 || y > 64) return undefined;
  const exact = BigInt(x) ** BigInt(y);
  const value = Number(exact);
  return Number.isFinite(value) && BigInt(value) === exact && Math.abs(value) < 2 ** 1000 ? value : undefined;
}

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
  MaxFloat64: { type: UNTYPED.float, constant: exactFloat(Number.MAX_VALUE) },
  MaxFloat32: { type: UNTYPED.float, constant: exactFloat(3.4028234663852886e38) },
  SmallestNonzeroFloat64: { type: UNTYPED.float, constant: exactFloat(Number.MIN_VALUE) },
  Phi: float("1.61803398874989484820458683436563811772030917980576286213544862"),
  Ln2: float("0.693147180559945309417232121458176568075500134360255254120680009"),
  Sqrt2: float("1.41421356237309504880168872420969807856967187537694807317667974"),
};
