import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import loadWabt from "wabt";
import { sandglass, temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();

/** One unit of fuel: a policy that is used shows as the outcome out-of-fuel, exit code 137. */
const TIGHT = "[limits]\nfuel = 1\n";
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

/** Whoever reads it says so, with exit code 2. */
const UNREADABLE = "[limits]\nfeul = 1\n";
/** Refused by the analysis with exit code 126: no Go is needed to see that the policy was not read. */
const ENDLESS = "package main\n\nfunc main() {\n\tfor {\n\t}\n}\n";

file("tree/sandglass.toml", UNREADABLE);
file("tree/app.wasm");
file("tree/main.go", ENDLESS);
file("tree/src/main.go", ENDLESS);
file("tree/src/app.wasm");
file("tree/src/sandglass.toml", UNREADABLE);
file("tree/all.txtar", `-- go.mod --\nmodule m\n-- main.go --\n${ENDLESS}`);
file("outside/main.go", ENDLESS);
symlinkSync(join(folder, "outside"), join(folder, "tree", "link"));
file("linked/app.wasm");
symlinkSync(file("permissive.toml", UNREADABLE), join(folder, "linked", "sandglass.toml"));

describe("a policy that nobody named is not used, and that is said, for", () => {
  test.each([
    ["a file beside it", "tree", "main.go", 126],
    ["a file below it", "tree", "src/main.go", 126],
    ["a file by its whole path", "tree", join(folder, "tree/src/main.go"), 126],
    ["a file above the working directory", "tree/src", "../main.go", 126],
    ["a file of somebody else", "tree", "../outside/main.go", 126],
    ["a folder", "tree", "src", 126],
    ["the working directory", "tree", ".", 126],
    ["a folder above", "tree/src", "..", 126],
    ["a pattern", "tree", "./src/...", 126],
    ["a link to a folder", "tree", "link/main.go", 126],
    ["an archive", "tree", "all.txtar", 126],
    ["standard input", "tree", "-", 126],
    ["a module", "tree", "app.wasm", 0],
    ["a module below it", "tree", "src/app.wasm", 0],
    ["a policy that is a link", "linked", "app.wasm", 0],
  ])("%s", async (_, cwd, input, expected) => {
    const { code, stderr } = await sandglass(["run", input], { cwd: join(folder, cwd), input: ENDLESS });
    expect(stderr).toMatch(
      /^note: sandglass\.toml is not used unless you name it: --config sandglass\.toml\n/,
    );
    expect(code).toBe(expected);
  });

  test.each(["preflight", "harden", "audit", "build"])("%s as well", async (command) => {
    const { code, stderr } = await sandglass([command, "-"], {
      cwd: join(folder, "tree"),
      input: "package",
      environment: { SANDGLASS_GO: process.execPath },
    });
    expect(stderr).toContain("note: sandglass.toml is not used");
    expect(stderr).not.toContain("feul");
    expect(code).toBe(command === "preflight" ? 1 : 2);
  });

  test("none when the input lies in the tree and the working directory does not", async () => {
    const { code, stderr } = await sandglass(["run", "tree/app.wasm"], { cwd: folder });
    expect([code, stderr]).toEqual([0, ""]);
  });
});

describe("a policy is used", () => {
  file("own/sandglass.toml", TIGHT);
  file("own/submissions/app.wasm");
  const cwd = join(folder, "own");

  test.each([
    ["when --config names it", ["--config", "sandglass.toml"], {}],
    ["when SANDGLASS_CONFIG names it", [], { SANDGLASS_CONFIG: join(cwd, "sandglass.toml") }],
  ])("%s", async (_, words, environment) => {
    const { code, stderr } = await sandglass(["run", ...words, "submissions/app.wasm"], { cwd, environment });
    expect(stderr).toMatch(/^signal: killed\n {2}out of fuel/);
    expect(code).toBe(137);
  });

  test("when check finds it, which runs nothing", async () => {
    const { code, stderr } = await sandglass(["check", "main.go"], { cwd: join(folder, "tree") });
    expect(stderr).toContain("unknown key 'feul'");
    expect(code).toBe(2);
  });

  test("but not a relative SANDGLASS_CONFIG, which would be that of any folder", async () => {
    const { code, stderr } = await sandglass(["run", "submissions/app.wasm"], {
      cwd,
      environment: { SANDGLASS_CONFIG: "sandglass.toml" },
    });
    expect(stderr).toContain("SANDGLASS_CONFIG is 'sandglass.toml', which differs in every folder");
    expect(code).toBe(2);
  });
});
