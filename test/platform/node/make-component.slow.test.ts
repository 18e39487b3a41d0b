import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { afterAll, describe, expect, test, vi } from "vitest";
import { harden } from "../../../src/instrument/harden.ts";
import { makeComponent } from "../../../src/platform/node/make-component.ts";
import { assemble } from "../../runtime/run-guest.ts";

const JCO = env["SANDGLASS_JCO"];
const folder = mkdtempSync(join(tmpdir(), "component-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command that says hello and then runs on for ever, unless its fuel ends it. */
const HELLO = assemble(`(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\20\\00\\00\\00\\06\\00\\00\\00")
  (data (i32.const 32) "hello\\n")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
    (loop $for_ever (br $for_ever))))`);

describe("without jco", () => {
  test("says what to install, and that the package would be taken from a folder", async () => {
    vi.stubEnv("SANDGLASS_JCO", join(folder, "nothing"));
    try {
      await expect(makeComponent(HELLO)).rejects.toMatchObject({
        code: "component/no-jco",
        hint: expect.stringContaining("npm install @bytecodealliance/jco"),
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe.skipIf(JCO === undefined)("with jco (SANDGLASS_JCO names the folder of the package)", () => {
  test("a hardened module runs as a component, and its limits hold there", async () => {
    const { wasm } = await harden(
      HELLO,
      {
        engine: "stream",
        abi: "standalone",
        fuelUnits: 100_000n,
        memoryBytes: 1 << 20,
        stackDepth: undefined,
        strip: true,
        optimize: "O1",
      },
      { sha256: (bytes) => createHash("sha256").update(bytes).digest("hex") },
    );
    const file = join(folder, "hello.wasm");
    writeFileSync(file, await makeComponent(wasm));
    const { stdout, stderr, status } = spawnSync(execPath, [join(JCO!, "dist/jco.js"), "run", file], {
      encoding: "utf8",
      timeout: 120_000,
    });
    expect(stdout).toBe("hello\n");
    expect(stderr).toContain("unreachable");
    expect(status).not.toBe(0);
  }, 150_000);

  test("a module that is no command, or imports more, is refused in one line", async () => {
    const other = assemble('(module (import "mine" "f" (func)) (func (export "_start")))');
    for (const wasm of [new Uint8Array(8), other])
      await expect(makeComponent(wasm)).rejects.toMatchObject({
        code: "component/failed",
        message: expect.not.stringContaining("\n"),
      });
  });
});
