import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newNodeTypes } from "../../src/source/node-types.ts";
import { dumpTree } from "../../src/source/tree.ts";
import { copyTreeByText } from "../../src/source/tree-by-text.ts";
import { copyTree } from "../../src/source/tree-copy.ts";
import { KIND_NAMES } from "../../src/source/tree-kinds.ts";
import { KINDS_WITHOUT_FIELDS } from "../../src/source/tree-shapes.ts";

const require = createRequire(import.meta.url);
const Parser = require("tree-sitter") as typeof import("tree-sitter");
const parser = new Parser();
parser.setLanguage(require("tree-sitter-go"));
const types = newNodeTypes();
const MAX_NODES = 1_000_000;

/** Both copies of one tree as text; undefined where the quick copy gave up or the source is broken. */
function copies(text: string): { readonly quick: string | undefined; readonly exact: string } | undefined {
  const tree = parser.parse(text);
  if (tree.rootNode.hasError) return undefined;
  const quick = copyTreeByText(tree.walk(), text, types, MAX_NODES);
  const exact = copyTree(tree.walk(), text, types, { maxNodes: MAX_NODES, hasErrors: false })!;
  return { quick: quick && dumpTree(quick), exact: dumpTree(exact) };
}

function expectSame(text: string): void {
  const both = copies(text);
  expect(both).toBeDefined();
  expect(both!.quick).toBe(both!.exact);
}

describe("the copy by text is the copy that asks for everything", () => {
  const body = (statements: string): string => `package p\n\nfunc f() {\n${statements}\n}\n`;
  test.each([
    ["blank lines before the closing brace", body("\tx := 1\n\n\n")],
    ["a comment behind the last statement", body("\tx := 1 // one\n")],
    ["a comment on a line of its own at the end", body("\tx := 1\n\t// end")],
    ["an empty label at the end", body("\tgoto L\nL:\n")],
    ["empty statements", body("\t;;\n\tx := 1;\n")],
    ["a semicolon before the brace", "package p; func f() { a(); b(); }"],
    ["comments between all tokens", body("\t/*a*/ x /*b*/ . /*c*/ y /*d*/ ( /*e*/ z /*f*/ , /*g*/ ) /*h*/")],
    [
      "comments in wrappers",
      body("\tdefer /*a*/ f()\n\tgo /*b*/ g()\n\tvar p * /*c*/ T\n\t_ = []T{ /*d*/ 1 /*e*/ }"),
    ],
    ["selectors over lines", body("\ta.\n\t\tb().\n\t\tc(1,\n\t\t2,\n\t)")],
    [
      "literals",
      body('\tx := []any{1, 0x1p-2, 1i, \'\\\'\', "a\\"b", `c\nd`, nil, true, f(), p.T{}, "é😀"}'),
    ],
    ["names beyond ASCII", body("\tépée := größe.weiß(naïve)\n\tx.é()")],
    [
      "cases that end with lines and comments",
      body("\tswitch x {\n\tcase 1:\n\t\tf()\n\n\t// c\n\tcase 2:\n\tdefault:\n\t\tg()\n\t}"),
    ],
    [
      "what ends an element or a list",
      body(
        "\tx := T{a: 1, b.c: -2, 0x1f, 07, 1e3, `r`: d.e.f, \n}\n\ta.b, c = c, a.b // c\n\tif a == b { return a, nil }\n\ty += z.w; for i, v := range x { goto a }",
      ),
    ],
    [
      "blocks and else",
      body("\tif a {\n\t} else if b {\n\t} /*c*/ else {\n\t}\n\tif c {\n\t}\n\telsewhere()"),
    ],
    [
      "types in arguments",
      body(
        "\tf(a.b, c...)\n\tx := new(T)\n\ty := p.make(z)\n\tg([]int(nil), chan int(c), func() {}, a.(T), *p, iota)",
      ),
    ],
    ["new and make", body("\ta, b := new(T), make(map[p.K][]V, 3)")],
    [
      "generics",
      "package p\n\nfunc F[K comparable, V any](m map[K]V, s ...V) (k K, err error) { return G[K, V](m)[0].x.(K) }\n",
    ],
    [
      "types",
      'package p\n\ntype T struct {\n\tA, b int `x:"y"`\n\t*E\n\tf func(a int, _ ...string) (<-chan int, error)\n}\n',
    ],
    ["CRLF line ends", "package p\r\n\r\nfunc f() {\r\n\tx := 1\r\n\r\n\tg(x)\r\n}\r\n"],
    ["a byte order mark", "\uFEFFpackage p\n\nfunc f() {}\n"],
  ])("with %s", (_, text) => {
    expectSame(text);
  });

  const rules = join(dirname(fileURLToPath(import.meta.url)), "../analyze/rules");
  const fixtures = readdirSync(rules, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".go"),
  );
  test.each(fixtures)("of %s", (name) => {
    expectSame(readFileSync(join(rules, name), "utf8"));
  });

  test("or gives up, wherever white space and comments stand", () => {
    const file = readFileSync(fileURLToPath(new URL("fixtures/mixed.go", import.meta.url)), "utf8");
    const gaps = [...file.matchAll(/(?<=[(){},;.=\n]) */g)].map((match) => match.index);
    const filler = fc.constantFrom(" ", "\t", "/* c */", "// c\n", "\n", "\r\n", ";");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...gaps), filler), { maxLength: 6 }), (insertions) => {
        let text = file;
        for (const [at, inserted] of insertions.toSorted((a, b) => b[0] - a[0]))
          text = text.slice(0, at) + inserted + text.slice(at);
        const both = copies(text);
        if (both?.quick !== undefined) expect(both.quick).toBe(both.exact);
      }),
      { numRuns: 2_000 },
    );
  });

  const goRoot = goRootOrNothing();
  test.runIf(goRoot !== undefined)("of packages of the standard library, without giving up", () => {
    for (const folder of ["fmt", "reflect", "go/types", "net/http", "encoding/json"]) {
      const path = join(goRoot!, "src", folder);
      for (const name of readdirSync(path).filter((file) => file.endsWith(".go")))
        expectSame(readFileSync(join(path, name), "utf8"));
    }
  });
});

test("a text that is not that of the tree is noticed", () => {
  const text = "package p\n\nfunc f() { g(a, b) }\n";
  const tree = parser.parse(text);
  for (let at = 0; at < text.length; at++) {
    if (/[\s\w]/.test(text[at]!)) continue;
    const other = `${text.slice(0, at)}?${text.slice(at + 1)}`;
    expect(copyTreeByText(tree.walk(), other, types, MAX_NODES), `unit ${at}`).toBeUndefined();
  }
});

test("a tree of too many nodes is given up", () => {
  expect(copyTreeByText(parser.parse("package p\n").walk(), "package p\n", types, 2)).toBeUndefined();
});

test("kinds said to have no fields have none in the grammar", () => {
  const nodes = require("tree-sitter-go/src/node-types.json") as { type: string; fields?: object }[];
  for (const kind of KINDS_WITHOUT_FIELDS)
    expect(nodes.find(({ type }) => type === KIND_NAMES[kind])?.fields).toEqual({});
});

function goRootOrNothing(): string | undefined {
  try {
    return execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}
