import { describe, expect, test } from "vitest";
import type { GoInput } from "../../src/source/input.ts";
import { INPUT_LIMITS } from "../../src/source/limits.ts";
import { loadInput } from "../../src/source/load-input.ts";
import { packagesOfInput } from "../../src/source/load-packages.ts";
import { failure } from "./failure.ts";
import { type MemoryEntry, memoryHost } from "./memory-host.ts";

const MAIN = "package main\n\nfunc main() {}\n";
const WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

async function load(argument: string, entries: Readonly<Record<string, MemoryEntry>>): Promise<GoInput> {
  const input = await loadInput(argument, memoryHost(entries));
  if (input.kind !== "go") throw new Error("expected Go");
  return input;
}

const paths = (input: GoInput) => [...input.files.keys()];
const packages = (input: GoInput) =>
  packagesOfInput(input).map(({ name, files }) => [name, ...files.map(({ path }) => path)]);

describe("a Go file", () => {
  test("is a program of its own: nothing beside it is taken", async () => {
    const files = {
      "/work/go.mod": "module m",
      "/work/cmd/main.go": MAIN,
      "/work/cmd/other.go": "package main\n",
    };
    const input = await load("cmd/main.go", files);
    expect(input).toMatchObject({
      origin: "file",
      name: "cmd/main.go",
      packageDirectory: ".",
      looseFile: "main.go",
    });
    expect(paths(input)).toEqual(["main.go"]);
    expect(packages(input)).toEqual([["cmd/main.go", "cmd/main.go"]]);
  });

  test.each([
    ["x_linux.go", MAIN],
    ["x.go", `//go:build ignore\n\n${MAIN}`],
  ])("%s is taken whatever its constraints, as go build does with a named file", async (name, text) => {
    const input = await load(name, { [`/work/${name}`]: text });
    expect(packages(input)).toEqual([[name, name]]);
  });

  test.each([
    ["main.go", "main.go"],
    ["./main.go", "main.go"],
    ["/work/main.go", "main.go"],
    ["../else/main.go", "../else/main.go"],
    ["/else/main.go", "/else/main.go"],
  ])("%s is shown as %s", async (argument, shown) => {
    const input = await load(argument, { "/work/main.go": MAIN, "/else/main.go": MAIN });
    expect(packages(input)).toEqual([[shown, shown]]);
  });

  test.each([
    ["nothing there", {}, "source/no-such-file", /no file or folder main\.go/],
    ["an empty file", { "/work/main.go": "" }, "source/empty-file", /main\.go is empty/],
    ["white space only", { "/work/main.go": " \n\t\n" }, "source/empty-file", /empty/],
    [
      "a library",
      { "/work/main.go": "package lib\n" },
      "source/no-main-package",
      /main\.go is package lib, a library/,
    ],
    ["cgo", { "/work/main.go": 'package main\nimport "C"\n' }, "source/excluded", /cgo/],
    ["a FIFO", { "/work/main.go": { kind: "other" } }, "source/not-a-file", /FIFO/],
    ["a broken symlink", { "/work/main.go": { link: "gone.go" } }, "source/no-such-file", /leads nowhere/],
    [
      "a symlink out of its folder",
      { "/work/main.go": { link: "/etc/x.go" }, "/etc/x.go": MAIN },
      "source/link-leaves",
      /leaves its folder, to \/etc\/x\.go/,
    ],
    ["a symlink loop", { "/work/main.go": { link: "main.go" } }, "source/no-such-file", /leads nowhere/],
    [
      "not UTF-8",
      { "/work/main.go": Uint8Array.of(0x70, 0x0a, 0xe9) },
      "source/not-utf8",
      /main\.go:2:1 .*offset 2/,
    ],
  ] as const)("%s is one clear error", async (_, entries, code, message) => {
    const found = await failure(load("main.go", entries));
    expect(found.code).toBe(code);
    expect(found.message).toMatch(message);
    expect(found.hint).toBeTruthy();
    expect(found.place?.file).toBe("main.go");
  });

  test.each(["x_test.go", "_x.go", ".x.go"])("%s is refused, since Go ignores it", async (name) => {
    expect((await failure(load(name, { [`/work/${name}`]: MAIN }))).code).toBe("source/excluded");
  });

  test("a symlink within its folder is followed", async () => {
    const entries = { "/work/main.go": { link: "real/a.go" }, "/work/real/a.go": MAIN };
    expect(packages(await load("main.go", entries))).toEqual([["main.go", "main.go"]]);
  });

  test("a file without a readable package clause is left to the parser, which says what is wrong", async () => {
    expect(paths(await load("x.go", { "/work/x.go": "pakcage main\n" }))).toEqual(["x.go"]);
  });

  test("source beyond the limits is an error that names the limit", async () => {
    const host = memoryHost({ "/work/x.go": MAIN.repeat(10) });
    const found = await failure(loadInput("x.go", host, { ...INPUT_LIMITS, goFileBytes: 100 }));
    expect(found.code).toBe("source/file-too-large");
    expect(found.message).toMatch(/a Go file may have 100 bytes/);
  });
});

describe("a folder", () => {
  const module = {
    "/work/go.mod": "module example.com/m\n\ngo 1.24\n",
    "/work/go.sum": "",
    "/work/cmd/app/main.go":
      'package main\n\nimport (\n\t"embed"\n\t"fmt"\n\t"example.com/m/lib"\n\t"example.com/v/dep"\n)\n\n//go:embed static/*.css all:"t t" LICENSE ../up\nvar f embed.FS\n',
    "/work/cmd/app/main_test.go": "package main\n",
    "/work/cmd/app/other_linux.go": "package main\n",
    "/work/cmd/app/other_js.go": "package main\n",
    "/work/cmd/app/static/a.css": "a",
    "/work/cmd/app/static/.git/config": "secret",
    "/work/cmd/app/static/deep/b.js": "b",
    "/work/cmd/app/static/nested/go.mod": "module n",
    "/work/cmd/app/static/nested/c.css": "c",
    "/work/cmd/app/static/link.css": { link: "/etc/passwd" },
    "/work/cmd/app/static/pipe": { kind: "other" },
    "/work/cmd/app/t t/x": "x",
    "/work/cmd/app/LICENSE": "l",
    "/work/cmd/app/unrelated.txt": "u",
    "/work/cmd/up": "up",
    "/work/lib/lib.go": 'package lib\n\nimport "example.com/m/lib/deep"\n',
    "/work/lib/deep/deep.go": "package deep\n",
    "/work/unused/unused.go": "package unused\n",
    "/work/vendor/modules.txt": "# example.com/v v1.0.0\n",
    "/work/vendor/example.com/v/dep/dep.go": 'package dep\n\nimport "example.com/v/more"\n',
    "/work/vendor/example.com/v/more/more.go": "package more\n",
    "/work/vendor/example.com/v/unused/unused.go": "package unused\n",
    "/etc/passwd": "root",
  } as const;

  test("is snapshot with what a build of it may read, and nothing else", async () => {
    const input = await load("./cmd/app", module);
    expect(input).toMatchObject({
      origin: "directory",
      packageDirectory: "cmd/app",
      displayPrefix: "",
      name: "./cmd/app",
    });
    expect(input.looseFile).toBe(undefined);
    expect(paths(input)).toEqual([
      "cmd/app/LICENSE",
      "cmd/app/main.go",
      "cmd/app/other_js.go",
      "cmd/app/static/a.css",
      "cmd/app/static/deep/b.js",
      "cmd/app/t t/x",
      "go.mod",
      "go.sum",
      "lib/deep/deep.go",
      "lib/lib.go",
      "vendor/example.com/v/dep/dep.go",
      "vendor/example.com/v/more/more.go",
      "vendor/modules.txt",
    ]);
  });

  test("its packages are those that the build compiles for the target", async () => {
    const input = await load("./cmd/app", module);
    expect(packages(input)).toEqual([
      ["cmd/app", "cmd/app/main.go"],
      ["lib", "lib/lib.go"],
      ["lib/deep", "lib/deep/deep.go"],
      ["vendor/example.com/v/dep", "vendor/example.com/v/dep/dep.go"],
      ["vendor/example.com/v/more", "vendor/example.com/v/more/more.go"],
    ]);
    expect(packagesOfInput(input, [{ os: "js" }])[0]?.files.map(({ path }) => path)).toEqual([
      "cmd/app/main.go",
      "cmd/app/other_js.go",
    ]);
  });

  test("below the working directory or above it, places are shown from there", async () => {
    const host = (workingDirectory: string) => memoryHost(module, { workingDirectory });
    const shown = async (argument: string, folder: string) => {
      const input = await loadInput(argument, host(folder));
      return input.kind === "go" ? packages(input)[0]?.[1] : undefined;
    };
    expect(await shown("work/cmd/app", "/")).toBe("work/cmd/app/main.go");
    expect(await shown(".", "/work/cmd/app")).toBe("main.go");
    expect(await shown("..", "/work/cmd/app/static")).toBe("../main.go");
    expect(await shown("/work/cmd/app", "/etc")).toBe("/work/cmd/app/main.go");
    expect(await shown("../work/cmd/app", "/etc")).toBe("../work/cmd/app/main.go");
  });

  test("without a go.mod is a module of its own", async () => {
    const input = await load("app", {
      "/work/app/a.go": MAIN,
      "/work/app/sub/b.go": "package sub\n",
      "/work/x.go": MAIN,
    });
    expect(paths(input)).toEqual(["a.go"]);
    expect(input).toMatchObject({ packageDirectory: ".", displayPrefix: "app/" });
    expect(packages(input)).toEqual([["app", "app/a.go"]]);
  });

  test("a go.mod above the top of the repository is not its own", async () => {
    const files = { "/go.mod": "module m", "/work/.git/HEAD": "x", "/work/app/a.go": MAIN };
    expect(paths(await load("app", files))).toEqual(["a.go"]);
  });

  test("a nested module is not part of the program", async () => {
    const input = await load(".", {
      "/work/go.mod": "module m",
      "/work/a.go": 'package main\n\nimport "m/nested/x"\n',
      "/work/nested/go.mod": "module m/nested",
      "/work/nested/x/x.go": "package x\n",
    });
    expect(paths(input)).toEqual(["a.go", "go.mod"]);
  });

  test("an import with escapes, dots or a backslash leads nowhere but where Go goes", async () => {
    const input = await load(".", {
      "/work/go.mod": "module m",
      "/work/a.go":
        'package main\n\nimport "m/\\x6cib"\nimport "m/../etc"\nimport "m/./x"\nimport `m\\y`\nimport "m//z"\n',
      "/work/lib/l.go": "package lib\n",
      "/etc/e.go": "package etc\n",
      "/work/x/x.go": "package x\n",
    });
    expect(paths(input)).toEqual(["a.go", "go.mod", "lib/l.go"]);
  });

  test("symlinks inside the tree count as the files they lead to", async () => {
    const input = await load(".", {
      "/work/go.mod": "module m",
      "/work/a.go": { link: "real/a.go" },
      "/work/real/a.go": 'package main\n\nimport "m/linked"\n',
      "/work/linked": { link: "lib" },
      "/work/lib/l.go": "package lib\n",
      "/work/folder.go": { link: "lib" },
    });
    expect(paths(input)).toEqual(["a.go", "go.mod", "linked/l.go"]);
  });

  test.each([
    [
      "a Go file",
      { "/work/a.go": MAIN, "/work/b.go": { link: "/etc/b.go" }, "/etc/b.go": MAIN },
      "source/link-leaves",
      "b.go",
    ],
    [
      "by ..",
      { "/work/a.go": MAIN, "/work/b.go": { link: "../etc/b.go" }, "/etc/b.go": MAIN },
      "source/link-leaves",
      "b.go",
    ],
    [
      "a folder",
      {
        "/work/go.mod": "module m",
        "/work/a.go": 'package main\nimport "m/l"\n',
        "/work/l": { link: "/etc" },
        "/etc/b.go": MAIN,
      },
      "source/link-leaves",
      "l",
    ],
    ["nowhere", { "/work/a.go": MAIN, "/work/b.go": { link: "gone" } }, "source/broken-link", "b.go"],
  ] as const)("a symlink that leads out is named: %s", async (_, entries, code, file) => {
    const found = await failure(load(".", entries));
    expect([found.code, found.place?.file]).toEqual([code, file]);
  });

  test("links and special files that no build reads are left alone", async () => {
    const input = await load(".", {
      "/work/a.go": MAIN,
      "/work/a_test.go": { link: "/etc/passwd" },
      "/work/a_windows.go": { link: "/etc/passwd" },
      "/work/notes": { link: "/etc/passwd" },
      "/work/_x.go": { kind: "other" },
      "/work/pipe": { kind: "other" },
      "/etc/passwd": "root",
    });
    expect(paths(input)).toEqual(["a.go"]);
  });

  test.each([
    [
      "a FIFO as source",
      { "/work/a.go": MAIN, "/work/b.go": { kind: "other" } },
      "source/not-a-file",
      /b\.go is a FIFO/,
    ],
    ["no Go", { "/work/x.txt": "x" }, "source/no-go-files", /no Go file in \./],
    ["tests only", { "/work/x_test.go": "package x\n" }, "source/no-go-files", /no Go file/],
    ["excluded only", { "/work/x.go": `//go:build ignore\n\n${MAIN}` }, "source/no-go-files", /exclude all/],
    ["a library", { "/work/x.go": "package x\n" }, "source/no-main-package", /x\.go is package x/],
    [
      "two packages",
      { "/work/a.go": MAIN, "/work/b.go": "package b\n" },
      "source/mixed-packages",
      /main \(a\.go\) and b \(b\.go\)/,
    ],
    ["an empty file", { "/work/a.go": MAIN, "/work/b.go": "" }, "source/empty-file", /b\.go is empty/],
    [
      "not UTF-8",
      { "/work/a.go": MAIN, "/work/b.go": Uint8Array.from(Buffer.from("package main\n//\xe9", "latin1")) },
      "source/not-utf8",
      /b\.go:2:3/,
    ],
  ] as const)("%s is one clear error", async (_, entries, code, message) => {
    const found = await failure(load(".", entries));
    expect(found.code).toBe(code);
    expect(found.message).toMatch(message);
    expect(found.hint).toBeTruthy();
  });

  test.each([
    ["totalBytes", 40, "source/too-large"],
    ["fileCount", 2, "source/too-many-files"],
    ["walkedEntries", 3, "source/too-many-files"],
  ] as const)("more than the limit of %s is an error", async (limit, value, code) => {
    const files = Object.fromEntries(["a", "b", "c", "d"].map((name) => [`/work/${name}.go`, MAIN]));
    const found = await failure(loadInput(".", memoryHost(files), { ...INPUT_LIMITS, [limit]: value }));
    expect(found.code).toBe(code);
    expect(found.hint).toBeTruthy();
  });
});

describe("a pattern", () => {
  const tree = {
    "/work/go.mod": "module m",
    "/work/lib/l.go": "package lib\n",
    "/work/cmd/app/a.go": MAIN,
    "/work/testdata/t.go": MAIN,
    "/work/_x/t.go": MAIN,
    "/work/vendor/v/t.go": MAIN,
    "/work/node_modules/n/t.go": MAIN,
    "/work/nested/go.mod": "module n",
    "/work/nested/n.go": MAIN,
  };

  test("stands for the only program that it matches", async () => {
    const input = await load("./...", tree);
    expect(input).toMatchObject({ origin: "pattern", name: "./...", packageDirectory: "cmd/app" });
    expect(packages(input)).toEqual([["cmd/app", "cmd/app/a.go"]]);
    expect((await load("./cmd/...", tree)).packageDirectory).toBe("cmd/app");
    expect((await load("/work/c...", tree)).packageDirectory).toBe("cmd/app");
  });

  test("names the candidates when there are several", async () => {
    const found = await failure(load("./...", { ...tree, "/work/cmd/b/b.go": MAIN }));
    expect(found.code).toBe("source/many-mains");
    expect(found.message).toBe("./... holds 2 programs: cmd/app, cmd/b");
  });

  test("says so when there is none", async () => {
    expect((await failure(load("./lib/...", tree))).message).toMatch(
      /packages \(1\), but none is package main/,
    );
    expect((await failure(load("./nowhere/...", tree))).code).toBe("source/no-such-file");
  });
});

describe("an archive", () => {
  const archive = (text: string) => load("x.txtar", { "/work/x.txtar": text });

  test("holds a program with its packages; what nothing imports is left out", async () => {
    const input = await archive(
      `-- go.mod --\nmodule m\n-- main.go --\npackage main\nimport "m/lib"\n-- lib/l.go --\npackage lib\n-- other/o.go --\npackage other\n-- data.txt --\nd\n`,
    );
    expect(input).toMatchObject({ origin: "txtar", packageDirectory: ".", displayPrefix: "x.txtar/" });
    expect(paths(input)).toEqual(["data.txt", "go.mod", "lib/l.go", "main.go"]);
    expect(packages(input)).toEqual([
      ["x.txtar", "x.txtar/main.go"],
      ["x.txtar/lib", "x.txtar/lib/l.go"],
    ]);
  });

  test("runs its only program where it stands, and the one at the root before others", async () => {
    expect((await archive(`-- cmd/a/a.go --\n${MAIN}-- lib/l.go --\npackage l\n`)).packageDirectory).toBe(
      "cmd/a",
    );
    expect((await archive(`-- cmd/a/a.go --\n${MAIN}-- a.go --\n${MAIN}`)).packageDirectory).toBe(".");
  });

  test.each([
    ["two programs", `-- a/a.go --\n${MAIN}-- b/b.go --\n${MAIN}`, "source/many-mains"],
    ["a library", "-- a.go --\npackage a\n", "source/no-main-package"],
    ["no Go", "-- a.txt --\n", "source/no-go-files"],
    ["nothing", "", "source/empty-file"],
    ["a path that leaves it", `-- ../a.go --\n${MAIN}`, "source/txtar-path"],
  ])("%s is an error", async (_, text, code) => expect((await failure(archive(text))).code).toBe(code));
});

describe("standard input", () => {
  const stdin = async (text: string) => loadInput("-", memoryHost({}, { stdin: text }));

  test("is Go or an archive, told apart by its text", async () => {
    expect(await stdin(MAIN)).toMatchObject({
      origin: "stdin",
      name: "-",
      looseFile: "stdin.go",
      displayPrefix: "",
    });
    const archive = await stdin(`-- main.go --\n${MAIN}`);
    expect(archive).toMatchObject({ origin: "stdin", displayPrefix: "stdin.txtar/", packageDirectory: "." });
    expect(archive).not.toHaveProperty("looseFile");
  });

  test("that is empty is an error", async () => {
    expect(await failure(stdin(""))).toMatchObject({
      code: "source/empty-file",
      message: "stdin.go is empty",
    });
  });
});

describe("a module", () => {
  const wasm = async (bytes: Uint8Array | string) =>
    loadInput("x.wasm", memoryHost({ "/work/x.wasm": bytes }));

  test("is taken as it is", async () => {
    expect(await wasm(WASM)).toEqual({ kind: "wasm", origin: "wasm", name: "x.wasm", bytes: WASM });
  });

  test.each([
    ["empty", "", "source/empty-file", /empty/],
    ["a zip", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0), "source/not-wasm", /zip/],
    ["an ELF", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46), "source/not-wasm", /ELF.*GOOS=wasip1/],
    ["text", "(module)", "source/not-wasm", /wat2wasm/],
    ["Go", MAIN, "source/not-wasm", /begins with 70 61 63 6b/],
    ["cut in its header", WASM.subarray(0, 6), "source/not-wasm", /offset 6/],
    ["a component", Uint8Array.of(0, 0x61, 0x73, 0x6d, 13, 0, 1, 0), "source/not-wasm", /component/],
    ["of another version", Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0), "source/not-wasm", /version is 2/],
  ])("that is %s is an error", async (_, bytes, code, message) => {
    const found = await failure(wasm(bytes));
    expect(found.code).toBe(code);
    expect(found.message).toMatch(message);
    expect(found.place?.file).toBe("x.wasm");
  });
});

describe("anything else", () => {
  test.each([
    ["README.md", "source/unknown-kind", /README\.md/],
    ["go.mod", "source/unknown-kind", /go\.mod/],
    ["app", "source/unknown-kind", /app/],
    ["", "source/no-go-files", /\./],
    ["example.com/cmd/app", "source/no-such-file", /example\.com/],
    ["a\u0000b", "source/no-such-file", /no file/],
  ])("%j is an error with a remedy", async (name, code, message) => {
    const found = await failure(
      load(name, { "/work/README.md": "x", "/work/go.mod": "module m", "/work/app": "x" }),
    );
    expect(found.code).toBe(code);
    expect(found.message).toMatch(message);
    expect(found.hint).toBeTruthy();
  });
});
