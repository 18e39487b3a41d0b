import { beforeAll, describe, expect, test } from "vitest";
import { loadGoParser } from "../../src/platform/node/go-parser.ts";
import { type GoFile, lineAt, lineText, openGoFile, regionOf } from "../../src/source/go-file.ts";
import type { GoParser } from "../../src/source/parser.ts";

let parser: GoParser;

beforeAll(async () => {
  parser = await loadGoParser();
});

async function open(text: string): Promise<GoFile> {
  const file = await openGoFile({ path: "a.go", text }, parser);
  if ("refused" in file) throw new Error(file.refused);
  return file;
}

describe("places in a Go file", () => {
  test.each([
    ["the start", "package a\n", 0, 1, 1],
    ["the second line", "package a\nvar x = 1\n", 10, 2, 1],
    ["behind a CRLF", "package a\r\nvar x = 1\r\n", 15, 2, 5],
    ["behind a byte order mark, which counts as a column", "\uFEFFpackage a\n", 1, 1, 2],
    ["behind a character of two units", 'package a\nvar s = "😀" // x\n', 24, 2, 15],
    ["the end of a file without a newline", "package a", 9, 1, 10],
  ])("%s", async (_, text, offset, line, column) => {
    const region = regionOf(await open(text), offset, offset);
    expect([region.line, region.column, region.endLine, region.endColumn]).toEqual([
      line,
      column,
      line,
      column,
    ]);
  });

  test("a line directive moves nothing", async () => {
    const file = await open("package a\n\n//line other.go:900\nvar x = 1\n");
    expect(regionOf(file, file.text.indexOf("var"), file.text.length)).toMatchObject({
      file: "a.go",
      line: 4,
    });
  });

  test("the text of a line comes without its end", async () => {
    const file = await open("package a\r\nvar x = 1\r\nvar y = 2");
    expect([1, 2, 3].map((line) => lineText(file, line))).toEqual(["package a", "var x = 1", "var y = 2"]);
    expect(lineAt(file, file.text.length)).toBe(3);
  });
});
