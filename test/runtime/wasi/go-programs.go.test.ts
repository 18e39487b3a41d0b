import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWasi } from "../../../src/runtime/wasi/create.ts";
import { GuestExit } from "../../../src/runtime/wasi/host.ts";
import { type TestHost, type TestHostOptions, testHost } from "./test-host.ts";

const PROGRAMS = join(import.meta.dirname, "programs");
let out: string;

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), "go-programs-"));
});

afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Builds programs/NAME.go and runs it in this thread on a virtual clock. */
function run(name: string, options: TestHostOptions): { host: TestHost; exitCode: number } {
  const wasm = join(out, `${name}.wasm`);
  const environment = { ...process.env, GOOS: "wasip1", GOARCH: "wasm", GOFLAGS: "", GO111MODULE: "off" };
  const built = spawnSync("go", ["build", "-o", wasm, join(PROGRAMS, `${name}.go`)], {
    env: environment,
    encoding: "utf8",
  });
  expect(built.stderr).toBe("");
  const host = testHost(options);
  const wasi = createWasi(host);
  const module = new WebAssembly.Module(readFileSync(wasm));
  const instance = new WebAssembly.Instance(module, {
    wasi_snapshot_preview1: wasi.functions as WebAssembly.ModuleImports,
  });
  wasi.bindMemory(instance.exports["memory"] as WebAssembly.Memory);
  try {
    (instance.exports["_start"] as () => void)();
  } catch (error) {
    if (error instanceof GuestExit) return { host, exitCode: error.exitCode };
    throw error;
  }
  return { host, exitCode: 0 };
}

describe("a Go program", () => {
  it("works with files, directories, links and times", () => {
    const { host, exitCode } = run("files", {});
    expect(host.output(2)).toBe("");
    expect(host.output(1)).toBe(readFileSync(join(PROGRAMS, "files.txt"), "utf8"));
    expect(exitCode).toBe(0);
    expect(host.denials).toEqual(["path_open --allow-read=/etc/passwd", "path_open --allow-write=.:/"]);
  });

  it("gets arguments, environment, input, time and randomness, and exits with its code", () => {
    const { host, exitCode } = run("process", {
      args: ["prog", "ärg", "日本語", ""],
      environment: ["NAME=wörld", "PWD=/tmp"],
      stdin: "first\nthe rest",
    });
    expect(host.output(1)).toBe(readFileSync(join(PROGRAMS, "process.txt"), "utf8"));
    expect([host.output(2), exitCode]).toEqual(["leaving\n", 3]);
  });
});
