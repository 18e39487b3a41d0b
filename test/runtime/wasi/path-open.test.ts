import { describe, expect, it } from "vitest";
import { bench, getFile, putFile, READ, ROOT_FD, WRITE } from "./bench.ts";
import { trees } from "./trees.ts";

const CREATE = 1;
const DIRECTORY = 2;
const EXCLUSIVE = 4;
const TRUNCATE = 8;

describe.each(trees)("$tree", ({ open }) => {
  function furnished() {
    const on = open();
    putFile(on, "tmp/file", "text");
    on.path("path_create_directory", "tmp/dir");
    on.symlink("file", "tmp/to-file");
    on.symlink("dir", "tmp/to-dir");
    on.symlink("born", "tmp/dangling");
    on.symlink("loop", "tmp/loop");
    return on;
  }

  describe("path_open", () => {
    it.each([
      { path: "tmp/file", errno: 0 },
      { path: "tmp/missing", errno: 44 },
      { path: "tmp/file/", errno: 54 },
      { path: "tmp/dir///", errno: 0 },
      { path: "tmp/dir/../file", errno: 0 },
      { path: "tmp/file", flags: DIRECTORY, errno: 54 },
      { path: "tmp/dir", flags: DIRECTORY, errno: 0 },
      { path: "tmp/dir", rights: READ | WRITE, errno: 31 },
      { path: "tmp/dir", flags: DIRECTORY, rights: READ | WRITE, errno: 31 },
      { path: "tmp/dir", flags: CREATE, errno: 31 },
      { path: "tmp/dir", flags: TRUNCATE, errno: 31 },
      { path: "tmp/new", flags: CREATE, errno: 0 },
      { path: "tmp/new/", flags: CREATE, errno: 31 },
      { path: "tmp/new", flags: CREATE | DIRECTORY, errno: 28 },
      { path: "tmp/file", flags: CREATE | EXCLUSIVE, errno: 20 },
      { path: "tmp/dangling", flags: CREATE | EXCLUSIVE, errno: 20 },
      { path: "tmp/dangling", errno: 44 },
      { path: "tmp/dangling", flags: CREATE, errno: 0 },
      { path: "tmp/dangling", follow: false, errno: 32 },
      { path: "tmp/to-file", follow: false, errno: 32 },
      { path: "tmp/to-dir", follow: false, errno: 32 },
      { path: "tmp/to-dir", follow: false, flags: DIRECTORY, errno: 32 },
      { path: "tmp/to-dir/", follow: false, errno: 0 },
      { path: "tmp/to-file", flags: DIRECTORY, errno: 54 },
      { path: "tmp/loop", errno: 32 },
      { path: "tmp/file", flags: 16, errno: 28 },
      { path: "tmp/file", fdFlags: 32, errno: 28 },
      { path: ".", fdFlags: 4, errno: 0 },
      { path: "dev/null", rights: READ | WRITE, flags: CREATE | TRUNCATE, errno: 0 },
    ])("answers $errno for %j", ({ path, errno, ...options }) => {
      expect(furnished().open(path, options)[0]).toBe(errno);
    });

    it("creates what a dangling symlink names", () => {
      const on = furnished();
      on.open("tmp/dangling", { flags: CREATE });
      expect(getFile(on, "tmp/born")).toBe("");
    });

    it("truncates, for which a right to write is not needed", () => {
      const on = furnished();
      expect(on.open("tmp/file", { flags: TRUNCATE, rights: 0 })[0]).toBe(0);
      expect(getFile(on, "tmp/file")).toBe("");
    });

    it("opens to read when no mode is asked for", () => {
      const on = furnished();
      const [, fd] = on.open("tmp/file", { rights: 0 });
      expect([on.read(fd), on.write(fd, "x")[0]]).toEqual([[0, "text"], 8]);
    });

    it("answers EMFILE at the quota of open files, before it creates anything", () => {
      const on = open({ fileSystem: { quotas: { openFiles: 5 } } });
      expect(on.open("tmp/a", { flags: CREATE })[0]).toBe(0);
      expect(on.open("tmp/b", { flags: CREATE })[0]).toBe(33);
      expect(on.stat("tmp/b")[0]).toBe(44);
    });

    it("works from a directory the guest opened and never above it", () => {
      const on = furnished();
      putFile(on, "tmp/dir/inner", "deep");
      const [, fd] = on.open("tmp/dir");
      expect(on.open("inner", { fd })[0]).toBe(0);
      expect(on.open("../file", { fd })[0]).toBe(63);
      expect(on.open(".", { fd })[0]).toBe(0);
    });

    it("answers ENOTDIR on a file as base", () => {
      const on = furnished();
      const [, fd] = on.open("tmp/file");
      expect(on.open("x", { fd, flags: CREATE })[0]).toBe(54);
      expect(on.open("x", { fd: 0 })[0]).toBe(54);
    });

    it("answers EFAULT before it opens when the result has no place", () => {
      const on = furnished();
      const call = (result: number) =>
        on.call["path_open"]!(ROOT_FD, 0, ...on.text("tmp/new"), CREATE, 0n, 0n, 0, result);
      expect(call(-1)).toBe(21);
      expect(on.stat("tmp/new")[0]).toBe(44);
    });
  });
});

it("answers EDQUOT at the quota of entries", () => {
  const on = bench({ fileSystem: { quotas: { entries: 2 } } });
  expect([putFile(on, "tmp/a", ""), putFile(on, "tmp/b", "")]).toHaveLength(2);
  expect(on.open("tmp/c", { flags: CREATE })[0]).toBe(19);
  expect(on.link("tmp/a", "tmp/c")).toBe(19);
  expect(on.path("path_unlink_file", "tmp/a")).toBe(0);
  expect(on.open("tmp/c", { flags: CREATE })[0]).toBe(0);
});

describe("the rule { paths, mode } of path_open", () => {
  const ruled = (paths: string[], mode: "ro" | "rw") =>
    bench({ rules: new Map([["path_open", { rule: "paths", paths, mode }]]) });

  it("opens what is listed and below, and reports what is not", () => {
    const on = ruled(["/tmp/a"], "rw");
    on.path("path_create_directory", "tmp/a");
    on.path("path_create_directory", "tmp/ab");
    expect(on.open("tmp/a/f", { flags: CREATE })[0]).toBe(0);
    expect(on.open("tmp/a")[0]).toBe(0);
    expect(on.open("tmp")[0]).toBe(2);
    expect(on.open("tmp/ab/f", { flags: CREATE })[0]).toBe(2);
    expect(on.host.denials).toContain("path_open imports.wasi_snapshot_preview1.path_open.paths");
  });

  it("goes by the place a path resolves to, not by its spelling", () => {
    const on = ruled(["/tmp/a"], "rw");
    on.path("path_create_directory", "tmp/a");
    on.path("path_create_directory", "tmp/b");
    on.symlink("../b", "tmp/a/out");
    expect(on.open("tmp/a/out")[0]).toBe(2);
    expect(on.open("tmp/a/../b")[0]).toBe(2);
    expect(on.open("tmp/b/../a")[0]).toBe(0);
  });

  it("opens only to read where the mode is ro", () => {
    const on = ruled(["/tmp"], "ro");
    expect(on.open("tmp")[0]).toBe(0);
    expect(on.open("tmp/f", { flags: CREATE })[0]).toBe(69);
    expect(on.host.denials).toEqual(["path_open imports.wasi_snapshot_preview1.path_open.mode"]);
  });
});
