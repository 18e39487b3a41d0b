import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getuid } from "node:process";
import { describe, expect, test } from "vitest";
import loadWabt from "wabt";
import { sandglass, temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();
const HELLO = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n';

describe("source that cannot be used is one clear error with place and remedy, exit code 2", () => {
  const broken: readonly (readonly [
    name: string,
    file: string,
    contents: string | Uint8Array,
    expected: readonly RegExp[],
  ])[] = [
    ["an empty file", "empty.go", "", [/empty\.go/, /empty/]],
    [
      "text that is not UTF-8",
      "latin1.go",
      Uint8Array.from([...Buffer.from("package main\n// caf"), 0xe9, 0x0a]),
      [/latin1\.go:2/, /UTF-8/],
    ],
    ["a syntax error", "syntax.go", "package main\n\nfunc main() {\n\tif {\n}\n", [/syntax\.go:\d+/]],
    [
      "two main functions",
      "two.go",
      "package main\n\nfunc main() {}\nfunc main() {}\n",
      [/two\.go:4/, /main redeclared|two main/],
    ],
    ["no package main", "library.go", "package library\n\nfunc F() {}\n", [/library\.go/, /package main/]],
  ];
  test.each(broken)("%s", async (_, file, contents, expected) => {
    const path = join(folder, file);
    writeFileSync(path, contents);
    const { code, stderr, stdout } = await sandglass(["run", path]);
    for (const pattern of expected) expect(stderr).toMatch(pattern);
    expectNoStack(stderr);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("no such file", async () => {
    const { code, stderr } = await sandglass(["run", join(folder, "nowhere.go")]);
    expect(stderr).toMatch(/nowhere\.go/);
    expectNoStack(stderr);
    expect(code).toBe(2);
  });

  test("a directory without Go", async () => {
    const bare = join(folder, "bare");
    mkdirSync(bare);
    writeFileSync(join(bare, "notes.txt"), "nothing here");
    for (const command of ["run", "check", "build"]) {
      const { code, stderr } = await sandglass([command, bare]);
      expect(stderr).toMatch(/bare/);
      expect(stderr).toMatch(/help:/);
      expectNoStack(stderr);
      expect(code).toBe(2);
    }
  });
});

describe("a module that cannot be used", () => {
  test.each([
    ["truncated", () => hello().then((wasm) => wasm.subarray(0, wasm.length - 100)), /0x|offset|byte/],
    ["empty", async () => new Uint8Array(), /empty/],
    ["a zip named .wasm", async () => Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), /zip/],
    ["without memory", () => fromWat('(module (func (export "_start")))'), /memory/],
    ["without _start", () => fromWat('(module (memory (export "memory") 1))'), /_start/],
  ])("%s", async (name, make, expected) => {
    const path = join(folder, `${name.replaceAll(/\W/g, "-")}.wasm`);
    writeFileSync(path, await make());
    const { code, stderr } = await sandglass(["run", path]);
    expect(stderr).toMatch(expected);
    expect(stderr).toMatch(/\.wasm/);
    expectNoStack(stderr);
    expect(code).toBe(2);
  });
});

describe("harden, when it fails", () => {
  test.each([
    ["a truncated module", ["--engine", "stream"], /byte offset \d+/],
    ["a truncated module, by the other engine", ["--engine", "binaryen"], /byte offset \d+/],
    ["a truncated artifact to be verified alone", ["--verify"], /byte offset \d+/],
  ])("leaves what stood at the target, and nothing beside it: %s", async (name, options, expected) => {
    const place = join(folder, name.replaceAll(/\W/g, "-"));
    mkdirSync(place);
    const whole = await fromWat('(module (memory 1) (func (export "f") (loop (br 0))))');
    writeFileSync(join(place, "in.wasm"), whole.subarray(0, whole.length - 3));
    writeFileSync(join(place, "out.wasm"), "what stood there");
    const words = [...options, join(place, "in.wasm"), "-o", join(place, "out.wasm")];
    const { code, stderr } = await sandglass(["harden", ...words]);
    expect(stderr).toMatch(expected);
    expectNoStack(stderr);
    expect(code).toBe(2);
    expect(readFileSync(join(place, "out.wasm"), "utf8")).toBe("what stood there");
    expect(readdirSync(place).toSorted()).toEqual(["in.wasm", "out.wasm"]);
  });
});

describe("options and policies that make no sense", () => {
  test.each([
    [["--fuel", "-1"], /-1/],
    [["--memory", "5TiB"], /5TiB/],
    [["--timeout", "soon"], /soon/],
    [["--feul", "5M"], /did you mean --fuel/],
    [["--preset", "playgroun"], /did you mean playground/],
    [["--config", "nowhere.toml"], /nowhere\.toml/],
  ])("%j", async (options, expected) => {
    const path = join(folder, "options.go");
    writeFileSync(path, HELLO);
    const { code, stderr } = await sandglass(["run", ...options, path]);
    expect(stderr).toMatch(expected);
    expectNoStack(stderr);
    expect(code).toBe(2);
  });

  test("an unknown policy key is pointed at by line and column, with the nearest known one", async () => {
    const policy = join(folder, "typo.toml");
    writeFileSync(policy, '[limits]\nfeul = "10M"\n');
    const { code, stderr } = await sandglass(["run", "--config", policy, "examples/counter/main.go"]);
    expect(stderr).toMatch(/typo\.toml:2:1/);
    expect(stderr).toMatch(/did you mean/);
    expect(stderr).toMatch(/fuel/);
    expect(code).toBe(2);
  });
});

describe("a machine that does not help", () => {
  test("output to a read-only folder", async () => {
    const locked = join(folder, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0o555);
    // Root may write into any folder of a disk, but not create files in sysfs.
    const target = join(getuid?.() === 0 ? "/sys" : locked, "x.toml");
    const { code, stderr } = await sandglass(["init", "--output", target]);
    expect(stderr).toMatch(/cannot write .*x\.toml: the folder is not writable/);
    expectNoStack(stderr);
    expect(code).toBe(2);
  });

  test("output into a folder that is not there, or onto a folder, leaves nothing behind", async () => {
    for (const target of [join(folder, "missing", "x.wasm"), folder]) {
      const { code, stderr } = await sandglass(["build", "examples/counter/main.go", "-o", target]);
      expect(stderr).toMatch(/cannot write/);
      expectNoStack(stderr);
      expect(code).toBe(2);
    }
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("Go is missing and there is no network", async () => {
    const { code, stderr } = await sandglass(["run", "examples/counter/main.go"], {
      environment: {
        PATH: "/nowhere",
        SANDGLASS_GO: undefined,
        GOPROXY: "http://127.0.0.1:9",
        SANDGLASS_CACHE: join(folder, "no-go-cache"),
      },
    });
    expect(stderr).toMatch(/--go/);
    expectNoStack(stderr);
    expect(code).toBe(2);
  });

  test("--go names something that is not Go", async () => {
    const { code, stderr } = await sandglass(["run", "--go", "/bin/true", "examples/counter/main.go"]);
    expect(stderr).toMatch(/\/bin\/true/);
    expectNoStack(stderr);
    expect(code).toBe(2);
  });

  test("the cache folder cannot be written", async () => {
    const file = join(folder, "cache-is-a-file");
    writeFileSync(file, "");
    const { code, stderr } = await sandglass(["run", "examples/counter/main.go"], {
      environment: { SANDGLASS_CACHE: file },
    });
    expect(stderr).toMatch(/cache/);
    expectNoStack(stderr);
    expect(code).toBe(2);
    expect(readFileSync(file, "utf8")).toBe("");
  });
});

describe("what cannot be mounted or written is said before the guest begins", () => {
  const module = join(folder, "says-hi.wasm");
  const inFolder = (path: string): string => join(folder, path);
  const wrong: readonly (readonly [name: string, words: readonly string[], expected: readonly RegExp[]])[] = [
    ["a report that is a folder", ["--report", folder], [/it is a folder/, /name a file in it/]],
    [
      "a report in no folder",
      ["--report", inFolder("no/r.json")],
      [/no\/r\.json/, /create the folder first/],
    ],
    ["a recording that is a folder", ["--record", folder], [/it is a folder/, /name a file in it/]],
    [
      "a file to be mounted for writing",
      ["--allow-write", module],
      [/says-hi\.wasm/, /--allow-read takes a file/],
    ],
    ["--dir with one colon", ["--dir", `${folder}:/data`], [/:\/data/, /two colons/]],
    ["a folder that is not there", ["--allow-write", inFolder("nowhere")], [/nowhere/, /that exists/]],
  ];

  test.each(wrong)("%s", async (_, words, expected) => {
    const wat = `(module (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1) (data (i32.const 0) "\\08\\00\\00\\00\\03\\00\\00\\00hi\\n")
      (func (export "_start") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))`;
    writeFileSync(module, await fromWat(wat));
    const { code, stderr, stdout } = await sandglass(["run", module, ...words]);
    for (const pattern of expected) expect(stderr).toMatch(pattern);
    expectNoStack(stderr);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

function expectNoStack(stderr: string): void {
  expect(stderr).not.toMatch(/^\s+at .*\.[jt]s:\d+/m);
  expect(stderr).not.toMatch(/internal error/);
}

async function hello(): Promise<Uint8Array> {
  const source = join(folder, "hello.go");
  const target = join(folder, "hello.wasm");
  writeFileSync(source, HELLO);
  const { code, stderr } = await sandglass(["build", source, "-o", target]);
  if (code !== 0) throw new Error(stderr);
  return readFileSync(target);
}

async function fromWat(text: string): Promise<Uint8Array> {
  const wabt = await loadWabt();
  const module = wabt.parseWat("guest.wat", text);
  const { buffer } = module.toBinary({});
  module.destroy();
  return buffer;
}
