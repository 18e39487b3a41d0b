import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { nodeMountFiles } from "../../../src/platform/node/mount-files.ts";
import { type Changes, changesSince, takeBaseline } from "../../../src/runtime/fs/changes.ts";
import { createFileSystem } from "../../../src/runtime/fs/create.ts";
import type { FileSystem, Quotas } from "../../../src/runtime/fs/file-system.ts";
import {
  createDirectory,
  createSymlink,
  link,
  open,
  removeDirectory,
  rename,
  setTimes,
  stat,
  unlinkFile,
} from "../../../src/runtime/fs/operations.ts";
import { Fault } from "../../../src/runtime/wasi/errno.ts";

const base = mkdtempSync(join(tmpdir(), "overlay-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let host: string;
let count = 0;

/** A host folder with two files, a folder and a symlink. */
beforeEach(() => {
  host = join(base, `${count++}`);
  mkdirSync(join(host, "sub"), { recursive: true });
  writeFileSync(join(host, "a"), "one");
  writeFileSync(join(host, "sub", "b"), "two");
  symlinkSync("sub/b", join(host, "link"));
});

function overlaid(guestPath = "/data", quotas: Partial<Quotas> = {}) {
  const mounts = [{ hostPath: host, guestPath, mode: "overlay" as const }];
  const files = nodeMountFiles();
  return guestOf(createFileSystem({ mounts, files, clockNs: () => 5n, quotas, tracksChanges: true }));
}

function guestOf(fileSystem: FileSystem) {
  const root = fileSystem.preopens[0]!.directory;
  const at = (path: string) => ({ root, base: root, path: path.slice(1) });
  const request = { follow: true, directory: false, exclusive: false, authorize: undefined };
  const opened = (path: string, write: boolean, truncate: boolean) => {
    const one = open(at(path), { ...request, read: !write, write, create: truncate, truncate });
    if (one.kind !== "file") throw new Error(`${path} is no file`);
    return one;
  };
  return {
    at,
    opened,
    read: (path: string) => {
      const { file } = opened(path, false, false);
      const bytes = new Uint8Array(100);
      const text = new TextDecoder().decode(bytes.subarray(0, file.read(bytes, 0)));
      file.close();
      return text;
    },
    write: (path: string, text: string, offset?: number) => {
      const { file } = opened(path, true, offset === undefined);
      const written = file.write(new TextEncoder().encode(text), offset ?? 0);
      file.close();
      return written;
    },
    changes: (): Changes => fileSystem.changes()!,
    errno: (act: () => unknown) => {
      try {
        act();
      } catch (error) {
        if (error instanceof Fault) return error.errno;
        throw error;
      }
      return 0;
    },
  };
}

const contents = ({ entries }: Changes) =>
  entries.map((entry) => [
    entry.path,
    entry.kind === "file" ? new TextDecoder().decode(entry.bytes) : entry.kind,
  ]);

describe("an overlay", () => {
  test("shows the host's files until they are changed, and never changes the host's", () => {
    const guest = overlaid();
    expect([guest.read("/data/a"), guest.read("/data/link")]).toEqual(["one", "two"]);
    guest.write("/data/a", "!", 2);
    guest.write("/data/link", "new");
    unlinkFile(guest.at("/data/link"));
    expect([guest.read("/data/a"), guest.read("/data/sub/b")]).toEqual(["on!", "new"]);
    expect(readFileSync(join(host, "a"), "utf8")).toBe("one");
    expect(readFileSync(join(host, "link"), "utf8")).toBe("two");
    expect(guest.changes()).toMatchObject({
      created: [],
      changed: ["/data/a", "/data/sub/b"],
      deleted: ["/data/link"],
      skipped: [],
    });
  });

  test("tells what was created, moved, replaced and deleted, with the contents", () => {
    const guest = overlaid();
    createDirectory(guest.at("/data/new"));
    rename(guest.at("/data/sub/b"), guest.at("/data/new/moved"));
    removeDirectory(guest.at("/data/sub"));
    unlinkFile(guest.at("/data/a"));
    guest.write("/data/a", "again");
    createSymlink(guest.at("/data/new/up"), "../a");
    link(guest.at("/data/a"), guest.at("/data/hard"));
    guest.write("/tmp/scratch", "tmp");
    const changes = guest.changes();
    expect(changes.created).toEqual([
      "/tmp/scratch",
      "/data/new",
      "/data/new/moved",
      "/data/new/up",
      "/data/hard",
    ]);
    expect([changes.changed, changes.deleted]).toEqual([["/data/a"], ["/data/sub", "/data/sub/b"]]);
    expect(contents(changes)).toEqual([
      ["/tmp/scratch", "tmp"],
      ["/data/new", "directory"],
      ["/data/new/moved", "two"],
      ["/data/new/up", "symlink"],
      ["/data/a", "again"],
      ["/data/hard", "again"],
    ]);
  });

  test("tells nothing of what was only read, or touched", () => {
    const guest = overlaid();
    guest.read("/data/a");
    setTimes(guest.at("/data/a"), true, { accessedNs: 1n, modifiedNs: 2n });
    expect(stat(guest.at("/data/a"), true)).toMatchObject({ accessedNs: 1n, modifiedNs: 2n, sizeBytes: 3n });
    expect(guest.changes()).toEqual({ created: [], changed: [], deleted: [], skipped: [], entries: [] });
  });

  test("gives all who have a file open the same content, before and after it is changed", () => {
    const guest = overlaid();
    const reader = guest.opened("/data/a", false, false);
    const inode = stat(guest.at("/data/a"), true).inode;
    guest.write("/data/a", "changed", 0);
    const bytes = new Uint8Array(10);
    expect(reader.file.read(bytes, 0)).toBe(7);
    expect(stat(guest.at("/data/a"), true)).toMatchObject({ inode, sizeBytes: 7n, links: 1n });
    unlinkFile(guest.at("/data/a"));
    expect(reader.file.read(bytes, 0)).toBe(7);
    reader.file.close();
    expect(guest.changes()).toMatchObject({ changed: [], deleted: ["/data/a"] });
  });

  test("truncates without reading the host's file", () => {
    const guest = overlaid("/data", { bytes: 2 });
    guest.opened("/data/a", true, true).file.close();
    expect(guest.read("/data/a")).toBe("");
    expect(guest.changes().changed).toEqual(["/data/a"]);
  });

  test("holds its quota of bytes and entries, and gives both back", () => {
    const guest = overlaid("/data", { bytes: 5, entries: 1 });
    expect(guest.write("/data/a", "xxxx", 3)).toBe(2);
    expect(guest.errno(() => guest.write("/data/sub/b", "x", 0))).toBe(51);
    expect(guest.read("/data/sub/b")).toBe("two");
    unlinkFile(guest.at("/data/a"));
    guest.write("/data/n", "12345");
    createDirectory(guest.at("/data/dir"));
    expect(guest.errno(() => createDirectory(guest.at("/data/dir2")))).toBe(19);
    expect(contents(guest.changes())).toEqual([
      ["/data/n", "12345"],
      ["/data/dir", "directory"],
    ]);
  });

  test("can be all that the guest has, with /tmp and /dev/null in it, which are not changes", () => {
    const guest = overlaid("/");
    guest.write("/tmp/x", "x");
    guest.write("/dev/null", "gone");
    guest.write("/top", "t");
    expect([...guest.changes().created].sort()).toEqual(["/tmp/x", "/top"]);
  });

  test("of a single file can be written", () => {
    const mounts = [{ hostPath: join(host, "a"), guestPath: "/f", mode: "overlay" as const }];
    const guest = guestOf(
      createFileSystem({ mounts, files: nodeMountFiles(), clockNs: () => 5n, tracksChanges: true }),
    );
    guest.write("/f", "new", 0);
    expect(contents(guest.changes())).toEqual([["/f", "new"]]);
  });

  test("leaves out a moved file that the host has changed meanwhile", () => {
    const guest = overlaid();
    rename(guest.at("/data/a"), guest.at("/data/z"));
    writeFileSync(join(host, "a"), "longer than before");
    expect(guest.changes().skipped).toEqual([
      { path: "/data/z", why: "the host file under it cannot be read any more" },
    ]);
  });

  test("is listed as far as it can be read, however deep and wide a guest makes it", () => {
    const guest = overlaid();
    const names = Array.from({ length: 30 }, () => "n".repeat(250));
    // Deeper than any path of a host; a guest gets there by way of descriptors.
    for (let depth = 1; depth <= names.length; depth++)
      createDirectory(guest.at(`/data/${names.slice(0, depth).join("/")}`));
    const { created, skipped } = guest.changes();
    expect(created.length).toBe(17);
    expect(skipped).toEqual([
      { path: created.at(-1), why: "its path is too long; what it holds is not listed" },
    ]);
    const parent = guest.at(`/data/${names.slice(0, 14).join("/")}`);
    for (let count = 0; count < 6_000; count++)
      createDirectory({ ...parent, path: `${parent.path}/${count}` });
    expect(guest.changes().skipped.at(-1)).toEqual({
      path: "/data",
      why: "there are too many changes to list",
    });
  });

  test("is not tracked unless asked for", () => {
    const fileSystem = createFileSystem({ mounts: [], clockNs: () => 0n });
    expect(fileSystem.changes()).toBeUndefined();
    const { directory } = fileSystem.preopens[0]!;
    expect(changesSince([takeBaseline("/", directory)]).entries).toEqual([]);
  });
});
