import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platform } from "node:process";
import { afterAll, describe, expect, test } from "vitest";
import { makeFolders } from "../../../src/platform/node/make-folders.ts";

const folder = mkdtempSync(join(tmpdir(), "sandglass-folders-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("making folders", () => {
  test("makes all that are missing, again and at once", async () => {
    const deep = join(folder, "a", "b", "c");
    await Promise.all([makeFolders(deep), makeFolders(deep), makeFolders(join(deep, "d"))]);
    await makeFolders(deep);
    expect(existsSync(join(deep, "d"))).toBe(true);
  });

  test.runIf(platform !== "win32")("takes a link to a folder, and not one to nothing", async () => {
    symlinkSync(folder, join(folder, "link"));
    await makeFolders(join(folder, "link", "x"));
    symlinkSync("nowhere", join(folder, "dangling"));
    await expect(makeFolders(join(folder, "dangling"))).rejects.toMatchObject({ code: "EEXIST" });
  });

  test("says what is in the way", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(makeFolders(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
    await expect(makeFolders(join(folder, "file", "x", "y"))).rejects.toMatchObject({ code: "ENOTDIR" });
  });

  test.runIf(platform === "linux")(
    "gives up where nothing can be made, instead of trying for ever",
    async () => {
      await expect(makeFolders("/proc/nothing/can/be/made")).rejects.toMatchObject({ code: "ENOENT" });
    },
  );
});
