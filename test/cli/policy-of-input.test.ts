import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import loadWabt from "wabt";
import { sandglass, temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();

/** One unit of fuel: a policy that is used shows as the outcome out-of-fuel, exit code 137. */
const THEIRS = "[limits]\nfuel = 1\n";
const wabt = await loadWabt();
const parsed = wabt.parseWat(
  "guest.wat",
  '(module (memory (export "memory") 1) (func (export "_start") (loop (br_if 0 (i32.const 0)))))',
);
const { buffer } = parsed.toBinary({});
parsed.destroy();

function file(path: string, contents: string | Uint8Array = buffer): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), contents);
  return join(folder, path);
}

describe("a policy that comes with the input", () => {
  file("evil/app.wasm");
  file("evil/deep/app.wasm");
  file("evil/sandglass.toml", THEIRS);
  file("module/go.mod", "module m\n");
  file("module/cmd/app.wasm");
  file("module/sandglass.toml", THEIRS);
  file("linked/app.wasm");
  symlinkSync(file("permissive.toml", THEIRS), join(folder, "linked", "sandglass.toml"));

  test.each([
    ["beside the file", "evil", "app.wasm"],
    ["beside the file, by its whole path", "evil", join(folder, "evil/app.wasm")],
    ["above the working directory", "evil/deep", "../app.wasm"],
    ["in its module", "module", "cmd/app.wasm"],
    ["as a link", "linked", "app.wasm"],
  ])("%s is not used, and that is said", async (_, cwd, input) => {
    const { code, stderr } = await sandglass(["run", input], { cwd: join(folder, cwd) });
    expect(stderr).toMatch(
      /^note: .*sandglass\.toml comes with the input and is not used; if you trust it: --config /,
    );
    expect(code).toBe(0);
  });

  test("is used when it is named", async () => {
    const { code } = await sandglass(["run", "--config", "sandglass.toml", "app.wasm"], {
      cwd: join(folder, "evil"),
    });
    expect(code).toBe(137);
  });

  test("does not hide the policy above it", async () => {
    file("grader/sandglass.toml", THEIRS);
    file("grader/submission/sandglass.toml", '[limits]\nfuel = "1G"\n');
    file("grader/submission/app.wasm");
    const { code } = await sandglass(["run", "app.wasm"], { cwd: join(folder, "grader/submission") });
    expect(code).toBe(137);
  });
});

describe("a policy of one's own", () => {
  test("is found above the folder of the input", async () => {
    file("own/sandglass.toml", THEIRS);
    file("own/submissions/app.wasm");
    const { code, stderr } = await sandglass(["run", "submissions/app.wasm"], { cwd: join(folder, "own") });
    expect(stderr).toMatch(/out of fuel/);
    expect(code).toBe(137);
  });
});
