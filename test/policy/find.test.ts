import { describe, expect, test } from "vitest";
import { findPolicyFile } from "../../src/policy/find.ts";
import type { EntryFacts } from "../../src/source/source-host.ts";

describe("the nearest sandglass.toml", () => {
  test.each([
    ["in the folder itself", ["/a/b/sandglass.toml", "/a/sandglass.toml"], "/a/b/sandglass.toml"],
    ["further up", ["/a/sandglass.toml"], "/a/sandglass.toml"],
    ["at the root of the system", ["/sandglass.toml"], "/sandglass.toml"],
    ["beside the go.mod", ["/a/go.mod", "/a/sandglass.toml"], "/a/sandglass.toml"],
    ["not beyond a module", ["/a/b/go.mod", "/a/sandglass.toml"], undefined],
    ["not beyond a repository", ["/a/b/.git", "/a/sandglass.toml"], undefined],
    ["nowhere", [], undefined],
  ])("%s", async (_, files, expected) => {
    const lstat = async (path: string): Promise<EntryFacts | undefined> =>
      files.includes(path) ? { kind: "file", bytes: 1 } : undefined;
    expect(await findPolicyFile("/a/b", { lstat })).toBe(expected);
  });

  test("a folder of that name is no policy", async () => {
    const lstat = async (path: string): Promise<EntryFacts | undefined> =>
      path === "/a/sandglass.toml" ? { kind: "folder", bytes: 0 } : undefined;
    expect(await findPolicyFile("/a", { lstat })).toBe(undefined);
  });
});
