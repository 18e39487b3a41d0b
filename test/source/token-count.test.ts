import { expect, test } from "vitest";
import { tokenCount } from "../../src/source/token-count.ts";

test.each([
  ["nothing", "", 0],
  ["white space", " \t\r\n", 0],
  ["words and marks", "x := f(a, 10)", 9],
  ["letters beyond ASCII", "größe é", 2],
  ["a comment", "a // b c d\ne", 3],
  ["a comment at the end", "a // b c d", 2],
  ["a block comment", "a /* b\nc */ d", 3],
  ["a string with escapes", 'f("a b \\" c")', 4],
  ["a raw string", "`a b\n c` d", 2],
  ["a rune", "'\\''", 1],
  ["a division", "a / b", 3],
  ["everything in a string without an end", '"a b\nc', 4],
  ["everything in a comment without an end", "/* a b", 4],
  ["everything in a raw string without an end", "` a b", 3],
])("counts %s", (_, text, count) => {
  expect(tokenCount(text)).toBe(count);
});

test.each(["/*", "`", '"\\', "'\\", "'", '"a', "/**", "\\"])(
  "takes one pass over a megabyte of %s",
  (part) => {
    const started = performance.now();
    expect(tokenCount(part.repeat(1_000_000 / part.length))).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(2_000);
  },
);
