import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { didYouMean, editDistance } from "../../src/policy/did-you-mean.ts";

describe("the nearest candidate", () => {
  test.each([
    ["feul", ["fuel", "memory", "file"], "fuel"],
    ["--feul", ["--fuel", "--format"], "--fuel"],
    ["playgroun", ["default", "playground"], "playground"],
    ["memory-rate", ["memory", "memory_rate"], "memory_rate"],
    ["chekc", ["check", "build"], "check"],
    ["TIMEOUT", ["timeout"], "timeout"],
    ["xyz", ["fuel", "memory"], undefined],
    ["", ["fuel"], undefined],
    ["fd_raed", ["fd_read", "fd_readdir"], "fd_read"],
  ])("of %s in %j is %s", (word, candidates, expected) => {
    expect(didYouMean(word, candidates)).toBe(expected);
  });
});

describe("edit distance", () => {
  test("is 0 for a text and itself, symmetric, and 1 for one edit", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), fc.nat(12), (a, b, at) => {
        expect(editDistance(a, a, 99)).toBe(0);
        expect(editDistance(a, b, 99)).toBe(editDistance(b, a, 99));
        expect(editDistance(a, `${a.slice(0, at)}#${a.slice(at)}`, 99)).toBe(1);
      }),
    );
  });

  test("counts a swap of neighbours once", () => expect(editDistance("form", "from", 9)).toBe(1));
  test("stops at the limit", () => expect(editDistance("a", "b".repeat(50), 3)).toBe(3));
});
