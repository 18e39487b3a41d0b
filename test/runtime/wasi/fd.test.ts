import { describe, expect, it } from "vitest";
import { bench, getFile, putFile, READ, ROOT_FD, WRITE } from "./bench.ts";
import { START_NS } from "./test-host.ts";

describe("fd_close", () => {
  it("closes once, and the lowest number is used again", () => {
    const on = bench();
    expect(on.call["fd_close"]!(0)).toBe(0);
    expect(on.call["fd_close"]!(0)).toBe(8);
    expect(on.open("tmp/f", { flags: 1 })).toEqual([0, 0]);
    expect(on.open("tmp/f")).toEqual([0, 4]);
  });

  it("makes a stream unusable", () => {
    const on = bench();
    on.call["fd_close"]!(1);
    expect(on.write(1, "x")[0]).toBe(8);
  });
});

describe("fd_fdstat_get", () => {
  it.each([
    { fd: 0, type: 0, reads: true, writes: false },
    { fd: 1, type: 2, reads: false, writes: true },
    { fd: 2, type: 0, reads: false, writes: true },
    { fd: 3, type: 3, reads: false, writes: false },
  ])("tells type and mode of descriptor $fd", ({ fd, type, reads, writes }) => {
    const { call, view } = bench({ terminals: new Set([1]) });
    expect(call["fd_fdstat_get"]!(fd, 0)).toBe(0);
    const rights = Number(view.getBigUint64(8, true));
    expect([view.getUint8(0), (rights & READ) !== 0, (rights & WRITE) !== 0]).toEqual([type, reads, writes]);
  });

  it("shows the flags that fd_fdstat_set_flags sets, and refuses unknown ones", () => {
    const { call, view } = bench();
    expect(call["fd_fdstat_set_flags"]!(1, 4)).toBe(0);
    call["fd_fdstat_get"]!(1, 0);
    expect(view.getUint16(2, true)).toBe(4);
    expect(call["fd_fdstat_set_flags"]!(1, 0x20)).toBe(28);
    expect(call["fd_fdstat_set_flags"]!(9, 0)).toBe(8);
    expect(call["fd_fdstat_get"]!(1, -1)).toBe(21);
  });
});

describe("fd_fdstat_set_rights", () => {
  it("lets a guest drop rights, which then hold, and never regain them", () => {
    const on = bench();
    const [, fd] = on.open("tmp/f", { flags: 1, rights: READ | WRITE });
    on.call["fd_fdstat_get"]!(fd, 0);
    const all = on.view.getBigUint64(8, true);
    const dropped = all & ~BigInt(WRITE);
    expect(on.call["fd_fdstat_set_rights"]!(fd, dropped, 0n)).toBe(0);
    expect(on.write(fd, "x")[0]).toBe(8);
    expect(on.read(fd)[0]).toBe(0);
    expect(on.call["fd_fdstat_set_rights"]!(fd, all, 0n)).toBe(76);
    expect(on.call["fd_fdstat_set_rights"]!(fd, -1n, 0n)).toBe(76);
  });
});

describe("fd_filestat", () => {
  it("tells size, type and times of an open file, and sets size and times", () => {
    const on = bench();
    const [, fd] = on.open("tmp/f", { flags: 1, rights: READ | WRITE });
    expect(on.call["fd_filestat_set_size"]!(fd, 100n)).toBe(0);
    expect(on.call["fd_filestat_set_times"]!(fd, 5n, 7n, 1 | 4)).toBe(0);
    expect(on.stat("tmp/f")[1]).toMatchObject({
      type: 4,
      size: 100n,
      accessedNs: 5n,
      modifiedNs: 7n,
      links: 1n,
    });
    expect(on.call["fd_filestat_set_times"]!(fd, 5n, 9n, 8)).toBe(0);
    const [, { accessedNs, modifiedNs }] = on.stat("tmp/f");
    expect(accessedNs).toBe(5n);
    expect(modifiedNs).toBeGreaterThan(START_NS);
  });

  it.each([1 | 2, 4 | 8, 16, -1])("refuses the time flags %i", (flags) => {
    const on = bench();
    const [, fd] = on.open("tmp/f", { flags: 1 });
    expect(on.call["fd_filestat_set_times"]!(fd, 1n, 1n, flags)).toBe(28);
  });

  it("knows a terminal as a character device, other streams as nothing, and sets no times of either", () => {
    const { call, view } = bench({ terminals: new Set([2]) });
    expect(call["fd_filestat_get"]!(2, 0)).toBe(0);
    expect(view.getUint8(16)).toBe(2);
    expect(call["fd_filestat_get"]!(1, 0)).toBe(0);
    expect(view.getUint8(16)).toBe(0);
    expect(call["fd_filestat_set_times"]!(2, 1n, 1n, 1)).toBe(58);
  });

  it("refuses a size on a read-only descriptor, a directory, a stream, and a size that is no off_t", () => {
    const on = bench();
    putFile(on, "tmp/f", "abc");
    const [, fd] = on.open("tmp/f");
    const size = (fd: number, bytes: bigint) => on.call["fd_filestat_set_size"]!(fd, bytes);
    expect([size(fd, 1n), size(ROOT_FD, 1n), size(1, 1n), size(99, 1n)]).toEqual([8, 31, 70, 8]);
    const [, writable] = on.open("tmp/f", { rights: WRITE });
    expect([size(writable, -1n), size(writable, 2n ** 60n), size(writable, 2n ** 40n)]).toEqual([28, 22, 51]);
    expect(getFile(on, "tmp/f")).toBe("abc");
  });
});

describe("fd_allocate", () => {
  it("only ever grows a file", () => {
    const on = bench();
    const [, fd] = on.open("tmp/f", { flags: 1, rights: READ | WRITE });
    const sizeAfter = (offset: bigint, length: bigint) => {
      expect(on.call["fd_allocate"]!(fd, offset, length)).toBe(0);
      return on.stat("tmp/f")[1].size;
    };
    expect([sizeAfter(0n, 100n), sizeAfter(10n, 10n), sizeAfter(90n, 20n)]).toEqual([100n, 100n, 110n]);
    expect(on.call["fd_allocate"]!(fd, 0n, 0n)).toBe(28);
    expect(on.call["fd_allocate"]!(fd, 2n ** 63n - 1n, 2n)).toBe(28);
    expect(on.call["fd_allocate"]!(fd, 0n, 2n ** 40n)).toBe(51);
    expect(on.call["fd_allocate"]!(ROOT_FD, 0n, 1n)).toBe(31);
  });
});

describe("fd_renumber", () => {
  it("moves a descriptor over another that is open, a preopen too", () => {
    const on = bench();
    const [, fd] = on.open("tmp");
    expect(on.call["fd_renumber"]!(fd, ROOT_FD)).toBe(0);
    expect(on.call["fd_filestat_get"]!(fd, 0)).toBe(8);
    expect(on.call["fd_prestat_get"]!(ROOT_FD, 0)).toBe(8);
    putFile(on, "f", "here is /tmp now");
    expect(getFile(on, "f")).toBe("here is /tmp now");
  });

  it("leaves one alone that is moved onto itself, and answers EBADF for what is not open", () => {
    const { call } = bench();
    expect(call["fd_renumber"]!(1, 1)).toBe(0);
    expect(call["fd_fdstat_get"]!(1, 0)).toBe(0);
    expect(call["fd_renumber"]!(1, 50)).toBe(8);
    expect(call["fd_renumber"]!(50, 1)).toBe(8);
  });
});

describe("fd_sync, fd_datasync, fd_advise", () => {
  it("flush streams and answer for what is open", () => {
    const { call, host } = bench();
    expect([call["fd_sync"]!(1), call["fd_datasync"]!(3), call["fd_sync"]!(44)]).toEqual([0, 0, 8]);
    expect(host.log).toEqual(["flush"]);
  });

  it("take only advice that exists", () => {
    const on = bench();
    const [, fd] = on.open("tmp/f", { flags: 1 });
    expect(on.call["fd_advise"]!(fd, 0n, 10n, 5)).toBe(0);
    expect(on.call["fd_advise"]!(fd, 0n, 10n, 6)).toBe(28);
    expect(on.call["fd_advise"]!(fd, -1n, 10n, 0)).toBe(28);
    expect(on.call["fd_advise"]!(1, 0n, 0n, 0)).toBe(70);
  });
});
