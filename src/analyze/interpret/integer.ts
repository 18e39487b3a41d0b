import type { RunType } from "./go-type.ts";
import type { Value } from "./value.ts";

/** An integer of the guest: a number while it is safe, else a bigint. */
export type Integer = number | bigint;

const SMALL = Number.MAX_SAFE_INTEGER;

/** The one form of an integer. */
export function normal(value: bigint): Integer {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** An integer at the width of its type (go.dev/ref/spec#Integer_overflow). `type` is an integer type. */
export function wrapped(value: Integer, { bits, signed }: RunType): Integer {
  if (typeof value === "number" && value <= SMALL && value >= -SMALL) {
    if (bits === 64) return signed || value >= 0 ? value + 0 : normal(BigInt.asUintN(64, BigInt(value)));
    if (bits === 32) return signed ? value | 0 : value >>> 0;
    if (bits === 16) return signed ? (value << 16) >> 16 : value & 0xffff;
    return signed ? (value << 24) >> 24 : value & 0xff;
  }
  const exact = BigInt(value);
  return normal(signed ? BigInt.asIntN(bits!, exact) : BigInt.asUintN(bits!, exact));
}

/** Result of a binary operator; undefined for a division by zero. Operands are of `type`. */
export function arithmetic(operator: string, a: Integer, b: Integer, type: RunType): Integer | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const quick = small(operator, a, b);
    if (quick !== undefined && quick <= SMALL && quick >= -SMALL) return wrapped(quick, type);
  }
  const exact = large(operator, BigInt(a), BigInt(b));
  return exact === undefined ? undefined : wrapped(normal(exact), type);
}

function small(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? undefined : Math.trunc(a / b);
    case "%":
      return b === 0 ? undefined : a % b;
    case "&":
      return isShort(a) && isShort(b) ? a & b : undefined;
    case "|":
      return isShort(a) && isShort(b) ? a | b : undefined;
    case "^":
      return isShort(a) && isShort(b) ? a ^ b : undefined;
    case "&^":
      return isShort(a) && isShort(b) ? a & ~b : undefined;
    default:
      return undefined;
  }
}

const isShort = (value: number): boolean => value === (value | 0);

function large(operator: string, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0n ? undefined : a / b;
    case "%":
      return b === 0n ? undefined : a % b;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    case "&^":
      return a & ~b;
    default:
      return undefined;
  }
}

/** `a << count` or `a >> count`; `count` is not negative. */
export function shifted(operator: string, a: Integer, count: Integer, type: RunType): Integer {
  const places = count > 64 ? 64n : BigInt(count);
  const exact = operator === "<<" ? BigInt(a) << places : BigInt(a) >> places;
  return wrapped(normal(exact), type);
}

/** A float as an integer of `type`: exact inside its range, undefined outside, where Go leaves it open. */
export function truncated(value: number, type: RunType): Integer | undefined {
  if (!Number.isFinite(value)) return undefined;
  const exact = normal(BigInt(Math.trunc(value)));
  return wrapped(exact, type) === exact ? exact : undefined;
}

/** A value known to be an index or length, as a number; undefined when it is negative or beyond any length. */
export function asIndex(value: Value): number | undefined {
  return typeof value === "number" && value >= 0 ? value : undefined;
}
