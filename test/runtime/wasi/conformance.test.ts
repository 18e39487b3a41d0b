import { describe, expect, it } from "vitest";
import { READ, ROOT_FD, WRITE } from "./bench.ts";
import { type Directory, directory } from "./directory.ts";
import { rootTrees } from "./trees.ts";

/**
 * What the official preview 1 suite (WebAssembly/wasi-testsuite) asserts of a file system, told again: each row is one of
 * its programs, run in a directory of its own below the preopen `/`, as its harness mounts it.
 */
const CREATE = 1;
const DIRECTORY = 2;
const EXCLUSIVE = 4;
const TRUNCATE = 8;
const E = {
  badf: 8,
  exist: 20,
  inval: 28,
  isdir: 31,
  loop: 32,
  noent: 44,
  notdir: 54,
  notempty: 55,
  perm: 63,
};
const DATA_AT = 65_536;

type Step = (dir: Directory) => unknown;

const programs: Readonly<Record<string, Step>> = {
  dangling_fd: (dir) => {
    dir.make("file");
    dir.close(dir.must("file"));
    dir.done("path_unlink_file", "file");
    dir.make("file");
    dir.done("path_unlink_file", "file");
    dir.done("path_create_directory", "sub");
    dir.close(dir.must("sub", { flags: DIRECTORY }));
    dir.done("path_remove_directory", "sub");
    dir.done("path_create_directory", "sub");
    dir.done("path_remove_directory", "sub");
  },
  dangling_symlink: (dir) => {
    expect(dir.symlink("target", "link")).toBe(0);
    expect([E.notdir, E.loop]).toContain(dir.open("link", { flags: DIRECTORY })[0]);
    expect(dir.open("link")[0]).toBe(E.loop);
    dir.done("path_unlink_file", "link");
  },
  dir_fd_op_failures: ({ on, fd }) => {
    const buffer = on.iovec(DATA_AT, 128);
    const refused = [
      on.call["fd_read"]!(fd, ...buffer, 0),
      on.call["fd_write"]!(fd, ...buffer, 0),
      on.call["fd_pread"]!(fd, ...buffer, 0n, 0),
      on.call["fd_pwrite"]!(fd, ...buffer, 0n, 0),
      ...[0, 1, 2].map((whence) => on.call["fd_seek"]!(fd, 0n, whence, 0)),
      on.call["fd_tell"]!(fd, 0),
      on.call["fd_allocate"]!(fd, 0n, 1n),
      on.call["fd_filestat_set_size"]!(fd, 0n),
    ];
    expect(refused.filter((errno) => errno !== E.isdir && errno !== E.badf)).toEqual([]);
    expect([E.inval, 37]).toContain(on.call["fd_prestat_dir_name"]!(ROOT_FD, 1, 0));
    expect(on.call["fd_prestat_dir_name"]!(ROOT_FD, 0, 2)).toBe(0);
  },
  fd_fdstat_set_rights: (dir) => {
    const { on } = dir;
    const fd = dir.must("file", { flags: CREATE, rights: READ | WRITE });
    expect(on.write(fd, "four")).toEqual([0, 4]);
    expect(on.call["fd_seek"]!(fd, 0n, 0, 0)).toBe(0);
    expect(on.read(fd)).toEqual([0, "four"]);
    const [base, inheriting] = dir.rights(fd);
    const dropped = base & ~BigInt(READ | WRITE);
    expect(on.call["fd_fdstat_set_rights"]!(fd, dropped, inheriting)).toBe(0);
    expect(dir.rights(fd)[0]).toBe(dropped);
    expect([on.read(fd)[0], on.write(fd, "x")[0]].every((errno) => errno === E.badf || errno === 76)).toBe(
      true,
    );
    expect(on.call["fd_fdstat_set_rights"]!(fd, base, inheriting)).toBe(76);
    dir.remove("file", fd);
  },
  fd_flags_set: (dir) => {
    const { on } = dir;
    const fd = dir.must("file", { flags: CREATE, rights: READ | WRITE, fdFlags: 1 });
    const rewind = (to = 0n) => expect(on.call["fd_seek"]!(fd, to, 0, 0)).toBe(0);
    on.write(fd, "a".repeat(100));
    rewind();
    on.write(fd, "b".repeat(100));
    rewind(100n);
    expect(on.read(fd)).toEqual([0, "b".repeat(100)]);
    expect(on.call["fd_fdstat_set_flags"]!(fd, 0)).toBe(0);
    rewind();
    on.write(fd, "c".repeat(100));
    rewind();
    expect(on.read(fd)).toEqual([0, "c".repeat(100) + "b".repeat(100)]);
    dir.remove("file", fd);
  },
  "fd_filestat_set and path_filestat": (dir) => {
    const { on } = dir;
    const fd = dir.must("file", { flags: CREATE, rights: READ | WRITE, fdFlags: 1 | 16 });
    on.call["fd_fdstat_get"]!(fd, 0);
    expect(on.view.getUint16(2, true)).toBe(1 | 16);
    expect(on.call["fd_filestat_set_size"]!(fd, 100n)).toBe(0);
    const before = dir.stat("file");
    expect(before.size).toBe(100n);
    const times = (name: string, first: readonly unknown[], to: bigint, flags: number) =>
      on.call[name]!(...(first as number[]), to, to, flags);
    expect(times("fd_filestat_set_times", [fd], before.modified - 100n, 4)).toBe(0);
    expect(dir.stat("file")).toMatchObject({
      size: 100n,
      modified: before.modified - 100n,
      accessed: before.accessed,
    });
    const path = [dir.fd, 0, ...on.text("file")];
    expect(times("path_filestat_set_times", path, before.modified - 300n, 4)).toBe(0);
    expect([4 | 8, 1 | 2].map((flags) => times("path_filestat_set_times", path, 0n, flags))).toEqual([
      28, 28,
    ]);
    expect([4 | 8, 1 | 2].map((flags) => times("fd_filestat_set_times", [fd], 0n, flags))).toEqual([28, 28]);
    expect(dir.stat("file").modified).toBe(before.modified - 300n);
    dir.remove("file", fd);
  },
  symlink_filestat: (dir) => {
    const { on } = dir;
    dir.make("file");
    dir.symlink("file", "link");
    const file = dir.stat("file");
    const link = dir.stat("link");
    const path = on.text("link");
    expect(on.call["path_filestat_set_times"]!(dir.fd, 0, ...path, 0n, link.modified - 200n, 4)).toBe(0);
    expect(dir.stat("link").modified).toBe(link.modified - 200n);
    expect([dir.stat("file").modified, dir.stat("link", 1).modified]).toEqual([file.modified, file.modified]);
    expect(on.call["path_filestat_set_times"]!(dir.fd, 1, ...on.text("link"), 0n, link.modified, 4)).toBe(0);
    expect(dir.stat("file").modified).toBe(link.modified);
    dir.done("path_unlink_file", "link");
    dir.done("path_unlink_file", "file");
  },
  fd_readdir: (dir) => {
    const { on } = dir;
    expect(on.names(dir.fd).sort()).toEqual([".", ".."]);
    for (let count = 0; count < 300; count++) dir.make(`file.${count}`);
    const seen: string[] = [];
    for (let cookie = 0n; ; ) {
      expect(on.call["fd_readdir"]!(dir.fd, DATA_AT, 256, cookie, 0)).toBe(0);
      const used = on.view.getUint32(0, true);
      for (let at = DATA_AT; at + 24 <= DATA_AT + used; ) {
        const length = on.view.getUint32(at + 16, true);
        if (at + 24 + length > DATA_AT + used) break;
        seen.push(Buffer.from(on.bytes.subarray(at + 24, at + 24 + length)).toString());
        cookie = on.view.getBigUint64(at, true);
        at += 24 + length;
      }
      if (used < 256) break;
    }
    expect([seen.length, new Set(seen).size]).toEqual([302, 302]);
    for (let count = 0; count < 300; count++) dir.done("path_unlink_file", `file.${count}`);
  },
  interesting_paths: (dir) => {
    dir.done("path_create_directory", "dir");
    dir.done("path_create_directory", "dir/nested");
    dir.make("dir/nested/file");
    const errnos = (...paths: string[]) => paths.map((path) => dir.open(path)[0]);
    expect(errnos("/dir/nested/file", "dir/nested/../../../x/dir/nested/file")).toEqual([E.perm, E.perm]);
    expect(
      errnos("dir/.//nested/../../dir/nested/../nested///./file", "dir/nested/", "dir/nested///"),
    ).toEqual([0, 0, 0]);
    expect([E.inval, 25, E.noent]).toContain(errnos("dir/nested/file\0")[0]);
    expect(errnos("dir/nested/file/", "dir/nested/file///")).toEqual([E.notdir, E.notdir]);
    dir.done("path_unlink_file", "dir/nested/file");
    dir.done("path_remove_directory", "dir/nested");
    dir.done("path_remove_directory", "dir");
  },
  nofollow_errors: (dir) => {
    dir.done("path_create_directory", "target");
    dir.symlink("target", "link");
    expect([E.loop, E.notdir]).toContain(dir.open("link", { flags: DIRECTORY })[0]);
    expect(dir.open("link")[0]).toBe(E.loop);
    dir.close(dir.must("link", { flags: DIRECTORY, follow: true }));
    dir.done("path_unlink_file", "link");
    dir.done("path_remove_directory", "target");
    dir.make("target");
    dir.symlink("target", "link");
    expect([E.loop, E.notdir]).toContain(dir.open("link", { flags: DIRECTORY })[0]);
    expect(dir.open("link")[0]).toBe(E.loop);
    expect(dir.open("link", { flags: DIRECTORY, follow: true })[0]).toBe(E.notdir);
    dir.done("path_unlink_file", "target");
    dir.done("path_unlink_file", "link");
  },
  "overwrite_preopen and close_preopen": ({ on, fd }) => {
    expect(on.call["fd_renumber"]!(fd, ROOT_FD)).toBe(0);
    expect([on.call["fd_filestat_get"]!(ROOT_FD, 0), on.call["fd_fdstat_get"]!(fd, 0)]).toEqual([0, E.badf]);
    expect([on.call["fd_close"]!(ROOT_FD), on.call["fd_fdstat_get"]!(ROOT_FD, 0)]).toEqual([0, E.badf]);
  },
  path_link: (dir) => {
    const { on } = dir;
    const fd = dir.must("file", { flags: CREATE });
    expect(dir.link("file", "link")).toBe(0);
    const other = dir.must("link");
    const twins = [fd, other].map((one) => {
      on.call["fd_filestat_get"]!(one, 0);
      return [...on.bytes.slice(0, 64), ...dir.rights(one)];
    });
    expect(twins[1]).toEqual(twins[0]);
    dir.remove("link", other);
    dir.done("path_create_directory", "sub");
    expect(dir.link("file", "sub/link")).toBe(0);
    dir.done("path_unlink_file", "sub/link");
    expect([dir.link("file", "file"), dir.link("file", "sub"), dir.link("sub", "x")]).toEqual([
      E.exist,
      E.exist,
      E.perm,
    ]);
    expect(dir.link("file", "x/")).toBe(E.noent);
    dir.symlink("target", "dangling");
    dir.symlink("loop", "loop");
    for (const name of ["dangling", "loop"]) {
      expect(dir.link(name, "x")).toBe(0);
      dir.done("path_unlink_file", "x");
    }
    expect([dir.link("file", "dangling"), dir.link("dangling", "x", 1)]).toEqual([E.exist, E.inval]);
    for (const name of ["dangling", "loop"]) dir.done("path_unlink_file", name);
    dir.done("path_remove_directory", "sub");
    dir.remove("file", fd);
  },
  "path_open_create_existing, _missing and _dirfd_not_dir": (dir) => {
    dir.make("file");
    expect(dir.open("file", { flags: CREATE | EXCLUSIVE })[0]).toBe(E.exist);
    expect(dir.open("missing")[0]).toBe(E.noent);
    const fd = dir.must("file");
    expect(dir.on.open("foo", { fd, flags: CREATE })[0]).toBe(E.notdir);
    dir.remove("file", fd);
  },
  path_open_preopen: ({ on, rights }) => {
    const own = rights(ROOT_FD)[0];
    const opened = [Number(own), 0, READ].map((wanted) => on.open(".", { follow: false, rights: wanted })[0]);
    expect(opened).toEqual([0, 0, 0]);
    expect(on.open(".", { follow: false, flags: DIRECTORY, rights: READ })[0]).toBe(0);
    expect(on.open(".", { follow: false, flags: DIRECTORY, rights: READ | WRITE })[0]).toBe(E.isdir);
    expect(on.open(".", { follow: false, rights: 0, fdFlags: 4 })[0]).toBe(0);
  },
  path_open_read_write: (dir) => {
    const { on } = dir;
    dir.make("file");
    const readOnly = dir.must("file", { rights: READ });
    expect([on.read(readOnly)[0], on.write(readOnly, "x")[0]]).toEqual([0, E.badf]);
    const writeOnly = dir.must("file", { rights: WRITE });
    expect([on.read(writeOnly)[0], on.write(writeOnly, "x".repeat(50))]).toEqual([E.badf, [0, 50]]);
    expect([readOnly, writeOnly].map((fd) => Number(dir.rights(fd)[0]) & (READ | WRITE))).toEqual([
      READ,
      WRITE,
    ]);
    const both = dir.must("file", { rights: READ | WRITE });
    expect([on.read(both)[1].length, on.write(both, "y".repeat(25))]).toEqual([50, [0, 25]]);
    expect(dir.stat("file").size).toBe(75n);
    dir.remove("file", readOnly, writeOnly, both);
  },
  path_rename: (dir) => {
    const mkdir = (name: string) => dir.done("path_create_directory", name);
    mkdir("source");
    expect(dir.rename("source", "target")).toBe(0);
    expect([
      dir.open("source", { flags: DIRECTORY })[0],
      dir.open("target", { flags: DIRECTORY })[0],
    ]).toEqual([E.noent, 0]);
    mkdir("source");
    expect(dir.rename("source", "target")).toBe(0);
    mkdir("source");
    dir.make("target/file");
    expect([dir.rename("source", "target"), dir.rename("source", "target/file")]).toEqual([
      E.notempty,
      E.notdir,
    ]);
    dir.done("path_unlink_file", "target/file");
    dir.done("path_remove_directory", "source");
    dir.make("source");
    expect(dir.rename("source", "target")).toBe(E.isdir);
    dir.done("path_remove_directory", "target");
    dir.make("target");
    expect([dir.rename("source", "target"), dir.open("source")[0], dir.open("target")[0]]).toEqual([
      0,
      E.noent,
      0,
    ]);
    dir.done("path_unlink_file", "target");
  },
  "names with trailing slashes": (dir) => {
    dir.done("path_create_directory", "a");
    expect([dir.rename("a/", "b"), dir.rename("b", "a/"), dir.rename("a/", "b/")]).toEqual([0, 0, 0]);
    expect([dir.symlink("x", "new/"), dir.symlink("x", "b/"), dir.symlink("x", "b")]).toEqual([
      E.noent,
      E.exist,
      E.exist,
    ]);
    expect([dir.path("path_unlink_file", "b"), dir.path("path_unlink_file", "b/")]).toEqual([
      E.isdir,
      E.isdir,
    ]);
    dir.done("path_remove_directory", "b/");
    dir.make("file");
    expect([E.notdir, E.exist]).toContain(dir.symlink("x", "file/"));
    const refused = ["path_remove_directory", "path_unlink_file"].map((name) => dir.path(name, "file/"));
    expect([...refused, dir.path("path_remove_directory", "file")]).toEqual([E.notdir, E.notdir, E.notdir]);
    dir.done("path_unlink_file", "file");
  },
  remove_nonempty_directory: (dir) => {
    dir.done("path_create_directory", "dir");
    dir.done("path_create_directory", "dir/nested");
    expect(dir.path("path_remove_directory", "dir")).toBe(E.notempty);
    dir.done("path_remove_directory", "dir/nested");
    dir.done("path_remove_directory", "dir");
  },
  "renumber and stdio": (dir) => {
    const { on } = dir;
    const [from, to] = [dir.must("a", { flags: CREATE }), dir.must("b", { flags: CREATE })];
    expect([on.call["fd_renumber"]!(from, to), on.call["fd_close"]!(from)]).toEqual([0, E.badf]);
    expect([on.call["fd_fdstat_get"]!(to, 0), on.call["fd_renumber"]!(to, from)]).toEqual([0, E.badf]);
    dir.remove("a", to);
    dir.done("path_unlink_file", "b");
    for (const stream of [0, 1, 2]) {
      const file = dir.must("file", { flags: CREATE, rights: 0 });
      expect(on.call["fd_renumber"]!(stream, file)).toBe(0);
      expect([on.call["fd_fdstat_get"]!(file, 0), on.call["fd_fdstat_get"]!(stream, 0)]).toEqual([0, E.badf]);
      dir.done("path_unlink_file", "file");
    }
  },
  "symlink_create, symlink_loop and readlink": (dir) => {
    const { on } = dir;
    dir.make("target");
    dir.symlink("target", "link");
    dir.close(dir.must("link", { follow: true, rights: 0 }));
    expect(on.call["path_readlink"]!(dir.fd, ...on.text("link"), DATA_AT, 4, 0)).toBe(0);
    expect([
      on.view.getUint32(0, true),
      Buffer.from(on.bytes.subarray(DATA_AT, DATA_AT + 4)).toString(),
    ]).toEqual([4, "targ"]);
    expect(dir.symlink("/", "absolute")).not.toBe(0);
    dir.symlink("loop", "loop");
    expect(dir.open("loop")[0]).toBe(E.loop);
    for (const name of ["loop", "link", "target"]) dir.done("path_unlink_file", name);
  },
  "file_truncation, fd_advise and file_allocate": (dir) => {
    const { on } = dir;
    const fd = dir.must("file", { flags: CREATE, rights: READ | WRITE });
    on.write(fd, "this content will be truncated");
    dir.close(fd);
    const again = dir.must("file", { flags: CREATE | TRUNCATE, rights: READ | WRITE });
    expect(on.read(again)).toEqual([0, ""]);
    const allocate = (offset: bigint, length: bigint) => on.call["fd_allocate"]!(again, offset, length);
    expect([allocate(0n, 100n), allocate(10n, 10n), dir.stat("file").size]).toEqual([0, 0, 100n]);
    expect([on.call["fd_advise"]!(again, 10n, 50n, 0), allocate(90n, 20n), dir.stat("file").size]).toEqual([
      0,
      0,
      110n,
    ]);
    dir.remove("file", again);
  },
  truncation_rights: (dir) => {
    const pathSetSize = 1n << 19n;
    const fdSetSize = 1n << 22n;
    expect(dir.rights(dir.fd)[0] & (pathSetSize | fdSetSize)).toBe(0n);
  },
};

describe.each(rootTrees)("the suite's programs $tree", ({ open }) => {
  it.each(Object.keys(programs))("%s", (name) => {
    const on = open();
    programs[name]!(directory(on));
  });
});
