import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { nodeMountFiles } from "../../../src/platform/node/mount-files.ts";
import { type Bench, bench, getFile, putFile, READ, ROOT_FD, WRITE } from "../wasi/bench.ts";

const SECRET = "TOP SECRET";
const base = mkdtempSync(join(tmpdir(), "live-"));
let home: string;
let count = 0;

/** A fresh jail beside a secret for every test; as `/` of the guest it is all there is. */
beforeEach(() => {
  home = join(base, `${count++}`);
  mkdirSync(join(home, "jail", "a", "b"), { recursive: true });
  mkdirSync(join(home, "outside"));
  writeFileSync(join(home, "secret"), SECRET);
  writeFileSync(join(home, "outside", "f"), SECRET);
  writeFileSync(join(home, "jail", "ok"), "fine");
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

function jailed(mounts: readonly { hostPath: string; guestPath: string; mode: "ro" | "rw" }[] = []): Bench {
  const jail = { hostPath: join(home, "jail"), guestPath: "/", mode: "rw" as const };
  return bench({ fileSystem: { mounts: [jail, ...mounts], files: nodeMountFiles() } });
}

const onLinux = describe.skipIf(process.platform !== "linux");

onLinux("a live mount", () => {
  it("changes the host's files", () => {
    const on = jailed();
    putFile(on, "a/new", "from the guest");
    on.rename("a/new", "a/b/moved");
    on.symlink("../../ok", "a/b/link");
    expect(readFileSync(join(home, "jail/a/b/moved"), "utf8")).toBe("from the guest");
    expect(readFileSync(join(home, "jail/a/b/link"), "utf8")).toBe("fine");
    expect(on.path("path_unlink_file", "ok")).toBe(0);
    expect(existsSync(join(home, "jail/ok"))).toBe(false);
  });

  it("is all there is when it is the root", () => {
    const on = jailed();
    const [, fd] = on.open(".");
    expect(on.names(fd)).toEqual([".", "..", "a", "ok"]);
    expect(on.call["fd_prestat_get"]!(4, 0)).toBe(8);
  });

  it("has mounts inside it stand beside it", () => {
    const on = jailed([{ hostPath: join(home, "outside"), guestPath: "/a/in", mode: "ro" }]);
    expect(on.call["fd_prestat_dir_name"]!(4, 0, 5)).toBe(0);
    expect(Buffer.from(on.bytes.slice(0, 5)).toString()).toBe("/a/in");
    const [errno, fd] = on.open("f", { fd: 4 });
    expect([errno, on.read(fd)[1]]).toEqual([0, SECRET]);
    expect(on.open("f", { fd: 4, rights: WRITE })[0]).toBe(69);
    expect(on.call["path_link"]!(4, 0, ...on.text("f"), ROOT_FD, ...on.secondText("f"))).toBe(75);
    expect(on.call["path_rename"]!(4, ...on.text("f"), ROOT_FD, ...on.secondText("f"))).toBe(75);
    expect(on.call["path_rename"]!(ROOT_FD, ...on.text("ok"), 4, ...on.secondText("ok"))).toBe(75);
  });

  it("sets times to the nanosecond, of a symlink itself too", () => {
    const on = jailed();
    on.symlink("ok", "link");
    const set = (path: string, ns: bigint) =>
      on.call["path_filestat_set_times"]!(ROOT_FD, 0, ...on.text(path), 0n, ns, 4);
    const before = on.stat("ok")[1];
    expect(set("link", 1_577_934_245_000_000_678n)).toBe(0);
    expect(on.stat("link", false)[1].modifiedNs).toBe(1_577_934_245_000_000_678n);
    expect(on.stat("ok")[1]).toEqual(before);
    expect(set("ok", before.modifiedNs - 100n)).toBe(0);
    expect(on.stat("ok")[1]).toEqual({ ...before, modifiedNs: before.modifiedNs - 100n });
    writeFileSync(join(home, "jail/ok"), "changed by the host");
    expect(on.stat("ok")[1].modifiedNs).toBeGreaterThan(before.modifiedNs);
  });

  it("shows at once what the guest did, through another mount of the same folder too", () => {
    const again = { hostPath: join(home, "jail"), guestPath: "/again", mode: "rw" as const };
    const on = jailed([again]);
    const second = 4;
    const textOf = (path: string, fd: number): string | number => {
      const [errno, file] = on.open(path, { fd });
      if (errno !== 0) return errno;
      const [, text] = on.read(file);
      on.call["fd_close"]!(file);
      return text;
    };
    const seen = (path: string) => [textOf(path, ROOT_FD), textOf(path, second)];
    for (let round = 0; round < 200; round++) {
      putFile(on, "x", `x ${round}`);
      putFile(on, "y", `y ${round}`);
      expect([seen("x"), seen("a/../y")].flat()).toEqual([
        ...Array(2).fill(`x ${round}`),
        ...Array(2).fill(`y ${round}`),
      ]);
      expect(on.rename("x", "y")).toBe(0);
      expect([seen("x"), seen("y")].flat()).toEqual([44, 44, `x ${round}`, `x ${round}`]);
      expect(on.path("path_unlink_file", "y", second)).toBe(0);
      expect(seen("y")).toEqual([44, 44]);
    }
  });

  it("shows what others did a millisecond later", () => {
    const on = jailed();
    const jail = join(home, "jail");
    for (let round = 0; round < 20; round++) {
      writeFileSync(join(jail, "new"), `${round}`);
      on.stat("ok");
      on.stat("a/b");
      renameSync(join(jail, "new"), join(jail, "ok"));
      renameSync(join(jail, "a"), join(jail, "c"));
      const endMs = performance.now() + 1.1;
      while (performance.now() < endMs);
      const [, file] = on.open("ok");
      expect(on.read(file)[1]).toBe(`${round}`);
      expect([on.stat("a/b")[0], on.stat("c/b")[0]]).toEqual([44, 0]);
      renameSync(join(jail, "c"), join(jail, "a"));
    }
  });

  it("lets many read one file at once, each at a place of its own", () => {
    const on = jailed();
    putFile(on, "f", "0123456789");
    const [, first] = on.open("f");
    const [, second] = on.open("f");
    expect([on.read(first, 4)[1], on.read(second, 2)[1], on.read(first, 4)[1]]).toEqual([
      "0123",
      "01",
      "4567",
    ]);
    expect(on.call["fd_close"]!(first)).toBe(0);
    expect(on.path("path_unlink_file", "f")).toBe(0);
    expect(on.read(second, 4)[1]).toBe("2345");
    expect(on.write(second, "x")[0]).toBe(8);
  });

  it("holds nothing of the host open once the guest has ended", () => {
    const openNow = () => readdirSync("/proc/self/fd").length;
    const before = openNow();
    const on = jailed();
    for (let index = 0; index < 20; index++) {
      mkdirSync(join(home, `jail/a/${index}`));
      on.open(`a/${index}`);
    }
    putFile(on, "f", "x");
    on.open("f", { rights: READ | WRITE });
    on.open("missing/x");
    expect(openNow()).toBeGreaterThan(before + 20);
    on.host.fileSystem.close();
    expect(openNow()).toBe(before);
  });

  it("keeps no handle of a path that was only passed through", () => {
    const on = jailed();
    const openNow = () => readdirSync("/proc/self/fd").length;
    const before = openNow();
    symlinkSync("a/b/../../ok", join(home, "jail/link"));
    for (let index = 0; index < 50; index++) {
      for (const path of ["a/b", "link", "a/../ok", "missing", "ok/x", "../x", "a/b/../../.."]) on.stat(path);
      on.path("path_create_directory", "a");
      on.rename("a/b", "a/b/c");
    }
    expect(openNow()).toBe(before);
    on.host.fileSystem.close();
  });
});

onLinux("what is no regular file on a live mount", () => {
  it("is shown and can be deleted but never opened", () => {
    spawnSync("mkfifo", [join(home, "jail/fifo")]);
    const on = jailed();
    expect([
      on.open("fifo")[0],
      on.open("fifo", { rights: WRITE })[0],
      on.open("fifo", { flags: 8 })[0],
    ]).toEqual([2, 2, 2]);
    expect(on.stat("fifo")).toMatchObject([0, { type: 0 }]);
    expect(on.path("path_unlink_file", "fifo")).toBe(0);
  });

  it("is /dev/null, ours; other devices and the kernel's own files are not there", () => {
    const on = bench({
      fileSystem: { mounts: [{ hostPath: "/", guestPath: "/", mode: "rw" }], files: nodeMountFiles() },
    });
    expect(on.open("dev/null", { rights: WRITE })[0]).toBe(0);
    for (const path of [
      "dev/zero",
      "dev/tty",
      "dev/stdin",
      "proc",
      `proc/${process.pid}/mem`,
      "proc/self/environ",
      "proc/version",
      "sys/kernel/uevent_seqnum",
    ]) {
      expect([path, on.open(path)[0], on.stat(path, false)[0]]).toEqual([
        path,
        44,
        path === "dev/stdin" ? 0 : 44,
      ]);
    }
    const [, root] = on.open(".");
    const [, dev] = on.open("dev");
    expect(on.names(root)).toContain("dev");
    expect(on.names(root)).not.toContain("proc");
    expect(on.names(dev)).toContain("null");
    expect(on.names(dev)).not.toContain("zero");
    on.host.fileSystem.close();
  });
});

/** Each tries to reach the secret; what it gets is looked at, and the outside afterwards. */
const ways: Readonly<Record<string, (on: Bench) => unknown>> = {
  "..": (on) => getFile(on, "../secret"),
  "a/../../secret": (on) => getFile(on, "a/../../secret"),
  "an absolute path": (on) => getFile(on, join(home, "secret")),
  "its own symlink to ..": (on) => [on.symlink("..", "g"), getFile(on, "g/secret")],
  "its own symlink to ../": (on) => [on.symlink("../", "g"), getFile(on, "g/secret")],
  "its own symlink to ../secret": (on) => [on.symlink("../secret", "g"), getFile(on, "g")],
  "its own deep symlink": (on) => [on.symlink("../../../secret", "a/b/g"), getFile(on, "a/b/g")],
  "a chain of symlinks": (on) => [on.symlink("..", "g"), on.symlink("g", "h"), getFile(on, "h/secret")],
  "a trailing slash": (on) => [on.symlink("..", "g"), on.open("g/", { follow: false }), on.stat("g/")[0]],
  "creating through a symlink": (on) => [
    on.symlink("../planted", "g"),
    on.open("g", { flags: 1, rights: WRITE }),
  ],
  "truncating through a symlink": (on) => [on.symlink("../secret", "g"), on.open("g", { flags: 8 })],
  "mkdir through a symlink": (on) => [on.symlink("..", "g"), on.path("path_create_directory", "g/planted")],
  "rename out": (on) => [on.symlink("..", "g"), on.rename("ok", "g/planted"), on.rename("ok", "../planted")],
  "rename in": (on) => [on.symlink("..", "g"), on.rename("g/secret", "got"), getFile(on, "got")],
  "link out": (on) => [on.symlink("..", "g"), on.link("ok", "g/planted")],
  "link in": (on) => [on.symlink("../secret", "g"), on.link("g", "got"), getFile(on, "got")],
  "unlink outside": (on) => [on.symlink("..", "g"), on.path("path_unlink_file", "g/secret")],
  "rmdir outside": (on) => [on.symlink("..", "g"), on.path("path_remove_directory", "g/outside")],
  "symlink outside": (on) => [on.symlink("..", "g"), on.symlink("x", "g/planted")],
  "a symlink to /proc/self/root": (on) => {
    symlinkSync("/proc/self/root", join(home, "jail/root"));
    return [getFile(on, `root${home}/secret`), getFile(on, `root${join(home, "secret")}`)];
  },
  "a symlink to /proc/self/fd": (on) => {
    symlinkSync("/proc/self/cwd", join(home, "jail/cwd"));
    return on.open("cwd/package.json")[0];
  },
  "a directory moved while open": (on) => {
    const [, fd] = on.open("a/b");
    on.rename("a/b", "b");
    return [on.open("../../secret", { fd })[0], on.open("../secret", { fd })[0]];
  },
  "a NUL that ends the path": (on) => getFile(on, "../secret\0x"),
};

onLinux("no way out of a live mount", () => {
  it.each(Object.keys(ways))("by %s", (name) => {
    const on = jailed();
    const before = lstatSync(join(home, "secret"), { bigint: true }).mtimeNs;
    expect(JSON.stringify(ways[name]!(on))).not.toContain(SECRET);
    expect(readFileSync(join(home, "secret"), "utf8")).toBe(SECRET);
    expect(lstatSync(join(home, "secret"), { bigint: true }).mtimeNs).toBe(before);
    expect(readdirSync(home).sort()).toEqual(["jail", "outside", "secret"]);
    on.host.fileSystem.close();
  });

  it("by a directory that somebody swaps with a symlink all the time", async () => {
    mkdirSync(join(home, "jail/d"));
    writeFileSync(join(home, "jail/d/f"), "inside");
    symlinkSync("../outside", join(home, "jail/evil"));
    const swapper = new Worker(SWAP, { eval: true, workerData: join(home, "jail") });
    await new Promise((resolve) => swapper.once("message", resolve));
    const on = jailed();
    const seen = { inside: 0, refused: 0, leaked: 0 };
    for (let index = 0; index < OPENS; index++) {
      const text = getFile(on, "d/f");
      seen[text === "inside" ? "inside" : text === SECRET ? "leaked" : "refused"] += 1;
    }
    await swapper.terminate();
    on.host.fileSystem.close();
    expect(seen.leaked).toBe(0);
    expect(seen.inside).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });
});

/** SANDGLASS_RACE_OPENS=100000 for the long run. */
const OPENS = Number(process.env["SANDGLASS_RACE_OPENS"] ?? 4_000);

const SWAP = `
const { renameSync } = require("node:fs");
const { workerData: jail, parentPort } = require("node:worker_threads");
parentPort.postMessage("ready");
for (;;) {
  try { renameSync(jail + "/d", jail + "/real"); renameSync(jail + "/evil", jail + "/d"); } catch {}
  try { renameSync(jail + "/d", jail + "/evil"); renameSync(jail + "/real", jail + "/d"); } catch {}
}`;
