import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  parseBytesPerSecond,
  parseFuelUnits,
  parseMemoryBytes,
  parseOutputBytes,
  parseSeed,
  parseSliceMs,
  parseStackDepth,
  parseTimeoutMs,
} from "../../src/policy/units.ts";
import { failure } from "./failure.ts";

const at = { label: "--x" };

describe("amounts are read with their units", () => {
  test.each([
    ["10G", 10_000_000_000n],
    ["1_000_000", 1_000_000n],
    ["5M", 5_000_000n],
    ["1.5k", 1500n],
    ["1e9", 1_000_000_000n],
    ["0.000001M", 1n],
    ["9223372036854775807", 9223372036854775807n],
    [" 7 ", 7n],
  ])("fuel %s", (text, expected) => expect(parseFuelUnits(text, at)).toBe(expected));

  test.each([
    ["1GiB", 1024 ** 3],
    ["4GiB", 4 * 1024 ** 3],
    ["64KiB", 65_536],
    ["1.5MiB", 1.5 * 1024 ** 2],
    ["512MB", 512_000_000],
    ["1_048_576", 1_048_576],
    ["100 MiB", 100 * 1024 ** 2],
  ])("memory %s", (text, expected) => expect(parseMemoryBytes(text, at)).toBe(expected));

  test.each([
    ["5s", 5000],
    ["500ms", 500],
    ["1m30s", 90_000],
    ["1.5s", 1500],
    ["24h", 86_400_000],
    ["1500us", 2],
  ])("timeout %s", (text, expected) => expect(parseTimeoutMs(text, at)).toBe(expected));

  test("rates, slices, outputs, depths and seeds", () => {
    expect(parseBytesPerSecond("10MiB/s", at)).toBe(10 * 1024 ** 2);
    expect(parseSliceMs("500us", at)).toBe(0.5);
    expect(parseOutputBytes("0", at)).toBe(0);
    expect(parseStackDepth("10k", at)).toBe(10_000);
    expect(parseSeed("18446744073709551615", at)).toBe(2n ** 64n - 1n);
  });
});

describe("amounts that make no sense are refused with the range that does", () => {
  const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      "negative fuel",
      () => parseFuelUnits("-1", at),
      /--x cannot be '-1': it is negative; .*1 to 9223372036854775807/,
    ],
    ["no fuel", () => parseFuelUnits("0", at), /out of range/],
    ["fuel beyond 63 bits", () => parseFuelUnits("9223372036854775808", at), /out of range/],
    ["huge exponents", () => parseFuelUnits("1e99", at), /out of range/],
    ["a fraction of a unit", () => parseFuelUnits("1.5", at), /no whole number/],
    ["NaN", () => parseFuelUnits("NaN", at), /no whole number/],
    ["infinite fuel", () => parseFuelUnits("Infinity", at), /no whole number/],
    ["hexadecimal", () => parseFuelUnits("0x10", at), /no whole number/],
    ["a doubled underscore", () => parseFuelUnits("1__0", at), /no whole number/],
    ["empty text", () => parseFuelUnits("", at), /no whole number/],
    [
      "memory beyond wasm32",
      () => parseMemoryBytes("5TiB", at),
      /'5TiB': it is out of range; .*64KiB to 4GiB/,
    ],
    ["a byte over 4 GiB", () => parseMemoryBytes("4294967297", at), /out of range/],
    ["less than a page", () => parseMemoryBytes("1B", at), /out of range/],
    ["an ambiguous unit", () => parseMemoryBytes("1G", at), /'G' is none of B, .*GiB/],
    ["an inherited property as a unit", () => parseMemoryBytes("1constructor", at), /none of/],
    ["half a byte", () => parseOutputBytes("0.5", at), /no whole number of bytes/],
    ["negative memory", () => parseMemoryBytes("-1GiB", at), /negative/],
    ["a rate without /s", () => parseBytesPerSecond("10MiB", at), /'10MiB': a rate ends in \/s/],
    ["a time without a unit", () => parseTimeoutMs("5", at), /unit is missing/],
    ["words", () => parseTimeoutMs("soon", at), /no duration/],
    ["no time at all", () => parseTimeoutMs("0s", at), /out of range; .*1ms to 24h/],
    ["more than a day", () => parseTimeoutMs("25h", at), /out of range/],
    ["a negative time", () => parseTimeoutMs("-5s", at), /negative/],
    ["text between durations", () => parseTimeoutMs("1s and 2s", at), /no duration/],
    ["a slice of a minute", () => parseSliceMs("1m", at), /out of range/],
    ["endless digits", () => parseFuelUnits("9".repeat(100_000), at), /9…'/],
  ];
  test.each(refused)("%s", (_, work, expected) => {
    const { code, message, hint } = failure(work);
    expect(code).toBe("policy/bad-value");
    expect(`${message}; ${hint}`).toMatch(expected);
    expect(message.length).toBeLessThan(200);
  });
});

describe("for any number", () => {
  test("fuel is read exactly, whatever its size and underscores", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 2n ** 63n - 1n), (units) => {
        expect(parseFuelUnits(units.toString(), at)).toBe(units);
        expect(parseFuelUnits([...units.toString()].join("_"), at)).toBe(units);
      }),
    );
  });

  test("decimals with a unit equal the integer they stand for", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 0, max: 999 }),
        (whole, thousandths) => {
          fc.pre(whole + thousandths > 0);
          const text = `${whole}.${String(thousandths).padStart(3, "0")}M`;
          expect(parseFuelUnits(text, at)).toBe(BigInt(whole) * 1_000_000n + BigInt(thousandths) * 1000n);
        },
      ),
    );
  });

  test("any text is either in range or a ToolError", () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^-?[0-9_.]{1,20} ?[A-Za-zµ/]{0,4}$/));
    fc.assert(
      fc.property(text, (amount) => {
        for (const parse of [parseMemoryBytes, parseTimeoutMs, parseBytesPerSecond, parseStackDepth]) {
          const result = outcome(() => parse(amount, at));
          expect(result === "policy/bad-value" || (Number.isInteger(result) && Number(result) >= 1)).toBe(
            true,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

function outcome(work: () => number): unknown {
  try {
    return work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}
