import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();

/** What a user gets: the packed tarball, installed into an empty folder, finds its Worker files and the grammar. */
test("the packed package works from an empty folder", { timeout: 300_000 }, () => {
  execFileSync("npm", ["pack", "--pack-destination", folder, "--loglevel=error"], {
    cwd: resolve("."),
    stdio: "pipe",
  });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  const home = join(folder, "home");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), '{"name":"home","private":true}');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", join(folder, tarball)], {
    cwd: home,
    stdio: "pipe",
  });
  writeFileSync(
    join(home, "hello.go"),
    'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello from a package") }\n',
  );
  writeFileSync(join(home, "spin.go"), "package main\n\nfunc main() {\n\tfor {\n\t}\n}\n");

  const run = (...words: string[]) =>
    spawnSync("npx", ["--loglevel=error", "sandglass", ...words], { cwd: home, encoding: "utf8" });
  const hello = run("run", "hello.go");
  expect(hello.stderr).toBe("");
  expect(hello.stdout).toBe("hello from a package\n");
  expect(hello.status).toBe(0);
  expect(run("check", "spin.go").status).toBe(1);
  expect(run("harden", "hello.go", "-o", "safe.wasm").status).toBe(0);
  expect(existsSync(join(home, "safe.wasm"))).toBe(true);
  expect(run("run", "safe.wasm").stdout).toBe("hello from a package\n");
});
