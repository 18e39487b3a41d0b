import { expect } from "vitest";
import type { Bench } from "./bench.ts";

const CREATE = 1;
const DIRECTORY = 2;

/** A directory of one test, and what is done in it; `done`, `make`, `must`, `close` and `remove` expect success. */
export interface Directory {
  readonly on: Bench;
  readonly fd: number;
  path(name: string, path: string): number;
  done(name: string, path: string): void;
  open(path: string, options?: Parameters<Bench["open"]>[1]): [number, number];
  must(path: string, options?: Parameters<Bench["open"]>[1]): number;
  make(path: string): void;
  close(fd: number): void;
  remove(path: string, ...open: number[]): void;
  symlink(target: string, path: string): number;
  link(from: string, to: string, flags?: number): number;
  rename(from: string, to: string): number;
  stat(path: string, flags?: number): { size: bigint; accessed: bigint; modified: bigint };
  rights(fd: number): [base: bigint, inheriting: bigint];
}

/** A directory of the test's own, opened as the suite does: by way of another descriptor of the preopen. */
export function directory(on: Bench): Directory {
  const [, base] = on.open(".", { flags: DIRECTORY, follow: false });
  expect(on.path("path_create_directory", "test.cleanup", base)).toBe(0);
  const [errno, fd] = on.open("test.cleanup", { fd: base, flags: DIRECTORY, follow: false });
  expect(errno).toBe(0);
  const self: Directory = {
    on,
    fd,
    path: (name, path) => on.path(name, path, fd),
    done: (name, path) => expect([name, path, self.path(name, path)]).toEqual([name, path, 0]),
    open: (path, options) => on.open(path, { fd, follow: false, ...options }),
    must(path, options) {
      const [code, opened] = self.open(path, options);
      expect([path, code]).toEqual([path, 0]);
      return opened;
    },
    make: (path) => self.close(self.must(path, { flags: CREATE, rights: 0 })),
    close: (open) => expect(on.call["fd_close"]!(open)).toBe(0),
    remove(path, ...open) {
      for (const one of open) self.close(one);
      self.done("path_unlink_file", path);
    },
    symlink: (target, path) => on.call["path_symlink"]!(...on.text(target), fd, ...on.secondText(path))!,
    link: (from, to, flags = 0) =>
      on.call["path_link"]!(fd, flags, ...on.text(from), fd, ...on.secondText(to))!,
    rename: (from, to) => on.call["path_rename"]!(fd, ...on.text(from), fd, ...on.secondText(to))!,
    stat(path, flags = 0) {
      expect(on.call["path_filestat_get"]!(fd, flags, ...on.text(path), 0)).toBe(0);
      const at = (offset: number) => on.view.getBigUint64(offset, true);
      return { size: at(32), accessed: at(40), modified: at(48) };
    },
    rights(one) {
      expect(on.call["fd_fdstat_get"]!(one, 0)).toBe(0);
      return [on.view.getBigUint64(8, true), on.view.getBigUint64(16, true)];
    },
  };
  return self;
}
