import { describe, expect, test } from "vitest";
import { readGoHeader } from "../../src/build/imports.ts";

const header = (text: string): ReturnType<typeof readGoHeader> => readGoHeader(Buffer.from(text));

describe("the header of a Go file", () => {
  test("gives the package and every import with its line", () => {
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
    expect(header(source)).toEqual({
      packageName: "main",
      imports: [
        { path: "fmt", line: 5 },
        { path: "embed", line: 5 },
        { path: "os", line: 7 },
        { path: "net/http", line: 8 },
        { path: "strings", line: 9 },
        { path: "C", line: 12 },
      ],
    });
  });

  test.each<[name: string, text: string, packageName: string | undefined, imports: number]>([
    ["nothing", "", undefined, 0],
    ["only a comment", "// x", undefined, 0],
    ["no package clause", 'import "fmt"', undefined, 0],
    ["an import behind another declaration", 'package a\nvar x = 1\nimport "fmt"', "a", 0],
    ["a block that is not closed", 'package a\nimport (\n"fmt"', "a", 1],
  ])("that has %s is read as far as it goes", (_, text, packageName, imports) => {
    expect(header(text)).toMatchObject({ packageName });
    expect(header(text).imports.length).toBe(imports);
  });
});
