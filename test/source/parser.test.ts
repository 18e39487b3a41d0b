import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadGoParser } from "../../src/platform/node/go-parser.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/platform/node/tree-sitter.ts";
import { openGoFile } from "../../src/source/go-file.ts";
import { isRefusal, MAX_SOURCE_UNITS } from "../../src/source/parser.ts";
import { dumpTree, type SyntaxTree, textOf } from "../../src/source/tree.ts";
import { KIND_NAMES, Kind } from "../../src/source/tree-kinds.ts";

const NESTING = 32_000;
const repeat = (text: string): string => text.repeat(NESTING);
const rules = join(dirname(fileURLToPath(import.meta.url)), "../analyze/rules");

let native: TreeSitter;
let wasm: TreeSitter;

beforeAll(async () => {
  native = await loadTreeSitter("native");
  wasm = await loadTreeSitter("wasm");
});

function parsed(parser: TreeSitter, text: string): SyntaxTree {
  const tree = parser.parse(text);
  if (isRefusal(tree)) throw new Error(`refused: ${tree.refused}`);
  return tree;
}

function expectSameTree(text: string): SyntaxTree {
  const tree = parsed(native, text);
  expect(dumpTree(parsed(wasm, text)) === dumpTree(tree)).toBe(true);
  return tree;
}

describe("native and wasm tree-sitter give the same tree", () => {
  const fixtures = readdirSync(rules, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".go"),
  );
  test.each(fixtures)("of %s", (name) => {
    expect(expectSameTree(readFileSync(join(rules, name), "utf8")).errors).toEqual([]);
  });

  test.each([
    ["a byte order mark", "\uFEFFpackage main\n\nfunc main() {}\n"],
    ["CRLF line ends", "package main\r\n\r\nfunc main() {\r\n\tx := 1\r\n}\r\n"],
    ["characters beyond the basic plane", 'package main\n\nvar s = "é😀𝔘"; var y = 1\n'],
    ["a string of 100 kB", `package main\n\nvar s = "${"x".repeat(100_000)}"\n`],
    ["an empty file", ""],
    ["a missing brace", "package main\n\nfunc main() {\n\tfor {\n"],
    ["a missing operand", "package main\n\nfunc main() { x := }\n"],
    ["garbage", 'package )(*&^ {{{ \u0000 " `\n'],
  ])("of %s", (_, text) => {
    expectSameTree(text);
  });

  test("or, of garbage, at least agree that it is garbage: versions recover in different ways", () => {
    const token = fc.constantFrom(
      "func",
      "for",
      "{",
      "}",
      "(",
      ")",
      "x",
      ":=",
      "1",
      '"',
      "`",
      "\n",
      ";",
      "[",
      "]",
      "=",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(token, fc.string({ maxLength: 4 })), { maxLength: 40 }), (tokens) => {
        const text = `package main\n${tokens.join(" ")}`;
        const errors = [native, wasm].map((parser) => parsed(parser, text).errors.length > 0);
        expect(errors[1]).toBe(errors[0]);
      }),
      { numRuns: 500 },
    );
  });

  const goRoot = goRootOrNothing();
  test.runIf(goRoot !== undefined)("of packages of the standard library", () => {
    for (const folder of ["fmt", "sync", "go/parser", "net/url", "slices"]) {
      const path = join(goRoot!, "src", folder);
      for (const name of readdirSync(path).filter((file) => file.endsWith(".go"))) {
        expect(expectSameTree(readFileSync(join(path, name), "utf8")).errors).toEqual([]);
      }
    }
  });
});

function goRootOrNothing(): string | undefined {
  try {
    return execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

describe("hostile source ends soon in both engines", () => {
  const sources: Readonly<Record<string, string>> = {
    parentheses: `package main\n\nvar x = ${repeat("(")}1${repeat(")")}\n`,
    blocks: `package main\n\nfunc main() ${repeat("{")}${repeat("}")}\n`,
    additions: `package main\n\nvar x = 1${repeat(" + 1")}\n`,
    "else-ifs": `package main\n\nfunc f(a bool) {\n${repeat("if a {} else ")}{}\n}\n`,
    "open parentheses": `package main\n\nvar x = ${repeat("(")}`,
  };
  test.each(Object.keys(sources))("32,000 levels of %s", (name) => {
    expectSameTree(sources[name]!);
  });

  test("a file beyond the size limit is refused", () => {
    const huge = " ".repeat(MAX_SOURCE_UNITS + 1);
    expect(native.parse(huge)).toEqual({ refused: "too-large" });
    expect(wasm.parse(huge)).toEqual({ refused: "too-large" });
  });
});

describe("the compact tree", () => {
  test("numbers nodes in preorder, with parents, ends, fields and operators", () => {
    const tree = parsed(native, "package main\n\nfunc f() { x += a && !b }\n");
    expect(
      dumpTree(tree)
        .split("\n")
        .map((line) => line.replace(/ \d+-\d+$/, "")),
    ).toEqual([
      "source_file",
      " package_clause",
      "  package_identifier",
      " function_declaration",
      "  name: identifier",
      "  parameters: parameter_list",
      "  body: block",
      "   statement_list",
      "    assignment_statement +=",
      "     left: expression_list",
      "      identifier",
      "     right: expression_list",
      "      binary_expression &&",
      "       left: identifier",
      "       right: unary_expression !",
      "        operand: identifier",
    ]);
    for (let node = 1; node < tree.size; node++) {
      const parent = tree.parent[node]!;
      expect(parent).toBeLessThan(node);
      expect(tree.after[node]!).toBeLessThanOrEqual(tree.after[parent]!);
    }
  });

  test("kinds are numbered without gaps, so that the names can be an array", () => {
    expect(Object.values(Kind)).toEqual([...KIND_NAMES.keys()]);
    expect(KIND_NAMES[Kind.ShortVarDeclaration]).toBe("short_var_declaration");
  });

  test("offsets are UTF-16 units of the text, whatever the characters", () => {
    const text = 'package main\n\nvar s = "é😀"; var after = 1\n';
    const tree = parsed(native, text);
    const names = [...tree.kind.keys()].filter((node) => tree.kind[node] === Kind.Identifier);
    expect(names.map((node) => text.slice(tree.start[node], tree.end[node]))).toEqual(["s", "after"]);
  });

  test("gaps of the grammar are bridged: all of these are valid Go", async () => {
    const text = [
      "package main",
      "var a = new(123)",
      "func f() {\n_:\n\n\t_ :\n\t_, x := 1, 2\n}",
      "var b = new(len(text) > 3)",
      "var k, l = make(3), make(len(text), 2)",
      "var m, n = make([]int, 3), make(map[string][]T[int], len(text))",
      "var c = interface{ M() }.M",
      "func f(ok bool) {",
      "\tinterface{ M(string) }.M(x, `a`)",
      "\tfor ; ok {",
      "\t}",
      "\tif ; ok {",
      "\t}",
      "\tswitch ; {",
      "\t}",
      "\tconst (d = iota; e)",
      "}",
      'var (g = ")" /* ) */; h = (1))',
      "const (",
      "\ti = 1 // (",
      "\tj = 2)",
      "var after = 1",
    ].join("\n");
    for (const engine of ["native", "wasm"] as const) {
      const file = await openGoFile({ path: "gaps.go", text }, await loadGoParser(engine));
      if ("refused" in file) throw new Error(file.refused);
      expect(file.tree.errors).toEqual([]);
      expect(file.tree.text).toBe(text);
      const names = [...file.tree.kind.keys()].filter((node) => file.tree.kind[node] === Kind.Identifier);
      expect(names.map((node) => textOf(file.tree, node))).toEqual(
        expect.arrayContaining(["d", "e", "g", "h", "i", "j", "after"]),
      );
    }
  });
});
