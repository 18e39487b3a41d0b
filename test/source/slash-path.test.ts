import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folderOf, isWithin, joinPath, relativePath } from "../../src/source/slash-path.ts";

const path = fc
  .array(fc.constantFrom("a", "b", "..", ".", "", "c d"), { maxLength: 6 })
  .map((parts) => parts.join("/"));

describe("slash-separated paths", () => {
  test("are joined and normalised as node:path does", () => {
    fc.assert(
      fc.property(path, path, (a, b) => {
        const expected = b.startsWith("/") ? posix.normalize(b) : posix.normalize(posix.join(a, b));
        expect(joinPath(a, b)).toBe(expected.replace(/(?<=.)\/$/, ""));
      }),
    );
  });

  test("relative paths lead from folder to path", () => {
    fc.assert(
      fc.property(path, path, (a, b) => {
        const [from, to] = [joinPath("/", `r/${a}`), joinPath("/", `r/${b}`)];
        expect(relativePath(from, to)).toBe(posix.relative(from, to) || ".");
        expect(joinPath(from, relativePath(from, to))).toBe(to);
        expect(isWithin(from, to)).toBe(!relativePath(from, to).startsWith(".."));
      }),
    );
  });

  test.each([
    ["/", "/"],
    ["/a", "/"],
    ["/a/b", "/a"],
    ["a/b", "a"],
    ["a", "."],
    ["C:/", "C:/"],
    ["C:/a", "C:/"],
  ])("the folder of %s is %s", (of, expected) => expect(folderOf(of)).toBe(expected));

  test("drives are roots", () => {
    expect(joinPath("C:/a", "../../..")).toBe("C:/");
    expect(joinPath("/work", "C:/x")).toBe("C:/x");
    expect(relativePath("C:/a", "D:/b")).toBe("D:/b");
  });
});
