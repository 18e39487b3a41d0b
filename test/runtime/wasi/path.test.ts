import { describe, expect, it } from "vitest";
import { bench, getFile, putFile, ROOT_FD } from "./bench.ts";
import { trees } from "./trees.ts";

const MKDIR = "path_create_directory";
const RMDIR = "path_remove_directory";
const UNLINK = "path_unlink_file";

describe.each(trees)("$tree", ({ open }) => {
  /** /tmp with a file, an empty and a full directory, and symlinks of each kind. */
  function furnished() {
    const on = open();
    putFile(on, "tmp/file", "text");
    on.path(MKDIR, "tmp/empty");
    on.path(MKDIR, "tmp/full");
    putFile(on, "tmp/full/inner", "deep");
    on.symlink("file", "tmp/to-file");
    on.symlink("full", "tmp/to-dir");
    on.symlink("nowhere", "tmp/dangling");
    on.symlink("loop", "tmp/loop");
    return on;
  }

  describe("path_create_directory", () => {
    it.each([
      ["tmp/new", 0],
      ["tmp/new/", 0],
      ["tmp/./full/../new", 0],
      ["tmp/to-dir/new", 0],
      ["tmp/file", 20],
      ["tmp/full/", 20],
      ["tmp/dangling", 20],
      ["tmp/.", 20],
      ["tmp/missing/new", 44],
      ["tmp/file/new", 54],
      ["tmp/loop/new", 32],
      ["", 44],
      ["/tmp/new", 63],
      ["../new", 63],
      [`tmp/${"n".repeat(256)}`, 37],
      [`tmp/${"ü".repeat(128)}`, 37],
      [`tmp/${"ü".repeat(127)}`, 0],
      ["tmp/a\0b", 28],
      ["new", 69],
    ])("%j answers %i", (path, errno) => {
      expect(furnished().path(MKDIR, path)).toBe(errno);
    });
  });

  describe("path_remove_directory", () => {
    it.each([
      ["tmp/empty", 0],
      ["tmp/empty/", 0],
      ["tmp/full", 55],
      ["tmp/file", 54],
      ["tmp/file/", 54],
      ["tmp/to-dir", 54],
      ["tmp/to-dir/", 54],
      ["tmp/missing", 44],
      ["tmp/empty/.", 28],
      ["tmp", 69],
    ])("%j answers %i", (path, errno) => {
      expect(furnished().path(RMDIR, path)).toBe(errno);
    });

    it("leaves an open directory usable but nothing can be made in it", () => {
      const on = furnished();
      const [, fd] = on.open("tmp/empty");
      expect(on.path(RMDIR, "tmp/empty")).toBe(0);
      expect(on.names(fd)).toEqual([".", ".."]);
      expect(on.path(MKDIR, "x", fd)).toBe(44);
    });
  });

  describe("path_unlink_file", () => {
    it.each([
      ["tmp/file", 0],
      ["tmp/to-dir", 0],
      ["tmp/dangling", 0],
      ["tmp/loop", 0],
      ["tmp/file/", 54],
      ["tmp/to-dir/", 54],
      ["tmp/empty", 31],
      ["tmp/empty/", 31],
      ["tmp/missing", 44],
      [".", 31],
    ])("%j answers %i", (path, errno) => {
      expect(furnished().path(UNLINK, path)).toBe(errno);
    });

    it("leaves what is open readable", () => {
      const on = furnished();
      const [, fd] = on.open("tmp/file");
      expect(on.path(UNLINK, "tmp/file")).toBe(0);
      expect(on.read(fd)).toEqual([0, "text"]);
    });
  });

  describe("path_rename", () => {
    it.each([
      ["tmp/file", "tmp/new", 0],
      ["tmp/file", "tmp/to-file", 0],
      ["tmp/file", "tmp/dangling", 0],
      ["tmp/file", "tmp/new/", 54],
      ["tmp/file/", "tmp/new", 54],
      ["tmp/file", "tmp/empty", 31],
      ["tmp/empty", "tmp/file", 54],
      ["tmp/full", "tmp/empty", 0],
      ["tmp/full/", "tmp/new/", 0],
      ["tmp/empty", "tmp/full", 55],
      ["tmp/full", "tmp/full/sub", 28],
      ["tmp/full", "tmp/full/inner/x", 54],
      ["tmp/full", "tmp/full", 0],
      ["tmp/missing", "tmp/new", 44],
      ["tmp/file", "tmp/missing/new", 44],
      ["tmp/.", "tmp/new", 10],
      ["tmp/file", "tmp/full/..", 10],
      ["tmp", "new", 69],
      ["tmp/file", "new", 69],
    ])("%j to %j answers %i", (from, to, errno) => {
      expect(furnished().rename(from, to)).toBe(errno);
    });

    it("replaces the target and moves a whole directory", () => {
      const on = furnished();
      putFile(on, "tmp/other", "old");
      on.rename("tmp/file", "tmp/other");
      expect([getFile(on, "tmp/other"), getFile(on, "tmp/file")]).toEqual(["text", "errno 44"]);
      on.rename("tmp/full", "tmp/empty/moved");
      expect(getFile(on, "tmp/empty/moved/inner")).toBe("deep");
    });

    it("does nothing between two names of one file", () => {
      const on = furnished();
      on.link("tmp/file", "tmp/twin");
      expect(on.rename("tmp/file", "tmp/twin")).toBe(0);
      expect(on.stat("tmp/file")[1].links).toBe(2n);
    });
  });

  describe("path_link", () => {
    it("makes a second name of the same file", () => {
      const on = furnished();
      expect(on.link("tmp/file", "tmp/full/twin")).toBe(0);
      on.path(UNLINK, "tmp/file");
      expect(getFile(on, "tmp/full/twin")).toBe("text");
      expect(on.stat("tmp/full/twin")[1].links).toBe(1n);
    });

    it.each([
      ["tmp/file", "tmp/file", 20],
      ["tmp/file", "tmp/empty", 20],
      ["tmp/file", "tmp/dangling", 20],
      ["tmp/file", "tmp/new/", 44],
      ["tmp/file/", "tmp/new", 54],
      ["tmp/empty", "tmp/new", 63],
      ["tmp/dangling", "tmp/new", 0],
      ["tmp/loop", "tmp/new", 0],
      ["tmp/missing", "tmp/new", 44],
    ])("%j as %j answers %i", (from, to, errno) => {
      expect(furnished().link(from, to)).toBe(errno);
    });

    it("refuses to follow a symlink", () => {
      const on = furnished();
      const args = [1, ...on.text("tmp/to-file"), ROOT_FD, ...on.secondText("tmp/new")];
      expect(on.call["path_link"]!(ROOT_FD, ...args)).toBe(28);
    });
  });

  describe("path_symlink and path_readlink", () => {
    it.each([
      ["any/thing", "tmp/new", 0],
      ["file", "tmp/new/", 44],
      ["file", "tmp/file", 20],
      ["file", "tmp/empty/", 20],
      ["file", "tmp/dangling", 20],
      ["/", "tmp/new", 63],
      ["/etc/passwd", "tmp/new", 63],
      ["", "tmp/new", 44],
      ["file", "new", 69],
    ])("a link to %j as %j answers %i", (target, path, errno) => {
      expect(furnished().symlink(target, path)).toBe(errno);
    });

    it("reads the target, cut off where the buffer ends", () => {
      const on = furnished();
      expect(on.readlink("tmp/to-file")).toEqual([0, "file"]);
      on.bytes.fill(0xff, 100, 110);
      expect(on.call["path_readlink"]!(ROOT_FD, ...on.text("tmp/to-file"), 100, 2, 0)).toBe(0);
      expect(on.view.getUint32(0, true)).toBe(2);
      expect(Array.from(on.bytes.slice(100, 104))).toEqual([102, 105, 255, 255]);
    });

    it.each([
      ["tmp/file", 28],
      ["tmp/empty", 28],
      ["tmp/to-dir/", 28],
      ["tmp/missing", 44],
    ])("readlink of %j answers %i", (path, errno) => {
      expect(furnished().readlink(path)[0]).toBe(errno);
    });
  });

  describe("path_filestat_get and path_filestat_set_times", () => {
    it.each([
      ["tmp/to-file", true, 0, 4],
      ["tmp/to-file", false, 0, 7],
      ["tmp/to-dir", false, 0, 7],
      ["tmp/to-dir/", false, 0, 3],
      ["tmp/dangling", true, 44, 0],
      ["tmp/dangling", false, 0, 7],
      ["tmp/loop", true, 32, 0],
      ["tmp/file/", true, 54, 0],
      [".", true, 0, 3],
      ["dev/null", true, 0, 2],
    ])("%j, followed %j, answers %i and type %i", (path, follow, errno, type) => {
      const [answer, stat] = furnished().stat(path, follow);
      expect([answer, answer === 0 ? stat.type : 0]).toEqual([errno, type]);
    });

    it("sets the times of a symlink itself or of what it leads to", () => {
      const on = furnished();
      const set = (follow: number) =>
        on.call["path_filestat_set_times"]!(ROOT_FD, follow, ...on.text("tmp/to-file"), 0n, 42n, 4);
      expect(set(0)).toBe(0);
      expect([
        on.stat("tmp/to-file", false)[1].modifiedNs,
        on.stat("tmp/file")[1].modifiedNs === 42n,
      ]).toEqual([42n, false]);
      expect(set(1)).toBe(0);
      expect(on.stat("tmp/file")[1].modifiedNs).toBe(42n);
    });

    it("refuses times of what is read-only, and lookup flags that do not exist", () => {
      const on = furnished();
      expect(on.call["path_filestat_set_times"]!(ROOT_FD, 0, ...on.text("tmp/.."), 0n, 1n, 4)).toBe(69);
      expect(on.call["path_filestat_get"]!(ROOT_FD, 2, ...on.text("tmp"), 0)).toBe(28);
    });
  });

  describe("every path call", () => {
    const calls = [MKDIR, RMDIR, UNLINK];
    it.each(calls)(
      "%s takes only directories as base, UTF-8 as path, at most 4,096 bytes inside the memory",
      (name) => {
        const on = furnished();
        const [, fd] = on.open("tmp/file");
        expect([on.path(name, "x", fd), on.path(name, "x", 1), on.path(name, "x", 99)]).toEqual([54, 54, 8]);
        on.bytes.set([0x74, 0xff, 0xfe], 3_000);
        expect(on.call[name]!(ROOT_FD, 3_000, 3)).toBe(25);
        expect(on.call[name]!(ROOT_FD, 3_000, 4_097)).toBe(37);
        expect(on.call[name]!(ROOT_FD, -8, 16)).toBe(21);
        expect(on.call[name]!(ROOT_FD, 0, -1)).toBe(21);
      },
    );
  });
});

it("gives back the quota of what it replaces", () => {
  const on = bench();
  putFile(on, "tmp/file", "text");
  putFile(on, "tmp/other", "0123456789");
  const before = on.host.fileSystem.usage();
  on.rename("tmp/file", "tmp/other");
  const after = on.host.fileSystem.usage();
  expect([before.bytes - after.bytes, before.entries - after.entries]).toEqual([10, 1]);
});
