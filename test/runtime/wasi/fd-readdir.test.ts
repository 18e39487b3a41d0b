import { describe, expect, it } from "vitest";
import { type Bench, putFile, ROOT_FD } from "./bench.ts";
import { trees } from "./trees.ts";

const AT = 65_536;

/** One listing call: what was written, and the entries that are whole. */
function list({ call, view, bytes }: Bench, fd: number, lengthBytes: number, cookie: bigint) {
  const errno = call["fd_readdir"]!(fd, AT, lengthBytes, cookie, 0);
  expect(errno).toBe(0);
  const used = view.getUint32(0, true);
  const entries: { name: string; next: bigint; inode: bigint; type: number }[] = [];
  for (let at = 0; at + 24 <= used; ) {
    const length = view.getUint32(AT + at + 16, true);
    if (at + 24 + length > used) break;
    entries.push({
      name: Buffer.from(bytes.slice(AT + at + 24, AT + at + 24 + length)).toString(),
      next: view.getBigUint64(AT + at, true),
      inode: view.getBigUint64(AT + at + 8, true),
      type: view.getUint8(AT + at + 20),
    });
    at += 24 + length;
  }
  return { used, entries };
}

describe.each(trees)("fd_readdir $tree", ({ open }) => {
  it("begins with . and .. and has each entry's inode and type", () => {
    const on = open();
    putFile(on, "tmp/f", "x");
    on.path("path_create_directory", "tmp/d");
    on.symlink("f", "tmp/l");
    const [, fd] = on.open("tmp");
    const { entries } = list(on, fd, 1_000, 0n);
    const shown = entries.map(({ name, type }) => `${name} ${type}`);
    expect([shown.slice(0, 2), shown.slice(2).sort()]).toEqual([
      [". 3", ".. 3"],
      ["d 3", "f 4", "l 7"],
    ]);
    expect(entries.find(({ name }) => name === "f")!.inode).toBe(on.stat("tmp/f")[1].inode);
    expect(entries[0]!.inode).toBe(on.stat("tmp")[1].inode);
    expect(entries[1]!.inode).toBe(on.stat(".")[1].inode);
  });

  it("goes on from any cookie with a buffer that holds one entry at a time", () => {
    const on = open();
    for (let index = 0; index < 300; index++) putFile(on, `tmp/file${index}`, "");
    const [, fd] = on.open("tmp");
    const seen: string[] = [];
    for (let cookie = 0n; ; ) {
      const { entries } = list(on, fd, 40, cookie);
      if (entries.length === 0) break;
      for (const { name, next } of entries) {
        seen.push(name);
        cookie = next;
      }
    }
    expect(seen).toHaveLength(302);
    expect(new Set(seen).size).toBe(302);
  });

  it("misses nothing that stays when names go and come while it is listed", () => {
    const on = open();
    for (let index = 0; index < 200; index++) putFile(on, `tmp/f${index}`, "");
    const [, fd] = on.open("tmp");
    const first = list(on, fd, 1_000, 0n).entries;
    for (let index = 0; index < 150; index++) on.path("path_unlink_file", `tmp/f${index}`);
    putFile(on, "tmp/new", "");
    const rest = list(on, fd, 60_000, first.at(-1)!.next).entries.map(({ name }) => name);
    expect(rest.filter((name) => name !== "new")).toEqual(
      Array.from({ length: 50 }, (_, index) => `f${150 + index}`),
    );
  });

  it("cuts the last entry off where the buffer ends and then is full", () => {
    const on = open();
    putFile(on, "tmp/a-long-name", "");
    const [, fd] = on.open("tmp");
    const { used, entries } = list(on, fd, 25 + 26 + 30, 0n);
    expect(used).toBe(25 + 26 + 30);
    expect(entries.map(({ name }) => name)).toEqual([".", ".."]);
    expect(list(on, fd, 10, 0n).used).toBe(10);
    expect(list(on, fd, 0, 0n).used).toBe(0);
  });

  it("gives nothing behind the end, whatever the cookie", () => {
    const on = open();
    expect(list(on, ROOT_FD, 100, 2n ** 64n - 1n).used).toBe(0);
    expect(list(on, ROOT_FD, 100, -5n).used).toBe(0);
  });

  it("answers ENOTDIR for a file, EBADF for nothing, EFAULT for a buffer outside", () => {
    const on = open();
    const [, fd] = on.open("tmp/f", { flags: 1 });
    expect(on.call["fd_readdir"]!(fd, AT, 100, 0n, 0)).toBe(54);
    expect(on.call["fd_readdir"]!(99, AT, 100, 0n, 0)).toBe(8);
    expect(on.call["fd_readdir"]!(ROOT_FD, -10, 100, 0n, 0)).toBe(21);
    expect(on.call["fd_readdir"]!(ROOT_FD, AT, 100, 0n, -2)).toBe(21);
  });
});
