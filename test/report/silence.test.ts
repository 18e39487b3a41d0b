import { expect, test } from "vitest";
import { silencingComment } from "../../src/report/silence.ts";

test.each([
  ["endless-loop", "infinite-loop", "//sandglass:ignore endless-loop REASON"],
  ["huge-type", "compile-bomb", "//sandglass:ignore huge-type REASON"],
  ["compile-bomb", "compile-bomb", undefined],
  ["compile-error", "does-not-build", undefined],
  ["syntax-error", "does-not-build", undefined],
] as const)("a comment that silences %s", (id, hazard, comment) => {
  expect(silencingComment({ id, hazard }, {})).toBe(comment);
});

test("no comment silences source whose author is not trusted", () => {
  const rule = { id: "endless-loop", hazard: "infinite-loop" } as const;
  expect(silencingComment(rule, { ignoresComments: true })).toBe(undefined);
});
