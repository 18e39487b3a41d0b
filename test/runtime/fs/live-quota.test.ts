import { describe, expect, test } from "vitest";
import type { LiveFiles, LiveStat } from "../../../src/runtime/fs/live-files.ts";
import { withQuota } from "../../../src/runtime/fs/live-quota.ts";
import { Errno, Fault, fail } from "../../../src/runtime/wasi/errno.ts";

/** A host with one file, on which names that begin with `no` fail. */
function host(sizeBytes = 10) {
  const done: string[] = [];
  const named = (call: string) => (_: number, name: string) => {
    if (name.startsWith("no")) fail(Errno.EACCES);
    done.push(`${call} ${name}`);
    return 1;
  };
  const files = {
    create: named("create"),
    createDirectory: named("mkdir"),
    createSymlink: named("symlink"),
    link: named("link"),
    unlink: named("unlink"),
    removeDirectory: named("rmdir"),
    write: (_: number, source: Uint8Array) => source.length,
    resize: () => undefined,
    stat: () => ({ sizeBytes: BigInt(sizeBytes) }) as LiveStat,
  };
  return { files: files as unknown as LiveFiles, done };
}

function errnoOf(act: () => unknown): number {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return error.errno;
    throw error;
  }
  return 0;
}

describe("the quota of host folders", () => {
  test("shortens the write that reaches it, and refuses the next", () => {
    const files = withQuota(host().files, { bytes: 10, entries: 1 });
    expect(files.write(1, new Uint8Array(7), 0)).toBe(7);
    expect(files.write(1, new Uint8Array(7), 0)).toBe(3);
    expect(errnoOf(() => files.write(1, new Uint8Array(1), 0))).toBe(Errno.ENOSPC);
    expect(files.write(1, new Uint8Array(0), 0)).toBe(0);
  });

  test("counts what a file grows by when it is resized, and shrinking is free", () => {
    const files = withQuota(host(10).files, { bytes: 5, entries: 1 });
    files.resize(1, 3);
    expect(errnoOf(() => files.resize(1, 16))).toBe(Errno.ENOSPC);
    files.resize(1, 15);
    expect(errnoOf(() => files.resize(1, 11))).toBe(Errno.ENOSPC);
  });

  test("counts every kind of new name, gives back what is removed, and takes nothing for what failed", () => {
    const { files: real, done } = host();
    const files = withQuota(real, { bytes: 0, entries: 2 });
    expect(errnoOf(() => files.create(1, "no"))).toBe(Errno.EACCES);
    files.create(1, "a");
    files.link(1, "a", 1, "b");
    for (const add of [
      () => files.create(1, "c"),
      () => files.createDirectory(1, "c"),
      () => files.createSymlink(1, "c", "t"),
      () => files.link(1, "a", 1, "c"),
    ])
      expect(errnoOf(add)).toBe(Errno.EDQUOT);
    expect(errnoOf(() => files.unlink(1, "no"))).toBe(Errno.EACCES);
    files.unlink(1, "b");
    files.createSymlink(1, "c", "t");
    expect(errnoOf(() => files.createDirectory(1, "d"))).toBe(Errno.EDQUOT);
    expect(done).toEqual(["create a", "link a", "unlink b", "symlink c"]);
  });

  test("removing what was there before gives no more than the quota", () => {
    const files = withQuota(host().files, { bytes: 0, entries: 1 });
    for (let round = 0; round < 5; round++) files.unlink(1, "old");
    files.create(1, "a");
    expect(errnoOf(() => files.create(1, "b"))).toBe(Errno.EDQUOT);
  });
});
