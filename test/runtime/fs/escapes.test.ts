import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeMountFiles } from "../../../src/platform/node/mount-files.ts";
import { type Bench, bench, getFile, putFile, ROOT_FD } from "../wasi/bench.ts";

const SECRET = "TOP SECRET";
let home: string;

/** A jail beside a secret; inside it symlinks that lead out by every way a host may have left there. */
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "escape-"));
  writeFileSync(join(home, "secret"), SECRET);
  const jail = join(home, "jail");
  mkdirSync(join(jail, "a", "b"), { recursive: true });
  writeFileSync(join(jail, "ok"), "fine");
  symlinkSync(join(home, "secret"), join(jail, "absolute"));
  symlinkSync("../secret", join(jail, "relative"));
  symlinkSync("..", join(jail, "up"));
  symlinkSync("../", join(jail, "up-slash"));
  symlinkSync("a/b/../../..", join(jail, "winding"));
  symlinkSync("up", join(jail, "chain"));
  symlinkSync("/proc/self/root", join(jail, "proc"));
  symlinkSync("/", join(jail, "slash"));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A guest whose only directory is the jail, as `/` and as `/data`, with a descriptor on the latter. */
function jailed(): { on: Bench; fd: number } {
  const hostPath = join(home, "jail");
  const mounts = [
    { hostPath, guestPath: "/", mode: "ro" as const },
    { hostPath, guestPath: "/data", mode: "ro" as const },
  ];
  const on = bench({ fileSystem: { mounts, files: nodeMountFiles() } });
  const [errno, fd] = on.open("data");
  expect(errno).toBe(0);
  return { on, fd };
}

const readable = [
  "../secret",
  "data/../../secret",
  "./../secret",
  "a/../../secret",
  "a/b/../../../secret",
  "absolute",
  "relative",
  "up/secret",
  "up-slash/secret",
  "winding/secret",
  "chain/secret",
  "chain/",
  "proc/etc/passwd",
  "slash/etc/passwd",
  "up/",
  "up/.",
  "relative/",
  "//etc/passwd",
  "/etc/passwd",
  "/data/../../secret",
  "a\\..\\..\\secret",
  "..\\secret",
  "C:\\secret",
  "CON",
  "ok:stream",
  "a/%2e%2e/%2e%2e/secret",
  "\u2025/secret",
  ".. /secret",
  "..\0/secret",
  "ok\0",
];

describe("a read-only mount with symlinks that lead out", () => {
  it.each(readable)("does not give the secret, nor anything, for %j", (path) => {
    const { on, fd } = jailed();
    for (const base of [ROOT_FD, fd]) {
      for (const follow of [true, false]) {
        const [errno, opened] = on.open(path, { fd: base, follow });
        if (errno === 0) expect(on.read(opened)[0]).toBe(31);
      }
      expect(getFile(on, path)).not.toContain(SECRET);
    }
    expect(on.stat(path)[1].size).not.toBe(BigInt(SECRET.length));
  });

  it("still resolves what stays inside", () => {
    const { on, fd } = jailed();
    for (const path of ["ok", "a/../ok", "./a/b/../../ok", "a//b/.././../ok", "slash/ok", "slash/data/ok"]) {
      expect([path, getFile(on, path)]).toEqual([path, "fine"]);
    }
    expect(on.open("ok", { fd })[0]).toBe(0);
    expect(on.open("slash/ok", { fd })[0]).toBe(63);
  });
});

/** What a hostile guest builds itself, all in /tmp. Each returns what it got hold of. */
const built: Readonly<Record<string, (on: Bench) => string>> = {
  "a symlink to ..": (on) => `${on.symlink("..", "tmp/g")} ${getFile(on, "tmp/g/../secret")}`,
  "a symlink to ../..": (on) => `${on.symlink("../..", "tmp/g")} ${getFile(on, "tmp/g/secret")}`,
  "a symlink to ../../": (on) => `${on.symlink("../../", "tmp/g")} ${getFile(on, "tmp/g/secret")}`,
  "a symlink with an absolute target": (on) =>
    `${on.symlink(join(home, "secret"), "tmp/g")} ${getFile(on, "tmp/g")}`,
  "a chain of symlinks": (on) => {
    on.symlink("..", "tmp/c0");
    for (let index = 1; index < 10; index++) on.symlink(`c${index - 1}/..`, `tmp/c${index}`);
    return getFile(on, "tmp/c9/secret");
  },
  "forty-one symlinks": (on) => {
    putFile(on, "tmp/c0", SECRET.toLowerCase());
    for (let index = 1; index <= 41; index++) on.symlink(`c${index - 1}`, `tmp/c${index}`);
    return `${getFile(on, "tmp/c40")} ${getFile(on, "tmp/c41")}`;
  },
  "a directory moved up while open": (on) => {
    on.path("path_create_directory", "tmp/a");
    on.path("path_create_directory", "tmp/a/b");
    const [, fd] = on.open("tmp/a/b");
    on.rename("tmp/a/b", "tmp/b");
    return `errno ${on.open("../../secret", { fd })[0]} ${on.open("../file", { fd })[0]}`;
  },
  "a directory removed while open": (on) => {
    on.path("path_create_directory", "tmp/a");
    const [, fd] = on.open("tmp/a");
    on.path("path_remove_directory", "tmp/a");
    return `errno ${on.open("../secret", { fd })[0]} ${on.open("x", { fd, flags: 1 })[0]}`;
  },
  "a hard link to what is read-only": (on) =>
    `${on.link("ok", "tmp/ok")} ${on.open("tmp/ok", { rights: 64 })[0]}`,
  "a rename over the mount point": (on) => {
    on.path("path_create_directory", "tmp/a");
    return `${on.rename("tmp/a", "tmp")} ${on.rename("tmp", "tmp/a")} ${on.rename("tmp/a", "data")}`;
  },
  "O_CREAT and O_TRUNC through a symlink to what is read-only": (on) => {
    on.symlink("../ok", "tmp/g");
    return `${on.open("tmp/g", { flags: 1 | 8, rights: 64 })[0]} ${getFile(on, "ok")}`;
  },
  "O_CREAT through a dangling symlink out": (on) => {
    on.symlink("../../born", "tmp/g");
    on.symlink("../born", "tmp/h");
    return `${on.open("tmp/g", { flags: 1 })[0]} ${on.open("tmp/h", { flags: 1 })[0]}`;
  },
  "a descriptor renumbered over the preopen": (on) => {
    const [, fd] = on.open("tmp");
    on.call["fd_renumber"]!(fd, ROOT_FD);
    return `errno ${on.open("../ok")[0]} ${on.open("ok")[0]}`;
  },
};

describe("a guest that builds its way out", () => {
  it.each(Object.entries(built))("gets nothing by %s", (_name, build) => {
    const { on } = jailed();
    const got = build(on);
    expect(got).not.toContain(SECRET);
    expect(got).toMatchSnapshot();
  });

  it("names files as it likes in its own tree, which no host path ever sees", () => {
    const on = bench();
    for (const name of [
      "CON",
      "NUL",
      "a:b",
      "a\\b",
      "..\\x",
      "~",
      "-rf",
      "*",
      " ",
      "...",
      "\u202e",
      "%2e%2e",
    ]) {
      putFile(on, `tmp/${name}`, name);
      expect(getFile(on, `tmp/${name}`)).toBe(name);
    }
  });
});
