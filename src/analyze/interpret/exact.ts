/** A numeric constant, exact: numerator and denominator without common factor, the denominator positive. */
export interface Exact {
  readonly top: bigint;
  readonly bottom: bigint;
}

/** A constant: text has one byte a unit. */
export type Constant = Exact | string | boolean;

/** Larger constants than Go itself promises (go.dev/ref/spec#Constants) are not followed. */
const MAX_BITS = 2_000n;

export const exactInteger = (value: bigint | number): Exact => ({ top: BigInt(value), bottom: 1n });
export const isWhole = (value: Exact): boolean => value.bottom === 1n;

/** A fraction in lowest terms; undefined when it is too large or divides by zero. */
export function fraction(top: bigint, bottom: bigint): Exact | undefined {
  if (bottom === 0n) return undefined;
  const limit = 1n << MAX_BITS;
  if (top > limit || top < -limit || bottom > limit || bottom < -limit) return undefined;
  if (bottom === 1n) return { top, bottom };
  let [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  while (b !== 0n) [a, b] = [b, a % b];
  const sign = bottom < 0n ? -1n : 1n;
  return a === 0n ? { top: 0n, bottom: 1n } : { top: (sign * top) / a, bottom: (sign * bottom) / a };
}

/** `a operator b`; division is of integers when `whole`. undefined when there is no such value. */
export function combined(operator: string, a: Exact, b: Exact, whole: boolean): Exact | undefined {
  switch (operator) {
    case "+":
      return fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
    case "-":
      return fraction(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
    case "*":
      return fraction(a.top * b.top, a.bottom * b.bottom);
    case "/":
      if (whole && b.top !== 0n) return exactInteger(a.top / b.top);
      return fraction(a.top * b.bottom, a.bottom * b.top);
  }
  if (!isWhole(a) || !isWhole(b)) return undefined;
  switch (operator) {
    case "%":
      return b.top === 0n ? undefined : exactInteger(a.top % b.top);
    case "&":
      return exactInteger(a.top & b.top);
    case "|":
      return exactInteger(a.top | b.top);
    case "^":
      return exactInteger(a.top ^ b.top);
    case "&^":
      return exactInteger(a.top & ~b.top);
    case "<<":
      return b.top < 0n || b.top > MAX_BITS ? undefined : fraction(a.top << b.top, 1n);
    case ">>":
      return b.top < 0n || b.top > MAX_BITS ? undefined : exactInteger(a.top >> b.top);
    default:
      return undefined;
  }
}

/** -1, 0 or 1. */
export function compared(a: Exact, b: Exact): number {
  const [left, right] = [a.top * b.bottom, b.top * a.bottom];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The float64 nearest to an exact value, ties to even; NaN for values too small to be rounded in one step. */
export function nearestFloat({ top, bottom }: Exact): number {
  if (bottom === 1n) return Number(top);
  if (bottom.toString(2).length - top.toString(2).length > 1_000) return Number.NaN;
  const magnitude = top < 0n ? -top : top;
  // 66 bits of quotient and a sticky bit are more than the 53 + rounding bits that a float64 needs.
  const shift = BigInt(66 - (magnitude.toString(2).length - bottom.toString(2).length));
  const [n, d] = shift >= 0n ? [magnitude << shift, bottom] : [magnitude, bottom << -shift];
  const quotient = n / d;
  const sticky = n % d === 0n ? 0n : 1n;
  const rounded = Number((quotient << 1n) | sticky);
  const scaled = scale(rounded, -Number(shift) - 1);
  return top < 0n ? -scaled : scaled;
}

/** `value * 2**exponent`, in two steps so that no factor overflows. */
function scale(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
}

/** Value of a float literal in decimal; undefined for others. */
export function decimal(text: string): Exact | undefined {
  const match = /^([0-9]*)\.?([0-9]*)(?:e([+-]?[0-9]+))?$/i.exec(text.replaceAll("_", ""));
  if (match === null || text.length > 500) return undefined;
  const digits = BigInt(`${match[1]}${match[2]}` || "0");
  const exponent = Number(match[3] ?? "0") - match[2]!.length;
  if (Math.abs(exponent) > 400) return undefined;
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent >= 0 ? fraction(digits * power, 1n) : fraction(digits, power);
}
