import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BASIC } from "../../../src/analyze/interpret/go-type.ts";
import {
  arithmetic,
  type Integer,
  normal,
  shifted,
  wrapped,
} from "../../../src/analyze/interpret/integer.ts";

const types = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"].map(
  (name) => BASIC.get(name)!,
);
const type = fc.constantFrom(...types);
/** Near nothing, near the limits of each width, and anywhere between. */
const exact = fc.oneof(
  fc.bigInt(-300n, 300n),
  fc.bigInt(-(1n << 65n), 1n << 65n),
  fc.constantFrom(
    ...[31n, 32n, 53n, 63n, 64n].flatMap((bits) => [-1n, 0n, 1n].map((by) => (1n << bits) + by)),
  ),
);

const atWidth = (value: bigint, { bits, signed }: (typeof types)[number]): bigint =>
  signed ? BigInt.asIntN(bits!, value) : BigInt.asUintN(bits!, value);
const operations: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "&^": (a, b) => a & ~b,
};

function isNormal(value: Integer): boolean {
  return typeof value === "bigint"
    ? !Number.isSafeInteger(Number(value))
    : Number.isSafeInteger(value) && !Object.is(value, -0);
}

describe("integers of the interpreter", () => {
  test.each(Object.keys(operations))("%s is exact at every width", (operator) => {
    fc.assert(
      fc.property(type, exact, exact, (of, a, b) => {
        const [left, right] = [atWidth(a, of), atWidth(b, of)];
        const result = arithmetic(operator, normal(left), normal(right), of);
        if (right === 0n && (operator === "/" || operator === "%")) return result === undefined;
        return isNormal(result!) && BigInt(result!) === atWidth(operations[operator]!(left, right), of);
      }),
      { numRuns: 2_000 },
    );
  });

  test("shifts are exact at every width, by any count", () => {
    fc.assert(
      fc.property(type, exact, fc.nat(200), fc.constantFrom("<<", ">>"), (of, a, count, operator) => {
        const left = atWidth(a, of);
        const result = shifted(operator, normal(left), count, of);
        const wanted = operator === "<<" ? left << BigInt(count) : left >> BigInt(count);
        return isNormal(result) && BigInt(result) === atWidth(wanted, of);
      }),
    );
  });

  test("wrapping gives the one form of a value", () => {
    fc.assert(fc.property(type, exact, (of, a) => BigInt(wrapped(normal(a), of)) === atWidth(a, of)));
    expect(Object.is(wrapped(-0, types[3]!), 0)).toBe(true);
  });
});
