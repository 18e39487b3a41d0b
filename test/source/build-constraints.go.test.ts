import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { BuildTarget } from "../../src/source/build-target.ts";
import { compiledFiles } from "../../src/source/package-files.ts";

/** One run of `go list` over a folder for every file: what it lists is what a build compiles. */
const go = process.env["SANDGLASS_GO"] ?? "go";
const folder = mkdtempSync(join(tmpdir(), "sandglass-constraints-"));
const goMinor = Number(/go1\.(\d+)/.exec(execFileSync(go, ["version"], { encoding: "utf8" }))?.[1]);
afterAll(() => rmSync(folder, { recursive: true }));

const PLACED: readonly string[] = [
  "package p\n",
  "//go:build ignore\n\npackage p\n",
  "//go:build ignore\npackage p\n",
  "\ufeff//go:build ignore\n\npackage p\n",
  "// x\n\n//go:build js\n\npackage p\n",
  "/* x */\n//go:build js\n\npackage p\n",
  "/*\n//go:build js\n*/\npackage p\n",
  "/* */ //go:build js\n\npackage p\n",
  "package p\n//go:build js\n",
  "// +build js\n\npackage p\n",
  "// +build js\npackage p\n",
  "//+build js linux,wasm !js,wasip1\n\npackage p\n",
  "// +build wasip1\n// +build js\n\npackage p\n",
  "/* */\n// +build js\n\npackage p\n",
  "//go:build wasip1\n// +build js\n\npackage p\n",
  "//go:build\tjs\r\n\r\npackage p\r\n",
  "//go:buildx js\n\npackage p\n",
  'package p\n\nimport "C"\n',
  'package p\n\nimport "\\x43"\n',
  'package p; import ("fmt"; _ `C`)\n\nvar _ = fmt.Sprint\n',
  'package p\n\nvar x = `import "C"`\n',
  "package documentation\n",
  "//go:build wasm.satconv && wasm.signext\n\npackage p\n",
];

const NAMES: readonly string[] = [
  ...[
    "a_linux",
    "b_wasip1",
    "c_js",
    "d_wasm",
    "e_js_wasm",
    "f_wasip1_wasm",
    "g_linux_wasm",
    "h_unix",
    "i_zos",
  ],
  ...[
    "j_linux.x",
    "k.x_linux",
    "l_wasm_js",
    "m_test_x",
    "linux",
    "js",
    "wasm_amd64",
    "_hidden",
    ".hidden",
    "n_test",
    "o_sparc",
  ],
];

const constraint = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(
      "wasip1",
      "js",
      "wasm",
      "unix",
      "cgo",
      "gc",
      "gccgo",
      "linux",
      "go1.9",
      "go1.24",
      "go1.26",
      "go1.27",
      "race",
      "boringcrypto",
    ),
    tie("node").map((operand) => `!(${operand})`),
    fc.tuple(tie("node"), fc.constantFrom("&&", "||"), tie("node")).map(([a, op, b]) => `(${a}) ${op} ${b}`),
  ),
})).node;

const files = new Map<string, string>([
  ...PLACED.map((text, index) => [`placed${index}.go`, text] as const),
  ...NAMES.map((name) => [`${name}.go`, "package p\n"] as const),
  ...fc
    .sample(constraint, 300)
    .map((text, index) => [`random${index}.go`, `//go:build ${text}\n\npackage p\n`] as const),
]);
mkdirSync(join(folder, "p"));
writeFileSync(join(folder, "go.mod"), "module m\n\ngo 1.24\n");
for (const [name, text] of files) writeFileSync(join(folder, "p", name), text);

describe.each(["wasip1", "js"] as const)("GOOS=%s", (os) => {
  const environment = {
    ...process.env,
    GOOS: os,
    GOARCH: "wasm",
    CGO_ENABLED: "0",
    GOFLAGS: "",
    GO111MODULE: "on",
  };
  const listed = execFileSync(go, ["list", "-e", "-f", '{{join .GoFiles "\\n"}}', "./p"], {
    cwd: folder,
    env: environment,
    encoding: "utf8",
  });
  const built = listed.trim().split("\n").sort();
  const ours = (target: BuildTarget) =>
    compiledFiles(
      [...files].map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) })),
      [target],
    )
      .map(({ name }) => name)
      .sort();
  /** Whether the toolchain has them is not ours to know, so these may be more than Go compiles, never fewer. */
  const isUndecided = (name: string): boolean => /boringcrypto|wasm\.s/.test(files.get(name) ?? "");

  test("our choice of files is that of go list", () => {
    const decided = ours({ os, goMinor }).filter((name) => !isUndecided(name));
    expect(decided).toEqual(built.filter((name) => !isUndecided(name)));
    expect(built.length).toBeGreaterThan(50);
  });

  test("no tag hides a file that go build compiles, even when nothing is known of the toolchain", () => {
    const analysed = new Set(ours({ os }));
    expect(built.filter((name) => !analysed.has(name))).toEqual([]);
  });
});
