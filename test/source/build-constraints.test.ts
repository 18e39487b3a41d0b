import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesBuild } from "../../src/source/build-constraints.ts";
import { type BuildTarget, tagHolds } from "../../src/source/build-target.ts";
import {
  type ConstraintExpression,
  evaluate,
  parseConstraint,
} from "../../src/source/constraint-expression.ts";

const wasip1: BuildTarget = { os: "wasip1" };
const js: BuildTarget = { os: "js" };
const body = "\n\npackage p\n";

describe("names of files", () => {
  test.each([
    ["x.go", "yes"],
    ["x_test.go", "no"],
    ["_x.go", "no"],
    [".x.go", "no"],
    ["x.txt", "no"],
    ["x.go.txt", "no"],
    ["linux.go", "yes"],
    ["x_linux.go", "no"],
    ["x_wasip1.go", "yes"],
    ["x_js.go", "no"],
    ["x_wasm.go", "yes"],
    ["x_amd64.go", "no"],
    ["x_wasip1_wasm.go", "yes"],
    ["x_linux_wasm.go", "no"],
    ["x_js_wasm.go", "no"],
    ["x_wasm_wasip1.go", "yes"],
    ["x_unix.go", "yes"],
    ["x_linux.y.go", "no"],
    ["x.y_linux.go", "yes"],
    ["wasm_linux.go", "no"],
    ["x_Linux.go", "yes"],
    ["x_js_test_wasm.go", "yes"],
    ["a\nb.go", "yes"],
  ])("%j: %s", (name, expected) => expect(matchesBuild(name, "package p\n", wasip1)).toBe(expected));
});

describe("//go:build", () => {
  test.each([
    ["wasip1", "yes"],
    ["js", "no"],
    ["!js", "yes"],
    ["wasm && gc && !cgo", "yes"],
    ["linux || (wasm && !(js || unix))", "yes"],
    ["unix", "no"],
    ["ignore", "no"],
    ["go1.1", "yes"],
    ["go1.24", "yes"],
    ["go1.25", "maybe"],
    ["!go1.26", "maybe"],
    ["go1.99 || wasm", "yes"],
    ["go1.99 && js", "no"],
    ["go1.01", "no"],
    ["goexperiment.synctest", "maybe"],
    ["!goexperiment.synctest", "maybe"],
    ["boringcrypto", "maybe"],
    ["wasm.satconv", "maybe"],
    ["race", "no"],
    ["(wasip1", "maybe"],
    ["wasip1 &", "maybe"],
    ["!!wasip1", "maybe"],
    ["wasip1 js", "maybe"],
    ["", "maybe"],
    ["wasip1-x", "maybe"],
    [`${"(".repeat(2000)}js${")".repeat(2000)}`, "maybe"],
    [Array(2000).fill("js").join(" && "), "maybe"],
  ])("%s: %s", (constraint, expected) => {
    expect(matchesBuild("x.go", `//go:build ${constraint}${body}`, wasip1)).toBe(expected);
  });

  test("the release tags of a known toolchain are decided", () => {
    const text = `//go:build !go1.26${body}`;
    expect(matchesBuild("x.go", text, { os: "wasip1", goMinor: 25 })).toBe("yes");
    expect(matchesBuild("x.go", text, { os: "wasip1", goMinor: 26 })).toBe("no");
  });

  test("is for the target that is built", () => {
    expect(matchesBuild("x.go", `//go:build js${body}`, js)).toBe("yes");
    expect(matchesBuild("x_wasip1.go", "package p\n", js)).toBe("no");
  });
});

describe("where a constraint may stand", () => {
  const line = "//go:build ignore\n";
  test.each([
    ["on the first line", `${line}${body}`, "no"],
    ["right before the package clause", `${line}package p\n`, "no"],
    ["after comments and blank lines", `// a\n\n/* b\n\n*/ // c\n${line}${body}`, "no"],
    ["after white space", `\t ${line}${body}`, "no"],
    ["with CRLF", `//go:build ignore\r\n\r\npackage p\r\n`, "no"],
    ["after a byte order mark that the decoder dropped", `${line}${body}`, "no"],
    ["not after the package clause", `package p\n${line}`, "yes"],
    ["not in a block comment", `/*\n${line}*/\npackage p\n`, "yes"],
    ["not after code on the line", `package p; ${line}`, "yes"],
    ["not after a block comment on its line", `/* */ ${line}${body}`, "yes"],
    ["not with a space", `// go:build ignore${body}`, "yes"],
    ["not as part of a word", `//go:buildignore${body}`, "yes"],
    ["twice is Go's error, so it hides nothing", `//go:build js\n//go:build ignore${body}`, "maybe"],
  ])("%s", (_, text, expected) => expect(matchesBuild("x.go", text, wasip1)).toBe(expected));

  test("a header of megabytes takes no time", () => {
    const started = performance.now();
    for (const piece of ["/**/ ", " ", "// x\n", "\n", "/*\n*/", "// +build x\n"]) {
      matchesBuild("x.go", `${piece.repeat(1_000_000)}package p`, wasip1);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe("// +build", () => {
  test.each([
    ["// +build ignore\n\npackage p\n", "no"],
    ["//+build ignore\n\npackage p\n", "no"],
    ["// +build ignore\npackage p\n", "yes"],
    ["// +build linux wasip1\n\npackage p\n", "yes"],
    ["// +build wasip1,!cgo\n\npackage p\n", "yes"],
    ["// +build wasip1,linux\n\npackage p\n", "no"],
    ["// +build wasip1\n// +build linux\n\npackage p\n", "no"],
    ["// +build\n\npackage p\n", "no"],
    ["// +build !!wasip1\n\npackage p\n", "no"],
    ["// +build a-b\n\npackage p\n", "no"],
    ["// +build go1.99\n\npackage p\n", "maybe"],
    ["// +builds ignore\n\npackage p\n", "yes"],
    ["/* */\n// +build ignore\n\npackage p\n", "yes"],
    ["//go:build wasip1\n// +build ignore\n\npackage p\n", "yes"],
    [`// +build ${Array(200).fill("js").join(" ")}\n\npackage p\n`, "yes"],
  ])("%j: %s", (text, expected) => expect(matchesBuild("x.go", text, wasip1)).toBe(expected));
});

describe("constraint expressions", () => {
  const expression = fc.letrec<{ node: ConstraintExpression }>((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("a", "b", "c").map((tag) => ({ kind: "tag", tag }) as const),
      tie("node").map((operand) => ({ kind: "not", operand }) as const),
      fc
        .tuple(fc.constantFrom("and", "or"), tie("node"), tie("node"))
        .map(([kind, left, right]) => ({ kind, left, right }) as const),
    ),
  })).node;

  test("are parsed back to the same value for every choice of tags", () => {
    fc.assert(
      fc.property(expression, (original) => {
        const parsed = parseConstraint(written(original));
        for (const choice of choices([true, false])) {
          expect(evaluate(parsed!, choice)).toBe(evaluate(original, choice));
        }
      }),
    );
  });

  test("are undecided only when the undecided tags can make a difference one way or the other", () => {
    fc.assert(
      fc.property(expression, (one) => {
        for (const choice of choices([true, false, undefined])) {
          const value = evaluate(one, choice);
          if (value === undefined) continue;
          for (const decided of choices([true, false])) {
            const agrees = ["a", "b", "c"].every(
              (tag) => choice(tag) === undefined || choice(tag) === decided(tag),
            );
            if (agrees) expect(evaluate(one, decided)).toBe(value);
          }
        }
      }),
    );
  });

  test("of any text never fail, and hide a file only by tags that are known not to hold", () => {
    const piece = fc.constantFrom(
      "a",
      "js",
      "wasip1",
      " ",
      "\t",
      "&&",
      "||",
      "!",
      "(",
      ")",
      "&",
      "é",
      ".",
      "go1.25",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
        (text) => {
          const parsed = parseConstraint(text);
          const value = parsed && evaluate(parsed, (tag) => tagHolds(tag, wasip1));
          expect(matchesBuild("x.go", `//go:build ${text}${body}`, wasip1)).toBe(
            value === undefined ? "maybe" : value ? "yes" : "no",
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});

function written(one: ConstraintExpression): string {
  if (one.kind === "tag") return one.tag;
  if (one.kind === "not") return `!(${written(one.operand)})`;
  return `(${written(one.left)}) ${one.kind === "and" ? "&&" : "||"} (${written(one.right)})`;
}

function choices<T>(values: readonly T[]): readonly ((tag: string) => T)[] {
  return values.flatMap((a) =>
    values.flatMap((b) => values.map((c) => (tag: string) => (tag === "a" ? a : tag === "b" ? b : c))),
  );
}
