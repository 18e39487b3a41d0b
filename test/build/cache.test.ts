import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { artifactCache, evictOldest } from "../../src/build/cache.ts";
import { artifactKey } from "../../src/build/cache-key.ts";
import { trimGoCache } from "../../src/build/go-cache.ts";
import type { BuildHost } from "../../src/build/host.ts";
import { withLock } from "../../src/build/lock.ts";
import { planProgram } from "../../src/build/program.ts";
import type { Toolchain } from "../../src/build/toolchain.ts";
import { nodeBuildHost } from "../../src/platform/node/build-host.ts";
import { goInput, HELLO, temporaryFolder } from "./programs.ts";

const ARTIFACT = new TextEncoder().encode("an artifact");

function hostHere(): BuildHost {
  return nodeBuildHost({ environment: { SANDGLASS_CACHE: temporaryFolder() } });
}

/** The one file of an artifact. */
async function onlyFile(host: BuildHost): Promise<string> {
  const files = await host.files.listDeep(`${host.cacheFolder}/artifacts`);
  expect(files.length).toBe(1);
  return files[0]!.path;
}

describe("the artifact cache", () => {
  test("gives back what was put, and nothing for another key", async () => {
    const host = hostHere();
    await artifactCache(host).put("aa11", ARTIFACT);
    expect(await artifactCache(host).get("aa11")).toEqual(ARTIFACT);
    expect(await artifactCache(host).get("aa12")).toBeUndefined();
  });

  test.each([
    ["a changed byte", (data: Buffer) => Buffer.concat([data.subarray(0, -1), Buffer.from("X")])],
    ["a changed hash", (data: Buffer) => Buffer.concat([Buffer.from("0"), data.subarray(1)])],
    ["half of it", (data: Buffer) => data.subarray(0, data.length >> 1)],
    ["nothing in it", () => Buffer.alloc(0)],
  ])("removes an entry with %s", async (_, damage) => {
    const host = hostHere();
    await artifactCache(host).put("aa11", ARTIFACT);
    const file = await onlyFile(host);
    writeFileSync(file, damage(readFileSync(file)));
    expect(await artifactCache(host).get("aa11")).toBeUndefined();
    expect(await host.files.stat(file)).toBeUndefined();
  });

  test("leaves nothing behind when the disk fills up in the middle", async () => {
    const host = hostHere();
    const rename = (): never => {
      throw Object.assign(new Error("full"), { code: "ENOSPC" });
    };
    const replace: BuildHost["files"]["replace"] = async (path, data) => {
      await host.files.replace(path, data);
      await host.files.remove(path);
      rename();
    };
    const full = { ...host, files: { ...host.files, replace } };
    await expect(artifactCache(full).put("aa11", ARTIFACT)).rejects.toMatchObject({
      code: "build/disk-full",
      place: { file: host.cacheFolder },
      hint: expect.stringContaining("SANDGLASS_CACHE"),
    });
    expect(await host.files.listDeep(host.cacheFolder)).toEqual([]);
  });

  test("drops what was unused longest when it holds too much, and what is used counts as new", async () => {
    const host = hostHere();
    const cache = artifactCache(host, 3 * 75);
    for (const [index, key] of ["aa", "bb", "cc"].entries()) {
      await cache.put(key, ARTIFACT);
      const aged = Date.now() / 1000 - 1000 + index;
      utimesSync(`${host.cacheFolder}/artifacts/${key}/${key}`, aged, aged);
    }
    await cache.get("aa");
    await cache.put("dd", ARTIFACT);
    const kept = await Promise.all(
      ["aa", "bb", "cc", "dd"].map(async (key) => (await cache.get(key)) !== undefined),
    );
    expect(kept).toEqual([true, false, false, true]);
  });

  test("never drops files younger than it is told", async () => {
    const host = hostHere();
    const folder = join(host.cacheFolder, "go-build");
    mkdirSync(folder);
    writeFileSync(join(folder, "young"), "xxxx");
    await evictOldest(folder, { limitBytes: 1, youngestMs: 60_000 }, host);
    expect(readdirSync(folder)).toEqual(["young"]);
  });
});

describe("Go's compile cache", () => {
  test("is measured now and then, loses what is old, and forgets which packages it had", async () => {
    const host = hostHere();
    const folder = join(host.cacheFolder, "go-build");
    const old = new Date(Date.now() - 3_600_000);
    for (const [name, time] of [
      ["old-d", old],
      ["young-d", new Date()],
      ["sandglass-std/fmt", new Date()],
    ] as const) {
      await host.files.create(`${folder}/${name}`, "xxxx");
      utimesSync(`${folder}/${name}`, time, time);
    }
    await trimGoCache(folder, host, 6);
    expect(readdirSync(folder)).toEqual(["sandglass-measured", "young-d"]);
    await host.files.create(`${folder}/later-d`, "x".repeat(100));
    utimesSync(`${folder}/later-d`, old, old);
    await trimGoCache(folder, host, 6);
    expect(readdirSync(folder)).toContain("later-d");
    const later = { ...host, nowMs: () => host.nowMs() + 3_600_000 };
    await trimGoCache(folder, later, 6);
    expect(readdirSync(folder)).not.toContain("later-d");
  });
});

describe("the key of an artifact", () => {
  const host = nodeBuildHost();
  const toolchain: Toolchain = { path: "/go/bin/go", goRoot: "/go", goVersion: "go1.26.8", source: "path" };
  const keyOf = (
    files: Record<string, string>,
    more = {},
    target = "wasip1",
    goVersion = "go1.26.8",
  ): string => {
    const program = planProgram(goInput(files, more), 1_000_000, { major: 1, minor: 26, patch: 8 });
    return artifactKey(program, [], { target, toolchain: { ...toolchain, goVersion } }, host);
  };
  const base = { "main.go": HELLO, "a.txt": "x" };

  test("does not depend on names for people, the order of files or where Go lies", () => {
    const reordered = { "a.txt": "x", "main.go": HELLO };
    expect(keyOf(reordered, { name: "other.go", displayPrefix: "sub/" })).toBe(keyOf(base));
  });

  test.each<[name: string, key: () => string]>([
    ["a file's text", () => keyOf({ ...base, "a.txt": "y" })],
    ["a file's name", () => keyOf({ "main.go": HELLO, "b.txt": "x" })],
    ["the target", () => keyOf(base, {}, "js")],
    ["the version of Go", () => keyOf(base, {}, "wasip1", "go1.26.9")],
    ["the folder of package main", () => keyOf({ ...base, "c/main.go": HELLO }, { packageDirectory: "c" })],
    ["the language of go.mod", () => keyOf({ ...base, "go.mod": "module program\ngo 1.21\n" })],
  ])("depends on %s", (_, key) => {
    expect(key()).not.toBe(keyOf(base));
  });
});

describe("a lock", () => {
  test("lets one worker in at a time", async () => {
    const host = hostHere();
    const path = `${host.cacheFolder}/locks/x.lock`;
    const log: string[] = [];
    const worker = (name: string): Promise<void> =>
      withLock(path, host, async () => {
        log.push(`${name} in`);
        await host.wait(30);
        log.push(`${name} out`);
      });
    await Promise.all(["a", "b", "c"].map(worker));
    expect(log.map((line) => line.slice(2))).toEqual(["in", "out", "in", "out", "in", "out"]);
    expect(await host.files.stat(path)).toBeUndefined();
  });

  test.each([
    ["of a process that is gone", (host: BuildHost) => host.processName.replace(/^\d+/, "999999999"), 0],
    ["that nobody has touched for long", (host: BuildHost) => host.processName, 60_000],
    ["of another machine that nobody has touched for long", () => "1@elsewhere", 60_000],
    ["without a name that nobody has touched for long", () => "", 60_000],
  ])("%s is taken over", async (_, owner, idleMs) => {
    const host = hostHere();
    const path = `${host.cacheFolder}/locks/x.lock`;
    await host.files.create(path, owner(host));
    const late = { ...host, nowMs: () => host.nowMs() + idleMs };
    expect(await withLock(path, late, async () => "mine")).toBe("mine");
    expect(readdirSync(join(host.cacheFolder, "locks"))).toEqual([]);
  });

  test.each([
    ["of a process that lives", (host: BuildHost) => host.processName],
    ["of another machine", () => "1@elsewhere"],
  ])("%s is waited for until the signal aborts", async (_, owner) => {
    const host = hostHere();
    const path = `${host.cacheFolder}/locks/x.lock`;
    await host.files.create(path, owner(host));
    const signal = AbortSignal.timeout(250);
    await expect(withLock(path, host, async () => "mine", signal)).rejects.toMatchObject({
      name: "TimeoutError",
    });
    expect((await host.files.stat(path))?.kind).toBe("file");
  });

  test("is given back when the work fails", async () => {
    const host = hostHere();
    const path = `${host.cacheFolder}/locks/x.lock`;
    const work = withLock(path, host, async () => {
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    expect(await host.files.stat(path)).toBeUndefined();
  });
});
