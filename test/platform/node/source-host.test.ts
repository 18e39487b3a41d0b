import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodeSourceHost } from "../../../src/platform/node/source-host.ts";
import { loadInput } from "../../../src/source/load-input.ts";
import { failure } from "../../source/failure.ts";

const MAIN = "package main\n\nfunc main() {}\n";
const folder = realpathSync(mkdtempSync(join(tmpdir(), "sandglass-source-")));
const host = nodeSourceHost();
afterAll(() => rmSync(folder, { recursive: true }));

function tree(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe("source on a real disk", () => {
  test("a module with a package and what it embeds", async () => {
    const root = tree("module", {
      "go.mod": "module m\n",
      "cmd/main.go":
        'package main\n\nimport (\n\t_ "embed"\n\t"m/lib"\n)\n\n//go:embed x.txt\nvar x string\n',
      "cmd/x.txt": "x",
      "lib/l.go": "package lib\n",
      ".git/HEAD": "x",
    });
    const input = await loadInput(join(root, "cmd"), host);
    expect(input.kind === "go" && [...input.files.keys()]).toEqual([
      "cmd/main.go",
      "cmd/x.txt",
      "go.mod",
      "lib/l.go",
    ]);
    expect(input).toMatchObject({ packageDirectory: "cmd", displayPrefix: `${root}/` });
  });

  test("a FIFO is refused without being opened, as input, as source and as a policy", async () => {
    const root = tree("fifo", { "main.go": MAIN });
    execFileSync("mkfifo", [join(root, "pipe.go")]);
    expect((await failure(loadInput(join(root, "pipe.go"), host))).code).toBe("source/not-a-file");
    expect((await failure(loadInput(root, host))).code).toBe("source/not-a-file");
    expect((await failure(host.readFile(join(root, "pipe.go"), 10))).code).toBe("source/not-a-file");
  });

  test("devices are refused", async () => {
    expect((await failure(loadInput("/dev/zero", host))).code).toBe("source/not-a-file");
    expect((await failure(host.readFile("/dev/zero", 10))).code).toBe("source/not-a-file");
  });

  test("symlinks that leave are refused by name, and those that stay are followed", async () => {
    const secret = join(tree("outside", { "secret.go": MAIN }), "secret.go");
    const root = tree("links", { "real/main.go": MAIN });
    symlinkSync(join(root, "real", "main.go"), join(root, "inside.go"));
    expect(await loadInput(join(root, "inside.go"), host)).toMatchObject({ looseFile: "inside.go" });
    symlinkSync(secret, join(root, "leaves.go"));
    expect((await failure(loadInput(join(root, "leaves.go"), host))).code).toBe("source/link-leaves");
    expect((await failure(loadInput(root, host))).message).toMatch(
      /leaves\.go is a symlink that leaves the input/,
    );
    symlinkSync("loop.go", join(root, "loop.go"));
    expect((await failure(loadInput(join(root, "loop.go"), host))).code).toBe("source/no-such-file");
    symlinkSync(join(root, "real"), join(folder, "elsewhere"));
    expect(await loadInput(join(folder, "elsewhere"), host)).toMatchObject({ packageDirectory: "." });
  });

  test("huge files are refused before they are read", async () => {
    const root = tree("huge", { "main.go": MAIN });
    truncateSync(join(root, "main.go"), 10 * 2 ** 30);
    const found = await failure(loadInput(join(root, "main.go"), host));
    expect(found.code).toBe("source/file-too-large");
    expect(found.message).toMatch(/10240 MiB; a Go file may have 16 MiB/);
  });

  test("files that say they are empty are read to their end", async () => {
    expect((await host.readFile("/proc/self/status", 1 << 20)).length).toBeGreaterThan(100);
    expect((await failure(host.readFile("/proc/self/status", 10))).code).toBe("source/too-large");
  });

  test("a folder is no file, and nothing is nothing", async () => {
    expect((await failure(host.readFile(folder, 10))).message).toMatch(/is a folder/);
    expect((await failure(host.readFile(join(folder, "none"), 10))).code).toBe("source/no-such-file");
    expect((await failure(host.readFile(join(folder, "module/go.mod/x"), 10))).code).toBe(
      "source/no-such-file",
    );
    expect(await host.lstat(join(folder, "none"))).toBe(undefined);
    expect(await host.realpath(join(folder, "none"))).toBe(undefined);
  });

  test("canonical paths are free of symlinks as far as they exist", () => {
    mkdirSync(join(folder, "c"));
    symlinkSync(join(folder, "c"), join(folder, "c-link"));
    expect(host.canonical(join(folder, "c-link", "new", "x"))).toBe(join(folder, "c", "new", "x"));
    expect(host.canonical("x/../y")).toBe(join(realpathSync(process.cwd()), "y"));
  });

  test("a file that may not be read is an error with a remedy", async () => {
    const root = tree("locked", { "main.go": MAIN });
    const unreadable = process.getuid?.() === 0 ? "/proc/self/mem" : join(root, "main.go");
    execFileSync("chmod", ["000", join(root, "main.go")]);
    const found = await failure(host.readFile(unreadable, 10));
    expect(found.code).toBe("source/unreadable");
    expect(found.message).toContain(unreadable);
    expect(found.hint).toBeTruthy();
  });
});
