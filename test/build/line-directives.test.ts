import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withoutLineDirectives } from "../../src/build/line-directives.ts";
import { goTokens } from "../../src/source/go-tokens.ts";

const clean = (text: string): string => Buffer.from(withoutLineDirectives(Buffer.from(text))).toString();

describe("line directives", () => {
  test.each<[name: string, before: string, after: string]>([
    ["at the beginning of a line", "//line a.go:1\n", "//Line a.go:1\n"],
    ["inside of a line", "x /*line a.go:1:2*/ y", "x /*Line a.go:1:2*/ y"],
    ["after a raw string", "`\n`\n//line a.go:1", "`\n`\n//Line a.go:1"],
    ["after a rune that is a quote", "'\"'\n//line a.go:1\n'\"'", "'\"'\n//Line a.go:1\n'\"'"],
    ["after a string that is not closed", '"abc\n//line a.go:1', '"abc\n//Line a.go:1'],
    ["after a backslash at the end of a line", '"abc\\\n//line a.go:1', '"abc\\\n//Line a.go:1'],
    ["behind a byte order mark", "\ufeff//line a.go:1", "\ufeff//Line a.go:1"],
  ])("lose their force %s", (_, before, after) => {
    expect(clean(before)).toBe(after);
  });

  test.each([
    ["a raw string", "`\n//line a.go:1\n`"],
    ["a string", '"/*line a.go:1*/"'],
    ["a comment that begins otherwise", "// line a.go:1\n//lines\n/* line */"],
    ["a block comment", "/*\n//line a.go:1\n*/"],
    ["another directive", "//go:build line \n//go:embed line"],
  ])("are not seen in %s", (_, text) => {
    expect(clean(text)).toBe(text);
  });

  const pieces = [
    "//line x:1",
    "/*line y:2*/",
    "\n",
    '"',
    "'",
    "`",
    "\\",
    "a",
    " ",
    "//",
    "/*",
    "*/",
    "é",
    "\r\n",
    "0",
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join(""));

  test("keep every length and line, whatever the source", () => {
    fc.assert(
      fc.property(soup, (text) => {
        const cleaned = clean(text);
        expect(cleaned.length).toBe(text.length);
        expect(cleaned.replaceAll("Line", "line")).toBe(text);
        expect(clean(cleaned)).toBe(cleaned);
      }),
    );
  });

  test("tokens cover the source in order and without overlap", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        let at = 0;
        for (const { start, end } of goTokens(bytes)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
