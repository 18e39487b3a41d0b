import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFuelUnits, parseMemoryBytes, parseTimeoutMs } from "../../src/policy/units.ts";
import {
  bytesFlag,
  bytesText,
  durationText,
  fuelText,
  grouped,
  printableText,
  secondsText,
} from "../../src/runtime/quantities.ts";

describe("amounts", () => {
  test("are written for people", () => {
    expect(grouped(50_000_000n)).toBe("50,000,000");
    expect(grouped(999)).toBe("999");
    expect(secondsText(1_840)).toBe("1.84 s");
    expect(secondsText(360_000)).toBe("360 s");
    expect(bytesText(1_048_576)).toBe("1MiB");
    expect(bytesText(500)).toBe("500B");
    expect(durationText(1_200)).toBe("1200ms");
    expect(durationText(5_000)).toBe("5s");
  });

  test("of fuel, memory and time are what the flags read back", () => {
    const source = { label: "--x" };
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 62n }), fc.integer({ min: 1, max: 10_000 }), (units, n) => {
        expect(parseFuelUnits(fuelText(units), source)).toBe(units);
        expect(parseTimeoutMs(durationText(n), source)).toBe(n);
        expect(parseMemoryBytes(bytesFlag(n * 65_536 + 1), source)).toBe(n * 65_536 + 1);
        expect(parseMemoryBytes(bytesFlag(n * 65_536), source)).toBe(n * 65_536);
      }),
    );
  });
});

test("text of a guest is printable and bounded", () => {
  expect(printableText("a\u001b[2Jb\nc\u202ed")).toBe("a\\u{1b}[2Jb\\u{a}c\\u{202e}d");
  expect(printableText("x".repeat(500))).toHaveLength(200);
});
