import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellsOf, clipCells, glyphsOf, padCells, wrapWords } from "../../src/report/text-width.ts";

describe("cells of a terminal", () => {
  test.each([
    ["ASCII", "for {", 5],
    ["East Asian text", "日本語", 6],
    ["a combining accent", "e\u0301", 1],
    ["an emoji of several code points", "👩‍💻", 2],
    ["a flag", "🇯🇵", 2],
    ["a tab at the start", "\tx", 5],
    ["a tab behind two letters", "ab\tx", 5],
    ["an escaped override", "\u202e", 6],
    ["Hangul", "한글", 4],
  ])("%s", (_, text, cells) => {
    expect(cellsOf(text)).toBe(cells);
  });

  test("glyphs cover the line without gap or overlap", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (line) => {
        const offsets = glyphsOf(line).map((glyph) => glyph.offset);
        return offsets.every((offset, index) => (index === 0 ? offset === 0 : offset > offsets[index - 1]!));
      }),
    );
  });
});

describe("fitting text", () => {
  test("clipped text is never wider than asked", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 1, max: 40 }),
        (text, cells) => cellsOf(clipCells(text, cells)) <= cells,
      ),
    );
    expect(clipCells("internal/poll", 8)).toBe("interna…");
    expect(clipCells("日本語", 4)).toBe("日…");
    expect(clipCells("fmt", 3)).toBe("fmt");
  });

  test("padding aligns wide text", () => {
    expect(padCells("日本", 6)).toBe("日本  ");
    expect(padCells("42", 5, "left")).toBe("   42");
  });

  test("words wrap at spaces and long words stay whole", () => {
    expect(wrapWords("every path passes the call", 12)).toEqual(["every path", "passes the", "call"]);
    expect(wrapWords("a verylongidentifier b", 6)).toEqual(["a", "verylongidentifier", "b"]);
  });
});
