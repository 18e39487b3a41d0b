import { describe, expect, test } from "vitest";
import {
  formatByteChange,
  formatBytes,
  formatCount,
  formatMs,
  formatShare,
  formatShareChange,
  fraction,
  plural,
} from "../../src/report/quantities.ts";

describe("quantities read well", () => {
  test.each([
    ["counts", formatCount(2603762), "2,603,762"],
    ["counts beyond 2^53", formatCount("18446744073709551615"), "18,446,744,073,709,551,615"],
    ["negative counts", formatCount("-1234"), "-1,234"],
    ["what is no number", formatCount("many"), "many"],
    ["one byte", formatBytes(1), "1 B"],
    ["nearly a kibibyte", formatBytes(1023), "1023 B"],
    ["a kibibyte", formatBytes(1024), "1.00 KiB"],
    ["just under a mebibyte", formatBytes(1024 * 1023.9), "1.00 MiB"],
    ["a module", formatBytes(2603762), "2.48 MiB"],
    ["a gain", formatByteChange(2048), "+2.00 KiB"],
    ["a loss", formatByteChange(-15658), "-15.3 KiB"],
    ["milliseconds", formatMs(12.34), "12.3 ms"],
    ["seconds", formatMs(1841.7), "1.84 s"],
    ["a moment under a second", formatMs(999.9), "1.00 s"],
    ["a share", formatShare(1, 8), "12.5 %"],
    ["a gain in per cent", formatShareChange(145, 1000), "+14.5 %"],
    ["a loss in per cent", formatShareChange(-6, 1000), "-0.6 %"],
    ["a share of nothing", formatShare(1, 0), "0.0 %"],
    ["one of a thing", plural(1, "loop"), "1 loop"],
    ["many of a thing", plural(1500, "loop"), "1,500 loops"],
  ])("%s", (_, text, expected) => {
    expect(text).toBe(expected);
  });

  test("bars stay within their frame", () => {
    expect([
      fraction("5", "10"),
      fraction(20, 10),
      fraction(1, 0),
      fraction("x", 1),
      fraction(-1, 5),
    ]).toEqual([0.5, 1, 0, 0, 0]);
  });
});
