import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeFrames, type FrameOptions } from "../../src/report/code-frame.ts";
import { frameText } from "../../src/report/frame-text.ts";
import { paintFor } from "../../src/report/paint.ts";
import type { Finding } from "../../src/source/finding.ts";
import { busy, CRAWLER, crawlerText, recursion, shadowed } from "./fixtures/samples.ts";

const OPTIONS: FrameOptions = { contextLines: 1, maximumCells: 60 };

/** The frames of a finding as text, on `text` instead of the crawler when given. */
function drawn(finding: Finding, text: string = crawlerText, options: FrameOptions = OPTIONS): string {
  const frames = codeFrames(new Map([[finding.file, text]]), options)(finding);
  return frames.flatMap((frame) => frameText(frame, finding, paintFor(false))).join("\n");
}

/** A finding on one line of its own text; columns count from 1. */
function at(
  line: number,
  column: number,
  endColumn: number,
  labels: readonly [number, number, string][] = [],
): Finding {
  const file = "main.go";
  const related = labels.map(([from, to, message]) => ({
    file,
    line,
    column: from,
    endLine: line,
    endColumn: to,
    message,
  }));
  return { ...busy, file, line, column, endLine: line, endColumn, related };
}

describe("a code frame", () => {
  test("shows labels of several lines, with tabs expanded and a gap between", () => {
    expect(drawn(recursion)).toMatchInlineSnapshot(`
      "   ╭─ cmd/crawler/main.go:19:17
      14 │ func visit(p *page, depth int) int {
         │      ----- declared here
      15 │     total := len(p.url)
      16 │     for _, next := range p.links {
      17 │         total += visit(next, depth)
         │                  ------------------ this call may end, that one cannot
      18 │     }
      19 │     return total + visit(p, depth+1)
         │                    ^^^^^^^^^^^^^^^^^
      20 │ }"
    `);
    expect(drawn(shadowed)).toMatchInlineSnapshot(`
      "   ╭─ cmd/crawler/main.go:24:6
      23 │     attempt := 0
      24 │     for attempt < 3 {
         │         ^^^^^^^^^^^
      25 │         answer, err := http.Get(url)
         ⋮
      28 │         }
      29 │         attempt := attempt + 1
         │         ---------------------- declares a new attempt
      30 │         fmt.Println("attempt", attempt, "failed:", err)"
    `);
  });

  test("stacks the labels of one line from right to left", () => {
    const finding = at(1, 11, 14, [
      [1, 4, "declared here"],
      [22, 26, "read here"],
    ]);
    expect(drawn(finding, "sum = 1 + abc + other(last)\n")).toMatchInlineSnapshot(`
      "  ╭─ main.go:1:11
      1 │ sum = 1 + abc + other(last)
        │ ---       ^^^        ---- read here
        │ declared here"
    `);
  });

  test("puts carets under wide and combined characters", () => {
    const text = 'fmt.Println("日本語", e\u0301tat, 👩‍💻)\n';
    const start = text.indexOf("e\u0301tat") + 1;
    expect(drawn(at(1, start, start + 5), text)).toMatchInlineSnapshot(`
      "  ╭─ main.go:1:20
      1 │ fmt.Println("日本語", état, 👩‍💻)
        │                       ^^^^"
    `);
  });

  test("shows what is invisible, and points behind it", () => {
    const text = "if access\u202e := \u001b[2Jadmin {\n";
    const start = text.indexOf("admin") + 1;
    expect(drawn(at(1, start, start + 5), text)).toMatchInlineSnapshot(`
      "  ╭─ main.go:1:19
      1 │ if access\\u202e := \\u001b[2Jadmin {
        │                             ^^^^^"
    `);
  });

  test("clips a long line around the place", () => {
    const text = `${"a".repeat(500)} for {} ${"b".repeat(5_000_000)}\n`;
    expect(drawn(at(1, 502, 508), text)).toMatchInlineSnapshot(`
      "  ╭─ main.go:1:502
      1 │ …aaaaaaaaaaaaaaaaaa for {} bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
        │                     ^^^^^^"
    `);
  });

  test("gives the end of a line a caret", () => {
    expect(drawn(at(1, 6, 6), "for {\n\tx\n}\n")).toMatchInlineSnapshot(`
      "  ╭─ main.go:1:6
      1 │ for {
        │      ^
      2 │     x"
    `);
  });

  test("marks a region of many lines on its first", () => {
    const finding = { ...busy, file: "main.go", line: 1, column: 1, endLine: 3, endColumn: 2 };
    expect(drawn(finding, "for { // hot\n\tn++\n}\n")).toMatchInlineSnapshot(`
      "  ╭─ main.go:1:1
      1 │ for { // hot
        │ ^^^^^^^^^^^^
      2 │     n++"
    `);
  });

  test("gives each file a frame and leaves out files without text", () => {
    const elsewhere = {
      ...busy,
      related: [
        { ...busy, file: "other.go", line: 1, message: "here" },
        { ...busy, file: "gone.go", message: "there" },
      ],
    };
    const frames = codeFrames(
      new Map([
        [CRAWLER, crawlerText],
        ["other.go", "package main\n"],
      ]),
      OPTIONS,
    )(elsewhere);
    expect(frames.map((frame) => frame.file)).toEqual([CRAWLER, "other.go"]);
  });

  test("never fails and never leaves its width, whatever the region and the text", () => {
    const number = fc.oneof(
      fc.integer(),
      fc.integer({ min: -2, max: 12 }),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
    );
    const region = fc.record({ line: number, column: number, endLine: number, endColumn: number });
    const text = fc
      .array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\n", "\t", "日", "\u202e", "👩‍💻")))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        region,
        region,
        text,
        fc.integer({ min: 20, max: 80 }),
        (first, second, source, maximumCells) => {
          const finding = {
            ...busy,
            ...first,
            file: "main.go",
            related: [{ ...second, file: "main.go", message: "see" }],
          };
          const frames = codeFrames(new Map([["main.go", source]]), { contextLines: 2, maximumCells })(
            finding,
          );
          for (const { lines } of frames)
            for (const line of lines) {
              expect(line.text).not.toMatch(/[\n\u202e\u2066]/);
              for (const mark of line.marks)
                expect(mark.cell + mark.cells).toBeLessThanOrEqual(maximumCells + 2);
            }
          expect(frameText(frames[0]!, finding, paintFor(true)).length).toBeGreaterThan(1);
        },
      ),
      { numRuns: 400 },
    );
  });
});
