import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPlainName, staysInside } from "../../../src/runtime/fs/export-names.ts";

describe("a name of the guest", () => {
  test.each(["a", ".hidden", "a b", "ä", "...", "a:b", "CON", "x".repeat(255)])(
    "can be %j on Linux",
    (name) => {
      expect(isPlainName(name, false)).toBe(true);
    },
  );

  test.each(["", ".", "..", "a/b", "/", "a\0b", "x".repeat(256), "ä".repeat(128)])("cannot be %j", (name) => {
    expect([isPlainName(name, false), isPlainName(name, true)]).toEqual([false, false]);
  });

  test.each(["CON", "nul.txt", "com1", "a:b", "a\\b", "a.", "a ", "a\n", "LPT¹"])(
    "cannot be %j on Windows",
    (name) => {
      expect(isPlainName(name, true)).toBe(false);
    },
  );
});

describe("an exported symlink", () => {
  test.each([
    ["a", 0, true],
    ["./a/b", 0, true],
    ["../a", 1, true],
    ["../..", 2, true],
    ["..", 0, false],
    ["../../a", 1, false],
    ["a/../b", 5, false],
    ["/etc", 5, false],
    ["", 5, false],
    ["a\0", 5, false],
  ])("to %j, %i folders deep: %s", (target, depth, inside) => {
    expect(staysInside(target, depth)).toBe(inside);
  });

  test("never leads out, also through other symlinks that are allowed", () => {
    const names = fc.constantFrom("..", ".", "a", "b", "c", "");
    const link = fc.record({
      at: fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 }),
      target: fc.array(names, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/")),
    });
    fc.assert(
      fc.property(fc.array(link, { minLength: 1, maxLength: 4 }), (links) => {
        const exported = new Map(
          links
            .filter(({ at, target }) => staysInside(target, at.length - 1))
            .map(({ at, target }) => [posix.join("/top", ...at), target]),
        );
        for (const path of exported.keys()) expect(`${resolved(path, exported)}/`).toMatch(/^\/top\//);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** Where a path leads as a kernel resolves it: name by name, symlinks where they stand. */
function resolved(path: string, links: ReadonlyMap<string, string>): string {
  let here = "/";
  const pending = path.split("/").reverse();
  for (let steps = 0; pending.length > 0 && steps < 200; steps++) {
    const next = posix.join(here, pending.pop() ?? "");
    const target = links.get(next);
    if (target === undefined) here = next;
    else pending.push(...target.split("/").reverse());
  }
  return here;
}
