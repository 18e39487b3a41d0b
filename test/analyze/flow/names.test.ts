import { describe, expect, test } from "vitest";
import { constantAt } from "../../../src/analyze/flow/constants.ts";
import { verbsOf } from "../../../src/analyze/flow/formatting.ts";
import { defaultPackageName } from "../../../src/analyze/flow/imports.ts";
import type { PackageFacts } from "../../../src/analyze/flow/package-facts.ts";
import type { GoSymbol } from "../../../src/analyze/flow/symbols.ts";
import type { GoType } from "../../../src/analyze/flow/types.ts";
import { lineAt } from "../../../src/source/go-file.ts";
import { textOf } from "../../../src/source/tree.ts";
import { Kind } from "../../../src/source/tree-kinds.ts";
import { factsOf } from "./facts.ts";

/** `use line → declaration line` for every mention of `name` after its declarations; 0 for predeclared, -1 for nothing. */
function meanings(facts: PackageFacts, name: string): string[] {
  const [file] = facts.index.files;
  const { source, symbolOf } = file!;
  const { tree } = source;
  const found: string[] = [];
  for (let node = 0; node < tree.size; node++) {
    if (tree.kind[node] !== Kind.Identifier && tree.kind[node] !== Kind.TypeIdentifier) continue;
    if (textOf(tree, node) !== name) continue;
    const symbol = facts.index.symbols[symbolOf[node]!];
    if (symbol?.node === node) continue;
    const line = (at: number): number => lineAt(source, tree.start[at]!);
    found.push(
      `${line(node)}→${symbol === undefined ? -1 : symbol.file === undefined ? 0 : line(symbol.node)}`,
    );
  }
  return found;
}

describe("what a name means", () => {
  test.each([
    ["the right side of := means the outer one", "x := 1\n{\nx := x\n_ = x\n}\n_ = x", ["6→4", "7→6", "9→4"]],
    [
      "names of an if statement end with it",
      "x := 1\nif x := x; x > 0 {\n_ = x\n} else {\n_ = x\n}\n_ = x",
      ["5→4", "5→5", "6→5", "8→5", "10→4"],
    ],
    [
      "names of a for statement end with it",
      "x := 1\nfor x := 0; x < 3; x++ {\n}\n_ = x",
      ["5→5", "5→5", "7→4"],
    ],
    [
      "range names are not visible in its operand",
      "x := []int{}\nfor x := range x {\n_ = x\n}",
      ["5→4", "6→5"],
    ],
    [":= in the same block assigns", "x := 1\nx, y := 2, 3\n_, _ = x, y", ["5→4", "6→4"]],
    ["a parameter and the body are one block", "a, err := true, 1\n_, _ = a, err\nx := a\n_ = x", ["7→6"]],
    ["a case is a block", "x := 1\nswitch {\ncase true:\nx := 2\n_ = x\ndefault:\n_ = x\n}", ["8→7", "10→4"]],
    [
      "a type switch binds after its operand",
      "var x any\nswitch x := x.(type) {\ncase int:\n_ = x\n}",
      ["5→4", "7→5"],
    ],
    [
      "a closure sees what is around it",
      "x := 1\n_ = func(y int) int {\nx := x + y\nreturn x\n}",
      ["6→4", "7→6"],
    ],
    [
      "a received name ends with its clause",
      "x := make(chan int)\nselect {\ncase x := <-x:\n_ = x\n}\n_ = x",
      ["6→4", "7→6", "9→4"],
    ],
    [
      "a constant is not visible in its own value",
      "const x = 1\n{\nconst x = x + 1\n_ = x\n}",
      ["6→4", "7→6"],
    ],
    ["predeclared names", "_ = x", ["4→-1"]],
  ])("%s", async (_, body, expected) => {
    const facts = await factsOf(`package demo\n\nfunc f(a bool) {\n${body}\n}\n`);
    expect(meanings(facts, "x")).toEqual(expected);
  });

  test("package names are visible in every file, in any order", async () => {
    const facts = await factsOf("package demo\n\nvar y = x\n", "package demo\n\nvar x = 1\n");
    const symbol = facts.index.symbols.find((one) => one.name === "x");
    expect(symbol?.uses.length).toBe(1);
  });

  test.each([
    ["fmt", "fmt"],
    ["math/rand/v2", "rand"],
    ["gopkg.in/yaml.v3", "yaml"],
    ["github.com/nats-io/nats.go", "nats"],
    ["github.com/mattn/go-isatty", "isatty"],
  ])("an import of %s is called %s", (path, name) => {
    expect(defaultPackageName(path)).toBe(name);
  });
});

function symbolNamed(facts: PackageFacts, name: string): GoSymbol {
  return facts.index.symbols.find((one) => one.name === name && one.file !== undefined)!;
}

describe("constants", () => {
  test.each([
    ["1 << 62", 1n << 62n],
    ["0x_ff + 0b11 + 0o17 + 017 + 'a' + '\\n' + '\\x41'", 255n + 3n + 15n + 15n + 97n + 10n + 65n],
    ["-7 / 2", -3n],
    ["-7 % 3", -1n],
    ["uint8(255) + 1", 0n],
    ["^uint16(0)", 65535n],
    ["^0", -1n],
    ["6 &^ 3", 4n],
    ["1 << 5000", undefined],
    ["1 / 0", undefined],
    ["1 < 2 && !(3 >= 4)", true],
    ["math.MaxUint8 - math.MinInt8", 255n + 128n],
    ["later * 2", 84n],
    ["loop", undefined],
    ["fmt", undefined],
  ])("%s", async (expression, expected) => {
    const text = `package demo\n\nimport "math"\n\nvar it = ${expression}\n\nconst later = 42\n\nconst loop = loop + 1\n`;
    const facts = await factsOf(text);
    const [file] = facts.index.files;
    const { tree } = file!.source;
    const symbol = symbolNamed(facts, "it");
    const list = tree.after[symbol.node]!;
    expect(constantAt(facts.fixed, file!, list + 1)?.value).toBe(expected);
  });

  test("iota counts specs, and a spec without values repeats the one before", async () => {
    const text =
      "package demo\n\nconst (\n\ta = iota * 10\n\tb\n\t_\n\tc, d = iota, iota << 1\n\te, f\n)\n\nfunc g() {\n\tconst (\n\t\tx = iota\n\t\ty\n\t)\n}\n";
    const facts = await factsOf(text);
    const [file] = facts.index.files;
    const value = (name: string): unknown =>
      constantAt(facts.fixed, file!, symbolNamed(facts, name).node)?.value;
    expect(["a", "b", "c", "d", "e", "f", "x", "y"].map(value)).toEqual([0n, 10n, 3n, 6n, 4n, 8n, 0n, 1n]);
  });
});

describe("types", () => {
  const shown = (type: GoType): string => {
    switch (type.kind) {
      case "basic":
        return type.name;
      case "named":
        return type.symbol.name;
      case "external":
        return `${type.path}.${type.name}`;
      case "pointer":
      case "slice":
      case "array":
      case "channel":
      case "map":
        return `${type.kind} ${shown(type.element)}`;
      default:
        return type.kind;
    }
  };

  test.each([
    ["1", "int"],
    ["'a'", "rune"],
    ["1.5", "float64"],
    ["uint8(3)", "uint8"],
    ["uint8(3) + 1", "uint8"],
    ["1 + uint8(3)", "uint8"],
    ["1 << uint8(3)", "int"],
    ["len(list)", "int"],
    ["list", "slice T"],
    ["list[0]", "T"],
    ["&list[0]", "pointer T"],
    ["list[1:]", "slice T"],
    ["list[0].inner.n", "uint16"],
    ["list[0].n", "uint16"],
    ["list[0].get()", "int8"],
    ["make(chan *T)", "channel pointer T"],
    ["map[string]T{}", "map T"],
    ["(<-make(chan T))", "T"],
    ["new(T)", "pointer T"],
    ["*new(T)", "T"],
    ["f().(T)", "T"],
    ["f()", "unknown"],
    ["pair", "function"],
    ["bytes.Buffer{}", "bytes.Buffer"],
    ["2 > 1", "bool"],
    ['"abc"[0]', "byte"],
    ["append(list, T{})", "slice T"],
    ["Alias{}", "T"],
  ])("of %s is %s", async (expression, expected) => {
    const text = `package demo\n\nimport "bytes"\n\ntype inner struct{ n uint16 }\n\ntype T struct {\n\tinner\n}\n\ntype Alias = T\n\nfunc (t *T) get() int8 { return 0 }\n\nvar list []T\n\nfunc pair() (int, T) { return 0, T{} }\n\nvar it = ${expression}\n`;
    const facts = await factsOf(text);
    expect(shown(facts.oracle.typeOfSymbol(symbolNamed(facts, "it")))).toBe(expected);
  });
});

describe("verbs of a format", () => {
  test.each([
    ["%v %+v %#v", ["v", "v", "#v"]],
    ["100%% of %d", ["d"]],
    ["%*d %-08.3f %.*s", ["*", "d", "f", "*", "s"]],
    ["%[2]d %[1]d", []],
    ["nothing", []],
  ])("%s", (format, verbs) => {
    expect(verbsOf(format)).toEqual(verbs);
  });
});
