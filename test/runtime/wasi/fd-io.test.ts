import { describe, expect, it } from "vitest";
import { bench, getFile, putFile, READ, ROOT_FD, WRITE } from "./bench.ts";
import { trees } from "./trees.ts";

const APPEND = 1;
const NONBLOCK = 4;

describe("streams", () => {
  it("write what several iovecs hold, in order", () => {
    const { call, view, bytes, host } = bench();
    bytes.set(new TextEncoder().encode("hello world"), 1_000);
    for (const [index, [pointer, length]] of [
      [1_000, 6],
      [0, 0],
      [1_006, 5],
    ].entries()) {
      view.setUint32(512 + index * 8, pointer!, true);
      view.setUint32(516 + index * 8, length!, true);
    }
    expect(call["fd_write"]!(1, 512, 3, 4)).toBe(0);
    expect(view.getUint32(4, true)).toBe(11);
    expect(host.output(1)).toBe("hello world");
  });

  it("keep output and error apart, and take no input on them", () => {
    const on = bench();
    on.write(2, "oops");
    expect([on.host.output(1), on.host.output(2)]).toEqual(["", "oops"]);
    expect(on.read(1)[0]).toBe(8);
    expect(on.write(0, "x")[0]).toBe(8);
  });

  it("read input up to its end, flushing output first", () => {
    const on = bench({ stdin: "line" });
    expect(on.read(0, 3)).toEqual([0, "lin"]);
    expect(on.read(0, 3)).toEqual([0, "e"]);
    expect(on.read(0, 3)).toEqual([0, ""]);
    expect(on.host.log[0]).toBe("flush");
  });

  it("answer EAGAIN when input is not there and the guest will not wait", () => {
    const on = bench();
    on.host.streams.waitStdin = () => false;
    on.call["fd_fdstat_set_flags"]!(0, NONBLOCK);
    expect(on.read(0)[0]).toBe(6);
  });

  it("cannot be sought", () => {
    const { call } = bench();
    expect([call["fd_seek"]!(1, 0n, 0, 0), call["fd_tell"]!(0, 0)]).toEqual([70, 70]);
    expect([call["fd_pread"]!(0, 0, 0, 0n, 0), call["fd_pwrite"]!(1, 0, 0, 0n, 0)]).toEqual([70, 70]);
  });
});

describe.each(trees)("files $tree", ({ open }) => {
  it("are read and written at a position that moves", () => {
    const on = open();
    const [, fd] = on.open("tmp/f", { flags: 1, rights: READ | WRITE });
    on.write(fd, "abcdef");
    expect(on.call["fd_seek"]!(fd, -4n, 2, 0)).toBe(0);
    expect(on.read(fd, 2)).toEqual([0, "cd"]);
    expect(on.call["fd_tell"]!(fd, 0)).toBe(0);
    expect(on.view.getBigUint64(0, true)).toBe(4n);
    expect(on.read(fd, 10)).toEqual([0, "ef"]);
    expect(on.read(fd, 10)).toEqual([0, ""]);
  });

  it("have zeros between the end and a write behind it", () => {
    const on = open();
    const [, fd] = on.open("tmp/f", { flags: 1, rights: READ | WRITE });
    on.call["fd_seek"]!(fd, 3n, 0, 0);
    on.write(fd, "x");
    expect(getFile(on, "tmp/f")).toBe("\0\0\0x");
  });

  it("show zeros, not old bytes, when cut and grown again", () => {
    const on = open();
    const [, fd] = on.open("tmp/f", { flags: 1, rights: READ | WRITE });
    on.write(fd, "secret");
    on.call["fd_filestat_set_size"]!(fd, 5n);
    on.call["fd_filestat_set_size"]!(fd, 6n);
    expect(getFile(on, "tmp/f")).toBe("secre\0");
  });

  it.each([
    { offset: -1n, whence: 0, errno: 28 },
    { offset: -7n, whence: 2, errno: 28 },
    { offset: 2n ** 62n, whence: 0, errno: 22 },
    { offset: 2n ** 63n - 1n, whence: 2, errno: 28 },
    { offset: 0n, whence: 3, errno: 28 },
    { offset: 0n, whence: -1, errno: 28 },
  ])("answer $errno for a seek by $offset from $whence", ({ offset, whence, errno }) => {
    const on = open();
    putFile(on, "tmp/f", "abcdef");
    const [, fd] = on.open("tmp/f");
    expect(on.call["fd_seek"]!(fd, offset, whence, 0)).toBe(errno);
  });

  it("append at the end whatever the position, until the flag is taken away", () => {
    const on = open();
    putFile(on, "tmp/f", "ab");
    const [, fd] = on.open("tmp/f", { rights: READ | WRITE, fdFlags: APPEND });
    on.call["fd_seek"]!(fd, 0n, 0, 0);
    on.write(fd, "c");
    on.call["fd_fdstat_set_flags"]!(fd, 0);
    on.call["fd_seek"]!(fd, 0n, 0, 0);
    on.write(fd, "X");
    expect(getFile(on, "tmp/f")).toBe("Xbc");
  });

  it("are written by fd_pwrite at the offset, also when appending, and the position stays", () => {
    const on = open();
    putFile(on, "tmp/f", "abcd");
    const [, fd] = on.open("tmp/f", { rights: READ | WRITE, fdFlags: APPEND });
    on.bytes.set([88, 89], 2_000);
    expect(on.call["fd_pwrite"]!(fd, ...on.iovec(2_000, 2), 1n, 0)).toBe(0);
    on.call["fd_tell"]!(fd, 0);
    expect(on.view.getBigUint64(0, true)).toBe(0n);
    expect(getFile(on, "tmp/f")).toBe("aXYd");
    expect(on.call["fd_pread"]!(fd, ...on.iovec(3_000, 9), 2n, 0)).toBe(0);
    expect(on.view.getUint32(0, true)).toBe(2);
  });

  it("refuse what they were not opened for", () => {
    const on = open();
    putFile(on, "tmp/f", "abc");
    const [, readOnly] = on.open("tmp/f", { rights: READ });
    const [, writeOnly] = on.open("tmp/f", { rights: WRITE });
    expect([on.write(readOnly, "x")[0], on.read(writeOnly)[0]]).toEqual([8, 8]);
    expect(on.call["fd_pwrite"]!(readOnly, ...on.iovec(0, 1), 0n, 0)).toBe(8);
    expect(on.call["fd_pread"]!(writeOnly, ...on.iovec(0, 1), 0n, 0)).toBe(8);
  });
});

it("files take what the quota allows, then answer ENOSPC, and have room again when deleted and closed", () => {
  const on = bench({ fileSystem: { quotas: { bytes: 10 } } });
  const [, fd] = on.open("tmp/f", { flags: 1, rights: WRITE });
  expect(on.write(fd, "12345678")).toEqual([0, 8]);
  expect(on.write(fd, "12345678")).toEqual([0, 2]);
  expect(on.write(fd, "x")[0]).toBe(51);
  on.path("path_unlink_file", "tmp/f");
  expect(on.host.fileSystem.usage().bytes).toBe(10);
  on.call["fd_close"]!(fd);
  expect(on.host.fileSystem.usage()).toEqual({ bytes: 0, entries: 0 });
});

describe("directories", () => {
  it("answer EISDIR to reading, writing and seeking", () => {
    const on = bench();
    expect([on.read(ROOT_FD)[0], on.write(ROOT_FD, "x")[0]]).toEqual([31, 31]);
    expect([0, 1, 2].map((whence) => on.call["fd_seek"]!(ROOT_FD, 0n, whence, 0))).toEqual([31, 31, 31]);
    expect(on.call["fd_tell"]!(ROOT_FD, 0)).toBe(31);
  });
});
