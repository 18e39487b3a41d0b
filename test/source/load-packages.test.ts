import { describe, expect, test } from "vitest";
import { INPUT_LIMITS } from "../../src/source/limits.ts";
import { loadPackages } from "../../src/source/load-packages.ts";
import { failure } from "./failure.ts";
import { type MemoryEntry, memoryHost } from "./memory-host.ts";

const MAIN = "package main\n\nfunc main() {}\n";
const tree: Readonly<Record<string, MemoryEntry>> = {
  "/work/go.mod": "module m",
  "/work/b.go": MAIN,
  "/work/a.go": "package main\n",
  "/work/a_test.go": "package main\n",
  "/work/a_linux.go": "package main\n",
  "/work/lib/l.go": "package lib\n",
  "/work/lib/excluded.go": "//go:build ignore\n\npackage main\n",
  "/work/lib/deep/d.go": "package deep\n",
  "/work/tests/only_test.go": "package tests\n",
  "/work/lib/testdata/t.go": "package t\n",
  "/work/vendor/v/v.go": "package v\n",
  "/work/.hidden/h.go": "package h\n",
  "/work/_drafts/d.go": "package d\n",
  "/work/node_modules/n/n.go": "package n\n",
  "/work/nested/go.mod": "module n",
  "/work/nested/n.go": "package n\n",
  "/work/linked": { link: "lib" },
};

async function packages(
  args: readonly string[],
  entries = tree,
  options = {},
): Promise<readonly (readonly string[])[]> {
  const found = await loadPackages(args, memoryHost(entries, options));
  return found.map(({ name, files }) => [name, ...files.map(({ path }) => path)]);
}

describe("what check is asked for", () => {
  test("a package of 50,000 files takes seconds", async () => {
    const text = Array.from({ length: 50_000 }, (_, at) => `-- f${at}.go --\npackage p\n`).join("");
    const started = performance.now();
    const [found] = await packages(["/many.txtar"], { "/many.txtar": text });
    expect(found!.length).toBe(50_001);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  test("a folder is the package in it, as the build sees it", async () => {
    expect(await packages(["."])).toEqual([[".", "a.go", "b.go"]]);
    expect(await packages(["./lib"])).toEqual([["lib", "lib/l.go"]]);
    expect(await packages(["nested"])).toEqual([["nested", "nested/n.go"]]);
  });

  test("./... are all packages below, as Go finds them", async () => {
    expect(await packages(["./..."])).toEqual([
      [".", "a.go", "b.go"],
      ["lib", "lib/l.go"],
      ["lib/deep", "lib/deep/d.go"],
    ]);
  });

  test.each([
    ["./lib/...", ["lib", "lib/deep"]],
    ["lib/...", ["lib", "lib/deep"]],
    ["./l...", ["lib", "lib/deep"]],
    ["./.../deep", ["lib/deep"]],
    ["./.../deep/...", ["lib/deep"]],
    ["./...i...", ["lib", "lib/deep"]],
    ["...", [".", "lib", "lib/deep"]],
    ["/work/lib/...", ["lib", "lib/deep"]],
    ["./nested/...", ["nested"]],
  ])("the pattern %s matches %j", async (pattern, expected) => {
    expect((await packages([pattern])).map(([name]) => name)).toEqual(expected);
  });

  test("loose files are programs of their own, whatever their constraints", async () => {
    expect(await packages(["lib/excluded.go", "a_linux.go"])).toEqual([
      ["a_linux.go", "a_linux.go"],
      ["lib/excluded.go", "lib/excluded.go"],
    ]);
  });

  test("nothing is checked twice, in whatever order it is named", async () => {
    const all = await packages(["./..."]);
    expect(await packages(["lib/l.go", "./lib", "./...", "./lib/...", ".", "/work/lib"])).toEqual(all);
    expect(await packages(["a_linux.go", "a_linux.go"])).toEqual([["a_linux.go", "a_linux.go"]]);
  });

  test("an archive holds packages, each in its folder", async () => {
    const text =
      "-- a.go --\npackage main\n-- lib/l.go --\npackage lib\n-- n/go.mod --\nmodule n\n-- n/n.go --\npackage n\n";
    expect(await packages(["x.txtar"], { "/work/x.txtar": text })).toEqual([
      ["x.txtar", "x.txtar/a.go"],
      ["x.txtar/lib", "x.txtar/lib/l.go"],
    ]);
  });

  test("standard input is a file or an archive", async () => {
    expect(await packages(["-"], {}, { stdin: MAIN })).toEqual([["stdin.go", "stdin.go"]]);
    expect(await packages(["-"], {}, { stdin: `-- m.go --\n${MAIN}` })).toEqual([
      ["stdin.txtar", "stdin.txtar/m.go"],
    ]);
  });

  test("places are shown from the working directory", async () => {
    expect(await packages(["."], tree, { workingDirectory: "/work/lib" })).toEqual([[".", "l.go"]]);
    expect(await packages(["../lib/deep", ".."], tree, { workingDirectory: "/work/lib" })).toEqual([
      ["..", "../a.go", "../b.go"],
      ["deep", "deep/d.go"],
    ]);
  });

  test("a folder with two packages is taken apart, and a file with no clause goes to the first", async () => {
    const files = { "/work/a.go": MAIN, "/work/b.go": "package b\n", "/work/c.go": "pakcage main\n" };
    expect(await packages(["."], files)).toEqual([
      [".", "a.go", "c.go"],
      [".", "b.go"],
    ]);
  });

  test("text comes without its byte order mark", async () => {
    const [found] = await loadPackages(["."], memoryHost({ "/work/a.go": `\ufeff${MAIN}` }));
    expect(found?.files[0]?.text).toBe(MAIN);
  });
});

describe("what of a folder cannot be read is told with it, and hides nothing beside it", () => {
  const latin1 = Uint8Array.from([...new TextEncoder().encode("package main\n// "), 0xe9]);
  test.each([
    ["text that is not UTF-8", { "/work/x.go": latin1 }, /x\.go:2:4 is not UTF-8/, { line: 2, column: 4 }],
    ["a symlink that leaves", { "/work/x.go": { link: "/etc/x" }, "/etc/x": MAIN }, /leaves the input/, {}],
    ["a symlink to nowhere", { "/work/x.go": { link: "gone" } }, /leads nowhere/, {}],
    ["a FIFO", { "/work/x.go": { kind: "other" } }, /FIFO/, {}],
    ["a file that is too large", { "/work/x.go": " ".repeat(200) }, /a Go file may have 100 bytes/, {}],
  ] as const)("%s", async (_, entries, why, place) => {
    const limits = { ...INPUT_LIMITS, goFileBytes: 100 };
    const host = memoryHost({ "/work/a.go": MAIN, ...entries });
    for (const argument of [".", "./..."]) {
      const [found, ...others] = await loadPackages([argument], host, { limits });
      expect(others).toEqual([]);
      expect(found).toMatchObject({ name: ".", files: [{ path: "a.go" }] });
      expect(found!.unreadable).toEqual([
        { path: "x.go", why: expect.stringMatching(why), help: expect.stringMatching(/./), ...place },
      ]);
    }
  });

  test("also when nothing else is in the folder, or it is a file of an archive", async () => {
    const alone = await loadPackages(["."], memoryHost({ "/work/x.go": latin1 }));
    expect(alone).toMatchObject([{ name: ".", files: [], unreadable: [{ path: "x.go", line: 2 }] }]);
    const archive = new Uint8Array([
      ...new TextEncoder().encode(`-- a.go --\n${MAIN}-- x.go --\n`),
      ...latin1,
      0x0a,
    ]);
    const [found] = await loadPackages(["x.txtar"], memoryHost({ "/work/x.txtar": archive }));
    expect(found?.files.map((one) => one.path)).toEqual(["x.txtar/a.go"]);
    expect(found?.unreadable).toMatchObject([{ path: "x.txtar/x.go", line: 2, column: 4 }]);
  });

  test("a folder below a pattern that cannot be listed", async () => {
    const host = memoryHost({ "/work/a.go": MAIN, "/work/locked/x.go": MAIN });
    const readdir = async (path: string): ReturnType<typeof host.readdir> => {
      if (path === "/work/locked") throw new Error("EACCES");
      return host.readdir(path);
    };
    const found = await loadPackages(["./..."], { ...host, readdir });
    expect(found.map((one) => [one.name, one.files.length, one.unreadable?.[0]?.why])).toEqual([
      [".", 1, undefined],
      ["locked", 0, "cannot list the folder locked"],
    ]);
  });
});

describe("what cannot be checked is one clear error", () => {
  test.each([
    ["nowhere", {}, "source/no-such-file"],
    [".", { "/work/x.txt": "" }, "source/no-go-files"],
    [".", { "/work/x_test.go": "package x\n" }, "source/no-go-files"],
    ["./...", { "/work/x.txt": "" }, "source/no-go-files"],
    ["x.go/...", { "/work/x.go": MAIN }, "source/no-such-file"],
    ["x.wasm", { "/work/x.wasm": "" }, "source/unknown-kind"],
    ["x.md", { "/work/x.md": "" }, "source/unknown-kind"],
    ["x.go", { "/work/x.go": "" }, "source/empty-file"],
    ["x.txtar", { "/work/x.txtar": "" }, "source/empty-file"],
    ["x.txtar", { "/work/x.txtar": "-- x --\n" }, "source/no-go-files"],
    ["x.go", { "/work/x.go": Uint8Array.of(0xff) }, "source/not-utf8"],
    ["x.go", { "/work/x.go": { link: "gone" } }, "source/no-such-file"],
  ] as const)("%s of %j", async (argument, entries, code) => {
    const found = await failure(loadPackages([argument], memoryHost({ "/work/keep": "", ...entries })));
    expect(found.code).toBe(code);
    expect(found.hint).toBeTruthy();
    expect(found.place?.file).toBeTruthy();
  });

  test("more source than the limits", async () => {
    const limits = { ...INPUT_LIMITS, fileCount: 2 };
    expect((await failure(loadPackages(["./..."], memoryHost(tree), { limits }))).code).toBe(
      "source/too-many-files",
    );
  });
});
