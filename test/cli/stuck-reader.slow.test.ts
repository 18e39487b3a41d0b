import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import loadWabt from "wabt";
import { temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();
const MAIN = resolve("dist/cli/main.js");
const wabt = await loadWabt();

/** A guest that writes 64 KiB to a descriptor, again and again. */
function flood(descriptor: 1 | 2): string {
  const parsed = wabt.parseWat(
    "flood.wat",
    `(module
      (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 3)
      (data (i32.const 0) "\\10\\00\\00\\00\\00\\00\\01\\00")
      (func (export "_start")
        (loop $again (drop (call $write (i32.const ${descriptor}) (i32.const 0) (i32.const 1) (i32.const 8))) (br $again))))`,
  );
  const path = join(folder, `flood-${descriptor}.wasm`);
  writeFileSync(path, parsed.toBinary({}).buffer);
  parsed.destroy();
  return path;
}

interface Stuck {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly heard: string }>;
}

/** Starts sandglass with readers of which only `listening` ever reads. */
function start(words: readonly string[], listening: "stdout" | "stderr" | "none"): Stuck {
  const child = spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, NO_COLOR: "1" } });
  let heard = "";
  if (listening !== "none") child[listening].on("data", (data: Buffer) => (heard += data));
  // Not "close": that would wait for the pipes that nobody reads.
  const ended = new Promise<{ code: number | null; heard: string }>((done) =>
    child.on("exit", (code) => setImmediate(() => done({ code, heard }))),
  );
  return { child, ended };
}

test.each([
  ["standard output", 1, "stderr"],
  ["standard error", 2, "stdout"],
  ["any stream", 2, "none"],
] as const)("the time limit holds when nobody reads %s", async (_, descriptor, listening) => {
  const words = ["run", flood(descriptor), "--timeout", "1s", "--stdout-limit", "1GiB"];
  const { code, heard } = await start(words, listening).ended;
  expect(code).toBe(137);
  if (listening === "stderr") expect(heard).toContain("time is up");
});

test("a signal ends a run whose reader never reads", async () => {
  const { child, ended } = start(["run", flood(1), "--timeout", "60s", "--stdout-limit", "1GiB"], "none");
  child.stdout?.once("readable", () => child.kill("SIGINT"));
  expect((await ended).code).toBe(137);
});

test("a signal ends a check whose reader never reads", async () => {
  const loops = "\tfor {\n\t}\n";
  const functions = Array.from({ length: 600 }, (_, n) => `func f${n}() {\n${loops}}\n`);
  const source = join(folder, "many.go");
  writeFileSync(source, `package main\n\nfunc main() {}\n${functions.join("\n")}`);
  const { child, ended } = start(["check", source, "--format", "json"], "none");
  child.stdout?.once("readable", () => child.kill("SIGTERM"));
  expect((await ended).code).toBe(137);
});
