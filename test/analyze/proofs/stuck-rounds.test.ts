import { describe, expect, test } from "vitest";
import { brief, check } from "../expectations.ts";

/** A function `f` around a loop that starts in line 4, with what `checks` need. */
const around = (loop: string): string =>
  `package p\n\nfunc f(a, b []int, n, m int, ask func(int) bool) (count int) {\n${loop}\n\treturn count\n}\n`;

const stuck: readonly (readonly [name: string, loop: string])[] = [
  [
    "the equal elements are left out",
    "for i, j := 0, 0; i < len(a) && j < len(b); {\nif a[i] < b[j] {\ni++\n} else if a[i] > b[j] {\nj++\n}\n}",
  ],
  ["the middle is the lower end", "for n < m {\nk := (n + m) / 2\nif ask(k) {\nm = k\n} else {\nn = k\n}\n}"],
  ["the same condition decides twice", "for n < m {\nif a[0] > 3 {\ncount++\n}\nif a[0] <= 3 {\nn++\n}\n}"],
  ["half of one is nothing", "for n > 0 {\nn -= n / 2\n}"],
];

const moving: readonly (readonly [name: string, loop: string])[] = [
  [
    "one of two comparisons always moves",
    "for i, j := 0, 0; i < len(a) && j < len(b); {\nif a[i] < b[j] {\ni++\n} else if a[i] >= b[j] {\nj++\n}\n}",
  ],
  [
    "all three orders move",
    "for i := 0; i < len(a); {\nif a[i] < n {\ni++\ncontinue\n}\nif a[i] > n {\ni++\ncontinue\n}\nif a[i] == n {\ni++\n}\n}",
  ],
  ["a condition and its opposite", "for n < m {\nif a[0] > 3 {\nn++\n}\nif !(a[0] > 3) {\nn++\n}\n}"],
  ["the interval shrinks", "for n < m {\nk := (n + m) / 2\nif ask(k) {\nm = k\n} else {\nn = k + 1\n}\n}"],
  ["the elements that decide are written", "for i := 0; a[0] > 0; {\na[i] = a[i] - 1\n}"],
  ["the function that is asked has no number", "for n < m {\nif ask(7) {\nn++\n}\n}"],
];

describe("a way round a loop that changes nothing is found", () => {
  test.each(stuck)("where %s", async (_, loop) => {
    expect(brief(await check({ "p.go": around(loop) }))).toEqual(["4: warning stuck-loop"]);
  });
});

describe("no way round a loop is called stuck", () => {
  test.each(moving)("where %s", async (_, loop) => {
    expect(brief(await check({ "p.go": around(loop) }))).toEqual([]);
  });
});
