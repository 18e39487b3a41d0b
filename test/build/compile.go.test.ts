import { existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../src/build/compile.ts";
import type { BuildHost } from "../../src/build/host.ts";
import type { BuildResult } from "../../src/build/report.ts";
import { resolveToolchain, type Toolchain } from "../../src/build/toolchain.ts";
import { nodeBuildHost } from "../../src/platform/node/build-host.ts";
import type { Finding } from "../../src/source/finding.ts";
import { buildOptions, goInput, HELLO, temporaryFolder } from "./programs.ts";

/** The first build on a machine compiles the standard library, and may have to fetch Go. */
const FIRST_BUILD_MS = 600_000;

let host: BuildHost;
let toolchain: Toolchain;

beforeAll(async () => {
  host = nodeBuildHost();
  toolchain = await resolveToolchain({}, host);
  for (const target of ["wasip1", "js"] as const)
    await compile(goInput(HELLO), buildOptions({ target }), toolchain, host);
}, FIRST_BUILD_MS);

function build(files: string | Record<string, string>, options = {}, more = {}): Promise<BuildResult> {
  return compile(goInput(files, more), buildOptions(options), toolchain, host);
}

async function findings(
  files: string | Record<string, string>,
  options = {},
  more = {},
): Promise<readonly Finding[]> {
  const result = await build(files, options, more);
  return result.ok ? [] : result.findings;
}

function places(found: readonly Finding[]): readonly string[] {
  return found.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

/** A host whose artifacts are its own and whose compiled standard library is the shared one. */
function hostWithOwnArtifacts(): BuildHost {
  const cacheFolder = temporaryFolder();
  symlinkSync(`${host.cacheFolder}/go-build`, join(cacheFolder, "go-build"));
  return { ...host, cacheFolder };
}

describe("a program that builds", () => {
  test.each([
    ["wasip1", "wasi_snapshot_preview1"],
    ["js", "gojs"],
  ] as const)("becomes a module for %s that imports from %s", async (target, importsFrom) => {
    const result = await build(HELLO, { target });
    if (!result.ok) throw new Error(result.findings[0]?.message);
    const module = await WebAssembly.compile(new Uint8Array(result.wasm));
    expect(new Set(WebAssembly.Module.imports(module).map((one) => one.module))).toEqual(
      new Set([importsFrom]),
    );
    const { goVersion, bytes, cached, sha256 } = result.report;
    expect({ goVersion, bytes, cached, sha256 }).toEqual({
      goVersion: toolchain.goVersion,
      bytes: result.wasm.length,
      cached: false,
      sha256: host.sha256(result.wasm),
    });
  });

  test("gives the same bytes each time, and names no folder of this machine", async () => {
    const [first, second] = [await build(HELLO), await build(HELLO)];
    expect(first.ok && second.ok && first.report.sha256 === second.report.sha256).toBe(true);
    const text = first.ok ? Buffer.from(first.wasm).toString("latin1") : "";
    expect(text).toContain("program/main.go");
    expect(text).not.toContain(process.env["HOME"]);
    expect(text).not.toContain("sandglass-");
  });

  test("is built once and comes from the cache afterwards", async () => {
    const own = hostWithOwnArtifacts();
    const options = buildOptions({ noCache: false });
    const [first, twin] = await Promise.all(
      [1, 2].map(() => compile(goInput(HELLO), options, toolchain, own)),
    );
    const again = await compile(goInput(HELLO), options, toolchain, own);
    expect([first, twin].map((one) => one?.ok && one.report.cached).sort()).toEqual([false, true]);
    expect(again.ok && again.report.cached).toBe(true);
    expect(again.ok && first?.ok && again.report.sha256 === first.report.sha256).toBe(true);
    expect(readdirSync(join(own.cacheFolder, "locks"))).toEqual([]);
  });

  test("may have packages, embedded files and a folder of its own", async () => {
    const files = {
      "go.mod": "module example.com/app\n\ngo 1.22\n",
      "cmd/tool/main.go":
        'package main\n\nimport (\n\t_ "embed"\n\n\t"example.com/app/lib"\n)\n\n//go:embed text.txt\nvar text string\n\nfunc main() { println(lib.Twice(text)) }\n',
      "cmd/tool/text.txt": "embedded-text-marker",
      "lib/lib.go": "package lib\n\nfunc Twice(s string) string { return s + s }\n",
    };
    const result = await build(files, {}, { packageDirectory: "cmd/tool" });
    expect(result.ok && Buffer.from(result.wasm).toString("latin1")).toContain("embedded-text-marker");
    expect(result.ok && result.report.modulePath).toBe("example.com/app");
  });

  test("leaves nothing in the temporary folder", async () => {
    const temporary = temporaryFolder();
    const own = nodeBuildHost({ environment: { ...process.env, TMPDIR: temporary } });
    expect((await compile(goInput(HELLO), buildOptions(), toolchain, own)).ok).toBe(true);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe("what the compiler says becomes findings", () => {
  test("with columns in UTF-16 units, the word as the region, and the input's own path", async () => {
    const source = "package main\n\nfunc main() {\n\t/* 𝄞é */ println(missing)\n}\n";
    const [finding] = await findings(source, {}, { displayPrefix: "sub/" });
    expect(finding).toMatchObject({
      rule: "compile-error",
      hazard: "does-not-build",
      severity: "error",
      message: "undefined: missing",
      file: "sub/main.go",
      line: 4,
      column: 20,
      endLine: 4,
      endColumn: 27,
    });
    expect(finding?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each<[name: string, files: string | Record<string, string>, expected: readonly string[]]>([
    [
      "two main functions",
      "package main\n\nfunc main() {}\nfunc main() {}\n",
      ["main.go:4:6: main redeclared in this block"],
    ],
    [
      "a missing main function",
      "package main\n\nfunc other() {}\n",
      ["main.go:1:1: function main is undeclared in the main package"],
    ],
    ["an empty file", "", ["main.go:1:1: expected 'package', found 'EOF'"]],
    [
      "a syntax error",
      "package main\n\nfunc main() { x := }\n",
      ["main.go:3:20: syntax error: unexpected }, expected expression"],
    ],
    [
      "arguments that do not fit, on one line",
      'package main\n\nfunc main() { f(1, "a") }\nfunc f(int) {}\n',
      ["main.go:3:20: too many arguments in call to f; have (number, string); want (int)"],
    ],
    [
      "an unknown package",
      'package main\n\nimport "nope/x"\n\nfunc main() { x.F() }\n',
      ["main.go:3:8: package nope/x is not in std"],
    ],
    [
      "a column that the compiler cannot hold",
      `package main\n\nfunc main() { /*${"x".repeat(400)}*/ println(zz) }\n`,
      ["main.go:3:1: undefined: zz"],
    ],
    [
      "two packages in one folder",
      { "a.go": "package main\n\nfunc main() {}\n", "b.go": "package b\n" },
      ["a.go:1:1: found packages main (a.go) and b (b.go) in ."],
    ],
    [
      "an import of itself",
      { "go.mod": "module prog\n", "main.go": 'package main\n\nimport _ "prog"\n\nfunc main() {}\n' },
      ["main.go:1:1: package prog; imports prog from main.go: import cycle not allowed"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(places(await findings(files))).toEqual(expected);
  });

  test("with the other declaration as a related place, and different fingerprints for equal lines", async () => {
    const found = await findings("package main\n\nfunc main() {}\nfunc main() {}\nfunc main() {}\n");
    expect(found.map(({ line }) => line)).toEqual([4, 5]);
    expect(found[0]?.related).toEqual([
      {
        file: "main.go",
        line: 3,
        column: 6,
        endLine: 3,
        endColumn: 10,
        message: "other declaration of main",
      },
    ]);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

describe("hostile source", () => {
  test.each<[name: string, source: string, line: number]>([
    ["//line", "package main\n\nfunc main() {\n//line /etc/passwd:1000\n\tundefined1()\n}\n", 5],
    ["/*line*/", "package main\n\nfunc main() {\n\t/*line other.go:77:7*/ undefined1()\n}\n", 4],
    [
      "//line before a missing package",
      'package main\n\n//line other.go:77\nimport "nope/x"\n\nfunc main() {}\n',
      4,
    ],
    [
      "//line in a string that is not closed",
      'package main\n\nvar s = "\n//line other.go:77\nfunc main() { undefined1( }\n',
      3,
    ],
  ])("cannot move a finding by %s", async (_, source, line) => {
    const found = await findings(source);
    expect(found[0]).toMatchObject({ file: "main.go", line });
    expect(new Set(found.map(({ file }) => file))).toEqual(new Set(["main.go"]));
  });

  test("keeps strings that look like //line", async () => {
    const result = await build("package main\n\nfunc main() {\n\tprintln(`\n//line kept-marker:1\n`)\n}\n");
    expect(result.ok && Buffer.from(result.wasm).toString("latin1")).toContain("//line kept-marker:1");
  });

  test("cannot steer the go command by go.mod, go.work or go.env", async () => {
    const files = {
      "go.mod": [
        "module example.com/app",
        "go 1.22",
        "toolchain go1.99.0",
        "godebug default=go1.21\ngodebug (\n\tpanicnil=1\n)",
        "replace example.com/lib => /etc",
        "exclude example.com/lib v1.0.0",
        "retract v1.0.0",
        "tool example.com/tool",
      ].join("\n"),
      "go.work": "go 1.22\nuse /etc\ntoolchain go1.99.0\n",
      "go.env": "GOTOOLCHAIN=go1.99.0\nGOFLAGS=-toolexec=/bin/false\n",
      "main.go": HELLO,
    };
    const result = await build(files);
    expect(result.ok && result.report.ignored).toEqual([
      "go.mod:3: toolchain go1.99.0",
      "go.mod:4: godebug default=go1.21",
      "go.mod:6: godebug panicnil=1",
      "go.mod:8: replace example.com/lib => /etc",
      "go.mod:9: exclude example.com/lib v1.0.0",
      "go.mod:10: retract v1.0.0",
      "go.mod:11: tool example.com/tool",
    ]);
  });

  test.each([
    ["GOFLAGS", "-toolexec=/bin/false"],
    ["GOTOOLCHAIN", "go1.99.0"],
    ["GOWORK", "/etc/hosts"],
    ["GOROOT", "/nonexistent"],
    ["GODEBUG", "gotypesalias=9"],
    ["GOEXPERIMENT", "nonsense"],
  ])("nor does %s in the user's environment reach it", async (name, value) => {
    const own = nodeBuildHost({ environment: { ...process.env, [name]: value } });
    expect((await compile(goInput(HELLO), buildOptions(), toolchain, own)).ok).toBe(true);
  });

  test("cannot ask for a newer Go", async () => {
    const files = { "go.mod": "module m\n\ngo 1.99\n", "main.go": HELLO };
    const shown = toolchain.goVersion.slice(2);
    expect(places(await findings(files))).toEqual([
      `go.mod:3:1: go.mod asks for Go 1.99, and this is Go ${shown}`,
    ]);
  });

  test("runs no go:generate and no cgo", async () => {
    const proof = join(temporaryFolder(), "ran");
    const files = {
      "main.go": `package main\n\n//go:generate touch ${proof}\nfunc main() {}\n`,
      "c.go": `package main\n\n// #cgo LDFLAGS: -Wl,-plugin=${proof}\n// #cgo pkg-config: --variable=x y\nimport "C"\n`,
      "c.c": "int x;\n",
    };
    const result = await build(files);
    expect(result.ok && result.report.ignored).toEqual([
      "c.c: only Go source is compiled",
      'c.go:5: import "C": cgo is off, so the file is left out',
    ]);
    expect(existsSync(proof)).toBe(false);
  });

  test("that is nothing but cgo does not build", async () => {
    expect(places(await findings('package main\n\nimport "C"\n\nfunc main() {}\n'))).toEqual([
      "main.go:1:1: package program: build constraints exclude all Go files in .",
    ]);
  });

  test("cannot give flags to the linker by cgo pragmas", async () => {
    const [finding] = await findings('package main\n\n//go:cgo_ldflag "-plugin=/tmp/x.so"\nfunc main() {}\n');
    expect(finding).toMatchObject({
      line: 3,
      message: '//go:cgo_ldflag "-plugin=/tmp/x.so" only allowed in cgo-generated code',
    });
  });

  test("cannot read files by an #include of the assembler", async () => {
    const files = {
      "main.go": "package main\n\nfunc f()\n\nfunc main() { f() }\n",
      "f.s": '#include "/etc/passwd"\n',
      "f.syso": "object",
    };
    const found = await findings(files);
    expect(places(found)).toEqual(["main.go:3:6: missing function body"]);
    expect(found[0]?.help).toContain("assembly is left out");
  });

  test.each(["/etc/passwd", "../secret", "../../../../etc/passwd"])("cannot embed %s", async (pattern) => {
    const source = `package main\n\nimport _ "embed"\n\n//go:embed ${pattern}\nvar text string\n\nfunc main() { println(text) }\n`;
    expect(places(await findings(source))).toEqual([
      `main.go:5:12: pattern ${pattern}: invalid pattern syntax`,
    ]);
  });

  test("cannot reach a nested module or its go.mod", async () => {
    const files = {
      "go.mod": "module m\n\ngo 1.22\n",
      "main.go": 'package main\n\nimport _ "m/nested"\n\nfunc main() {}\n',
      "nested/go.mod": "module m/nested\ntoolchain go1.99.0\n",
      "nested/n.go": "package nested\n",
    };
    expect((await findings(files))[0]).toMatchObject({ file: "main.go", line: 3 });
  });

  test("may use linkname and default.pgo, which run nothing", async () => {
    const files = {
      "main.go":
        'package main\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n\nfunc main() { println(nanotime() > 0) }\n',
      "default.pgo": "not a profile",
    };
    expect(places(await findings(files))).toEqual([]);
  });

  test("cannot use names that mean something to the go command", async () => {
    await expect(build({ "main.go": HELLO }, {}, { packageDirectory: "..." })).rejects.toMatchObject({
      code: "build/package-folder",
    });
    await expect(build({ "main.go": HELLO, "a:b.go": HELLO })).rejects.toMatchObject({
      code: "build/file-name",
    });
    await expect(build({ "main.go": HELLO, "../x.go": HELLO })).rejects.toMatchObject({
      code: "build/file-name",
    });
    await expect(build({ "main.go": HELLO, "main.go/x.go": HELLO })).rejects.toMatchObject({
      code: "build/file-name",
    });
  });
});

describe("a compile bomb", () => {
  test.each<[name: string, source: string, options: object, rule: string, message: RegExp]>([
    [
      "of a huge variable",
      "package main\n\nvar x [1 << 45]byte\n\nfunc main() { println(x[3]) }\n",
      {},
      "compile-error",
      /symbol too large/,
    ],
    [
      "of a file that the compiler writes",
      "package main\n\nvar x = [1 << 27]byte{5: 1, 1<<27 - 1: 7}\n\nfunc main() { println(x[3]) }\n",
      { outputLimitBytes: 32 * 1024 * 1024 },
      "compile-bomb",
      /^the compiler writes a file of more than 64 MiB$/,
    ],
    [
      "of a huge initialised array",
      "package main\n\nvar x = [1 << 30]byte{5: 1, 1<<30 - 1: 7}\n\nfunc main() { println(x[3]) }\n",
      { outputLimitBytes: 32 * 1024 * 1024, addressSpaceLimitBytes: 1536 * 1024 * 1024 },
      "compile-bomb",
      /^the compiler needs more than 1536 MiB of address space$/,
    ],
    [
      "of a large module",
      HELLO,
      { outputLimitBytes: 1_000_000 },
      "compile-bomb",
      /the compiled module has \d+ bytes; at most 1000000 are accepted/,
    ],
    [
      "of parentheses",
      `package main\n\nvar x = ${"(".repeat(3_000_000)}1${")".repeat(3_000_000)}\n\nfunc main() {}\n`,
      {},
      "compile-bomb",
      /^the source nests deeper than the compiler's stack allows$/,
    ],
    [
      "of instantiations that never end",
      "package main\n\ntype T[P any] struct{ x P }\n\nfunc f[P any](n int) {\n\tif n > 0 {\n\t\tf[T[P]](n - 1)\n\t}\n}\n\nfunc main() { f[int](9) }\n",
      {},
      "compile-error",
      /^instantiation cycle/,
    ],
    [
      "of types that double",
      doublingTypes(26),
      { timeLimitMs: 3_000 },
      "compile-bomb",
      /stopped after 3 s|of memory|of address space/,
    ],
    [
      "of a constant",
      "package main\n\nconst a = 1 << 100000\n\nfunc main() { println(a >> 99999) }\n",
      {},
      "compile-error",
      /shift/,
    ],
  ])("%s ends with a finding", async (_, source, options, rule, message) => {
    const [finding] = await findings(source, options);
    expect(finding).toMatchObject({ rule, severity: "error", file: "main.go" });
    expect(finding?.message).toMatch(message);
    if (rule === "compile-error") expect(finding?.line).toBeGreaterThan(1);
    expect(finding?.hazard).toBe(rule === "compile-bomb" ? "compile-bomb" : "does-not-build");
  });

  test("of source text is refused before it is written", async () => {
    await expect(build(HELLO, { sourceLimitBytes: 10 })).rejects.toMatchObject({
      code: "build/source-too-large",
    });
  });
});

/** Each type holds the one before twice, so that the names of the last have 2^n parts. */
function doublingTypes(n: number): string {
  const lines = ["package main", "type P[A, B any] struct {\n\ta A\n\tb B\n}", "type T0 = P[int, int]"];
  for (let i = 1; i <= n; i++) lines.push(`type T${i} = P[T${i - 1}, T${i - 1}]`);
  return `${lines.join("\n")}\nfunc main() { var x T${n}; println(&x) }\n`;
}

describe("an input that is no program", () => {
  test.each<[name: string, files: Record<string, string>, code: string]>([
    ["without Go files", { "README.md": "text" }, "build/no-go-files"],
    ["with tests only", { "a_test.go": "package main\n" }, "build/no-go-files"],
    ["of another package", { "lib.go": "package lib\n" }, "build/no-main-package"],
  ])("%s is one error", async (_, files, code) => {
    await expect(build(files)).rejects.toMatchObject({ code });
  });
});

describe("a build that is called off", () => {
  test("rejects with the reason and leaves no lock", async () => {
    const own = hostWithOwnArtifacts();
    const controller = new AbortController();
    const working = compile(
      goInput(HELLO),
      buildOptions({ noCache: false, signal: controller.signal }),
      toolchain,
      own,
    );
    setTimeout(() => controller.abort(new Error("called off")), 60);
    await expect(working).rejects.toThrow("called off");
    expect(readdirSync(join(own.cacheFolder, "locks"))).toEqual([]);
  });
});

describe("a cache folder", () => {
  test("that cannot be written is done without, and that is said", async () => {
    const said: string[] = [];
    const readOnly = async (): Promise<never> => {
      throw Object.assign(new Error("read-only"), { code: "EROFS" });
    };
    const goCache = host.cacheFolder;
    const files = {
      ...host.files,
      makeFolder: (path: string) =>
        path.startsWith(`${goCache}/locks`) ? readOnly() : host.files.makeFolder(path),
    };
    const own = {
      ...host,
      files,
      progress: (message: string) => void said.push(message),
      run: fakeCompiler(host),
    };
    const result = await compile(goInput(HELLO), buildOptions({ noCache: false }), toolchain, own);
    expect(result.ok && result.report.cached).toBe(false);
    expect(said[0]).toContain("cannot be written");
  });

  test("on a full disk is one error that names it, with nothing half written", async () => {
    const own = hostWithOwnArtifacts();
    const replace = async (): Promise<never> => {
      throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    };
    const full = { ...own, files: { ...own.files, replace } };
    const work = compile(goInput(HELLO), buildOptions({ noCache: false }), toolchain, full);
    await expect(work).rejects.toMatchObject({ code: "build/disk-full", place: { file: own.cacheFolder } });
    expect(await own.files.listDeep(`${own.cacheFolder}/artifacts`)).toEqual([]);
    expect(readdirSync(join(own.cacheFolder, "locks"))).toEqual([]);
  });

  test("whose disk the compiler fills is the same error", async () => {
    const run: BuildHost["run"] = async () => ({
      ended: "exited",
      exitCode: 1,
      stdout: "",
      stderr: "# program\nwrite /cache/go-build/aa: no space left on device\n",
    });
    await expect(compile(goInput(HELLO), buildOptions(), toolchain, { ...host, run })).rejects.toMatchObject({
      code: "build/disk-full",
    });
  });

  test("that is a file is one error", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    const own = { ...host, cacheFolder: `${folder}/file` };
    await expect(compile(goInput(HELLO), buildOptions(), toolchain, own)).rejects.toMatchObject({
      code: "build/cache-folder",
    });
  });
});

/** A compiler that writes an empty module at once, wherever it is told to. */
function fakeCompiler(from: BuildHost): BuildHost["run"] {
  return async ({ args }) => {
    const at = args.indexOf("-o");
    if (at >= 0)
      await from.files.create(args[at + 1] ?? "", new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
    return { ended: "exited", exitCode: 0, stdout: "", stderr: "" };
  };
}
