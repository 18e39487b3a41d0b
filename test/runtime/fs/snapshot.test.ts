import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeMountFiles } from "../../../src/platform/node/mount-files.ts";
import { createFileSystem } from "../../../src/runtime/fs/create.ts";
import { type Bench, bench, getFile, putFile, ROOT_FD } from "../wasi/bench.ts";

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "snapshot-"));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A directory `name` with files, and a guest that sees it at /data. */
function mounted(name: string): { dir: string; on: Bench } {
  const dir = join(home, name);
  mkdirSync(join(dir, "sub"), { recursive: true });
  writeFileSync(join(dir, "file"), "host text");
  writeFileSync(join(dir, "sub", "inner"), "inner text");
  symlinkSync("sub/inner", join(dir, "link"));
  symlinkSync("/data/file", join(dir, "absolute"));
  return { dir, on: mount([`${dir}:/data`]) };
}

function mount(mounts: readonly string[]): Bench {
  const sources = mounts.map((text) => {
    const [hostPath, guestPath] = text.split(":");
    return { hostPath: hostPath!, guestPath: guestPath!, mode: "ro" as const };
  });
  return bench({ fileSystem: { mounts: sources, files: nodeMountFiles() } });
}

describe("a read-only mount", () => {
  it("shows files, directories and symlinks of the host", () => {
    const { on } = mounted("shows");
    expect(getFile(on, "data/file")).toBe("host text");
    expect(getFile(on, "data/sub/inner")).toBe("inner text");
    expect(getFile(on, "data/link")).toBe("inner text");
    expect(on.readlink("data/link")).toEqual([0, "sub/inner"]);
    const [, fd] = on.open("data");
    expect(on.names(fd)).toEqual([".", "..", "absolute", "file", "link", "sub"]);
  });

  it("resolves an absolute symlink in the guest's own tree, and only from its root", () => {
    const { on } = mounted("absolute");
    expect(getFile(on, "data/absolute")).toBe("host text");
    const [, fd] = on.open("data");
    expect(on.open("absolute", { fd })[0]).toBe(63);
  });

  it("can be a single file, with folders made to it", () => {
    const { dir } = mounted("single");
    const on = mount([`${dir}/file:/etc/conf/file`]);
    expect(getFile(on, "etc/conf/file")).toBe("host text");
    const [, fd] = on.open("etc/conf");
    expect(on.names(fd)).toEqual([".", "..", "file"]);
    expect(on.open("etc/other")[0]).toBe(44);
    expect(on.host.denials).toEqual(["path_open --allow-read=/etc/other"]);
  });

  it("can be the root, and /tmp and /dev/null are still there", () => {
    const { dir } = mounted("root");
    const on = mount([`${dir}:/`]);
    expect(getFile(on, "file")).toBe("host text");
    putFile(on, "tmp/new", "guest text");
    expect(getFile(on, "tmp/new")).toBe("guest text");
    expect(on.open("dev/null")[0]).toBe(0);
    expect(on.open("missing")[0]).toBe(44);
    expect(on.host.denials).toEqual([]);
  });

  it("can lie inside another, and take its place there", () => {
    const { dir } = mounted("outer");
    const on = mount([`${dir}/sub:/data/sub/deep`, `${dir}:/data`, `${dir}/sub:/tmp`]);
    expect(getFile(on, "data/sub/deep/inner")).toBe("inner text");
    expect(getFile(on, "data/sub/inner")).toBe("inner text");
    expect(on.open("tmp/x", { flags: 1 })[0]).toBe(69);
  });

  it("takes no change, and each reports the flag", () => {
    const { on } = mounted("readonly");
    const before = getFile(on, "data/file");
    expect([
      on.open("data/file", { rights: 64 })[0],
      on.open("data/file", { flags: 8 })[0],
      on.open("data/new", { flags: 1 })[0],
      on.path("path_create_directory", "data/new"),
      on.path("path_unlink_file", "data/file"),
      on.path("path_remove_directory", "data/sub"),
      on.rename("data/file", "data/other"),
      on.link("data/file", "data/other"),
      on.symlink("file", "data/other"),
      on.call["path_filestat_set_times"]!(ROOT_FD, 0, ...on.text("data/file"), 0n, 0n, 4),
    ]).toEqual(Array(10).fill(69));
    expect(on.host.denials).toHaveLength(10);
    expect(new Set(on.host.denials.map((line) => line.split(" ")[1]))).toEqual(
      new Set(["--allow-write=/data"]),
    );
    const [, fd] = on.open("data/file");
    expect(on.call["fd_filestat_set_times"]!(fd, 0n, 0n, 1)).toBe(69);
    expect(getFile(on, "data/file")).toBe(before);
  });

  it("gives nothing to another mount by link or rename, nor takes from it", () => {
    const { on } = mounted("cross");
    putFile(on, "tmp/own", "x");
    expect([on.link("data/file", "tmp/file"), on.rename("data/file", "tmp/file")]).toEqual([75, 75]);
    expect([on.link("tmp/own", "data/own"), on.rename("tmp/own", "data/own")]).toEqual([75, 75]);
  });

  it("stays what it was when the host changes", () => {
    const { dir, on } = mounted("stays");
    expect(getFile(on, "data/file")).toBe("host text");
    writeFileSync(join(dir, "file"), "other");
    writeFileSync(join(dir, "new"), "new");
    expect(getFile(on, "data/file")).toBe("host text");
    expect(on.open("data/new")[0]).toBe(44);
  });
});

const changes: Readonly<Record<string, (path: string) => void>> = {
  replaced: (path) => {
    renameSync(path, `${path}.old`);
    writeFileSync(path, "host text");
  },
  grown: (path) => writeFileSync(path, "host text and more"),
  cut: (path) => truncateSync(path, 2),
  gone: (path) => rmSync(path),
  "a symlink now": (path) => {
    rmSync(path);
    symlinkSync("/etc/passwd", path);
  },
  "a FIFO now": (path) => {
    rmSync(path);
    spawnSync("mkfifo", [path]);
  },
  "a directory now": (path) => {
    rmSync(path);
    mkdirSync(path);
  },
};

describe("a host file that is no longer the one that was listed", () => {
  it.each(Object.keys(changes))("is refused at the first open: %s", (name) => {
    const { dir, on } = mounted(`changed-${name}`);
    changes[name]!(join(dir, "file"));
    expect(on.open("data/file")[0]).toBe(72);
  });

  it("is refused when its directory was swapped for a symlink to another", () => {
    const { dir, on } = mounted("swapped");
    mkdirSync(join(dir, "..", "elsewhere"), { recursive: true });
    writeFileSync(join(dir, "..", "elsewhere", "inner"), "inner text");
    renameSync(join(dir, "sub"), join(dir, "sub.old"));
    symlinkSync("../elsewhere", join(dir, "sub"));
    expect(on.open("data/sub/inner")[0]).toBe(72);
  });
});

describe("what cannot be mounted", () => {
  it("leaves FIFOs and sockets out of the listing", () => {
    const dir = join(home, "special");
    mkdirSync(dir);
    spawnSync("mkfifo", [join(dir, "fifo")]);
    writeFileSync(join(dir, "plain"), "");
    const [on, fd] = [mount([`${dir}:/data`]), 4];
    on.open("data");
    expect(on.names(fd)).toEqual([".", "..", "plain"]);
  });

  it.each([
    ["/no/such/thing:/data", "mount/not-found"],
    ["/dev/null:/data", "mount/not-a-file"],
    ["/etc/hosts:/", "mount/clash"],
    ["/tmp:data", "mount/guest-path"],
    ["/tmp:/data/../x", "mount/guest-path"],
  ])("%s is an error of the user, %s", (source, code) => {
    expect(() => mount([source])).toThrow(expect.objectContaining({ code }));
  });

  it("refuses two mounts in one place, and a mount through a file", () => {
    const { dir } = mounted("clash");
    expect(() => mount([`${dir}:/data`, `${dir}/sub:/data/`])).toThrow(
      expect.objectContaining({ code: "mount/clash" }),
    );
    expect(() => mount([`${dir}:/data`, `${dir}/sub:/data/file/x`])).toThrow(
      expect.objectContaining({ code: "mount/clash" }),
    );
  });

  it("refuses a tree that never ends", () => {
    const entry = { type: "directory" as const, device: 1n, inode: 1n, sizeBytes: 0, modifiedNs: 0n };
    const endless = (names: readonly string[]) => ({
      ...nodeMountFiles(),
      resolve: (path: string) => path,
      entry: () => entry,
      names: () => names,
    });
    const mounts = [{ hostPath: "/endless", guestPath: "/data", mode: "ro" as const }];
    for (const names of [["a"], Array.from({ length: 5_000 }, (_, index) => `${index}`)]) {
      expect(() => createFileSystem({ mounts, files: endless(names), clockNs: () => 0n })).toThrow(
        expect.objectContaining({ code: "mount/too-large" }),
      );
    }
  });

  it("tells the guest EACCES for a file the host cannot read", () => {
    const { dir, on } = mounted("unreadable");
    chmodSync(join(dir, "file"), 0);
    const isRoot = process.getuid?.() === 0;
    expect(on.open("data/file")[0]).toBe(isRoot ? 0 : 2);
  });
});

describe("large files", () => {
  it("are read in place, at any offset, and closed with the last descriptor", () => {
    const dir = join(home, "large");
    mkdirSync(dir);
    const big = Buffer.alloc(5 * 1024 * 1024, "0123456789abcdef");
    writeFileSync(join(dir, "big"), big);
    const on = mount([`${dir}:/data`]);
    const [, first] = on.open("data/big");
    const [, second] = on.open("data/big");
    on.call["fd_seek"]!(first, 4_000_003n, 0, 0);
    expect(on.read(first, 4)).toEqual([0, big.toString("latin1", 4_000_003, 4_000_007)]);
    on.call["fd_close"]!(first);
    expect(on.read(second, 3)).toEqual([0, "012"]);
    on.call["fd_close"]!(second);
    expect(on.open("data/big")[0]).toBe(0);
  });
});
