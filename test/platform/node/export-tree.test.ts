import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { CHANGES_FILE, exportTree, requireExportFolder } from "../../../src/platform/node/export-tree.ts";
import type { ChangedEntry } from "../../../src/runtime/fs/changes.ts";

const base = mkdtempSync(join(tmpdir(), "export-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let home: string;
let count = 0;
beforeEach(() => {
  home = join(base, `${count++}`);
  mkdirSync(home);
});

const out = (): string => join(home, "out");
const file = (path: string, text = path): ChangedEntry => ({
  kind: "file",
  path,
  bytes: new TextEncoder().encode(text),
});
const link = (path: string, target: string): ChangedEntry => ({ kind: "symlink", path, target });
const changes = (...entries: ChangedEntry[]) => ({
  created: entries.map(({ path }) => path),
  changed: [],
  deleted: ["/gone"],
  skipped: [],
  entries,
});

describe("an export", () => {
  test("writes files, folders and symlinks below the folder, and the list", async () => {
    const skipped = await exportTree(
      out(),
      changes({ kind: "directory", path: "/d/empty" }, file("/d/a", "text"), link("/d/l", "a"), file("/b")),
    );
    expect(skipped).toEqual([]);
    expect(readdirSync(out()).sort()).toEqual([CHANGES_FILE, "b", "d"]);
    expect(readFileSync(join(out(), "d/l"), "utf8")).toBe("text");
    expect(readdirSync(join(out(), "d/empty"))).toEqual([]);
    expect(JSON.parse(readFileSync(join(out(), CHANGES_FILE), "utf8"))).toMatchObject({
      created: ["/d/empty", "/d/a", "/d/l", "/b"],
      deleted: ["/gone"],
    });
    expect(readdirSync(home)).toEqual(["out"]);
  });

  test.each([
    ["a path upward", file("/../evil")],
    ["a path upward in the middle", file("/d/../../evil")],
    ["a name with NUL", file("/a\0b")],
    ["a path without a name", file("/")],
    ["the name of the list", file(`/${CHANGES_FILE}`)],
    ["an absolute symlink", link("/l", "/etc/passwd")],
    ["a symlink upward", link("/d/l", "../../evil")],
    ["a symlink upward behind a name", link("/d/l", "x/../../..")],
    ["a name that is too long", file(`/${"x".repeat(300)}`)],
  ])("leaves out %s, and says so", async (_, entry) => {
    const skipped = await exportTree(out(), changes(entry, file("/good")));
    expect(skipped.map(({ path }) => path)).toEqual([entry.path]);
    expect(readFileSync(join(out(), "good"), "utf8")).toBe("/good");
    expect(existsSync(join(home, "evil"))).toBe(false);
    expect(JSON.parse(readFileSync(join(out(), CHANGES_FILE), "utf8")).skipped).toEqual(skipped);
  });

  test("writes nothing through a symlink of its own", async () => {
    const skipped = await exportTree(out(), changes(link("/l", "d"), file("/l/x"), file("/d/y")));
    expect(skipped.map(({ path }) => path)).toEqual(["/l"]);
    expect(readFileSync(join(out(), "l/x"), "utf8")).toBe("/l/x");
  });

  test("takes an empty folder, and no other", async () => {
    mkdirSync(out());
    await exportTree(out(), changes(file("/a")));
    await expect(exportTree(out(), changes(file("/b")))).rejects.toMatchObject({ code: "output/not-empty" });
    expect(readdirSync(out()).sort()).toEqual([CHANGES_FILE, "a"]);
  });

  test("refuses what is no folder, a symlink, and a folder in none", async () => {
    writeFileSync(join(home, "file"), "");
    symlinkSync(base, join(home, "link"));
    await expect(requireExportFolder(join(home, "file"))).rejects.toMatchObject({
      code: "output/not-a-folder",
    });
    await expect(requireExportFolder(join(home, "link"))).rejects.toMatchObject({
      code: "output/not-a-folder",
    });
    await expect(requireExportFolder(join(home, "x/y"))).rejects.toMatchObject({ code: "output/no-folder" });
    expect(readlinkSync(join(home, "link"))).toBe(base);
  });
});
