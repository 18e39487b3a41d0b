import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readGoHeader } from "../../src/source/go-header.ts";
import { unquote } from "../../src/source/go-string.ts";

describe("the header of a file", () => {
  test.each([
    ["package main", "main", []],
    ["package main\nfunc main() {}", "main", []],
    ['// c\n/* d */ package /* e */ größe // f\nimport "fmt"', "größe", ["fmt"]],
    ['package p; import "a"; import b "c"; import . "d"; import _ "e"', "p", ["a", "c", "d", "e"]],
    ['package p\nimport (\n"a" // x\n b "c"; . "d"\n)\nimport ()\nimport `e`', "p", ["a", "c", "d", "e"]],
    ['package p\nimport "\\x6fs"\nimport "\\u006eet"\nimport "o\\163/exec"', "p", ["os", "net", "os/exec"]],
    ['package p\nvar x = `\nimport "os"\n`', "p", []],
    ['package p\n// import "os"\n/* import "net" */', "p", []],
    ['package p\nimport "a\nimport "b"', "p", []],
    ['package p\nimport ("a" ; 7 "b")', "p", ["a"]],
    ["package", undefined, []],
    ["package 7", undefined, []],
    ["packages main", undefined, []],
    ["", undefined, []],
    ["/* not closed", undefined, []],
  ])("%j", (text, packageName, imports) => {
    const header = readGoHeader(text);
    expect(header.packageName).toBe(packageName);
    expect(header.imports.map(({ path }) => path)).toEqual(imports);
  });

  test("gives every import with its line", () => {
    const source = `// Package x.
/* two
lines */ package main // here

import "fmt"; import _ "embed"
import (
	. "os"
	name \`net/http\` /* "not/this"
	*/ "strings"
)

import "C"

var s = "not an import"
`;
    expect(readGoHeader(source).imports).toEqual([
      { path: "fmt", line: 5 },
      { path: "embed", line: 5 },
      { path: "os", line: 7 },
      { path: "net/http", line: 8 },
      { path: "strings", line: 9 },
      { path: "C", line: 12 },
    ]);
  });

  test("is read in time linear in its length", () => {
    const started = performance.now();
    for (const piece of ["/**/", '"', "\\", "import ", 'import "a";', "(", "`", "//\n", "é"]) {
      readGoHeader(`package p\nimport "${piece.repeat(500_000)}`);
      readGoHeader(`package p\n${piece.repeat(500_000)}`);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test("never fails", () => {
    const piece = fc.constantFrom(
      "package",
      " ",
      "p",
      "import",
      "(",
      ")",
      '"',
      "`",
      "\\",
      "//",
      "/*",
      "*/",
      "\n",
      ";",
      ".",
      "_",
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join("")),
        (text) => {
          expect(readGoHeader(`package p\n${text}`).packageName).toBe("p");
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("string literals", () => {
  test.each([
    ['"a"', "a"],
    ["`a\\n\r`", "a\\n"],
    ['"\\a\\b\\f\\n\\r\\t\\v\\\\\\""', '\x07\b\f\n\r\t\v\\"'],
    ['"\\xc3\\xa9\\u00e9\\U0001D53D"', "éé𝔽"],
    ['"\\"', undefined],
    ['"\\q"', undefined],
    ['"\\ud800"', undefined],
    ['"\\U00110000"', undefined],
    ['"\\777"', undefined],
  ])("%s", (literal, expected) => expect(unquote(literal)).toBe(expected));

  test("written as JSON are read back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(unquote(JSON.stringify(text).replaceAll("\u007f", "\\x7f"))).toBe(text);
      }),
    );
  });
});
