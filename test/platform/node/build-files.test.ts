import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodeBuildFiles } from "../../../src/platform/node/build-files.ts";

const root = mkdtempSync(join(tmpdir(), "sandglass-build-files-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(process.platform === "win32")("a folder", () => {
  test.each([
    [0o700, true],
    [0o755, true],
    [0o775, false],
    [0o777, false],
    [0o1777, false],
  ])("of mode %o is private: %s", async (mode, expected) => {
    const folder = join(root, `mode-${mode}`);
    mkdirSync(folder);
    chmodSync(folder, mode);
    expect(await nodeBuildFiles(() => undefined).isPrivate(folder)).toBe(expected);
  });

  test("that is none is not private", async () => {
    const file = join(root, "file");
    writeFileSync(file, "");
    const { isPrivate } = nodeBuildFiles(() => undefined);
    expect(await isPrivate(file)).toBe(false);
    expect(await isPrivate(join(root, "absent"))).toBe(false);
  });
});
