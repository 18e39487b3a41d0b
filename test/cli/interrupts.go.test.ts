import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, lstatSync, mkdirSync, openSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process, { platform } from "node:process";
import { describe, expect, test } from "vitest";
import { type Called, sandglass, temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();
const LINES = 'package main\n\nimport (\n\t"bufio"\n\t"fmt"\n\t"os"\n)\n';
const FIRST_LINE = `${LINES}\nfunc main() {\n\ts := bufio.NewScanner(os.Stdin)\n\ts.Scan()\n\tfmt.Println("got", s.Text())\n}\n`;
const ALL_LINES = `${LINES}\nfunc main() {\n\tfmt.Println("ready")\n\ts := bufio.NewScanner(os.Stdin)\n\tfor s.Scan() {\n\t}\n}\n`;
const ENDLESS_OUTPUT = `${LINES}\nvar _ = bufio.NewReader\n\nfunc main() {\n\tfor i := 0; ; i++ {\n\t\tfmt.Fprintln(os.Stdout, i)\n\t}\n}\n`;

/** A call whose standard input stays open, as that of a terminal does. */
function callWithOpenInput(words: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [resolve("dist/cli/main.js"), ...words], {
    env: { ...process.env, NO_COLOR: "1", ...environment },
    stdio: "pipe",
  });
}

async function ended(child: ChildProcess): Promise<Called> {
  const [out, err]: Buffer[][] = [[], []];
  child.stdout?.on("data", (data: Buffer) => out?.push(data));
  child.stderr?.on("data", (data: Buffer) => err?.push(data));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout: Buffer.concat(out ?? []).toString(), stderr: Buffer.concat(err ?? []).toString() };
}

function source(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function heard(child: ChildProcess, stream: "stdout" | "stderr", pattern: RegExp): Promise<void> {
  let text = "";
  for await (const data of child[stream] ?? []) {
    text += String(data);
    if (pattern.test(text)) return;
  }
  throw new Error(`the call ended without saying ${pattern}: ${text}`);
}

describe("an input that stays open does not keep the process", () => {
  test("after the guest has ended", async () => {
    const child = callWithOpenInput(["run", source("first.go", FIRST_LINE)]);
    child.stdin?.write("hello\n");
    expect(await ended(child)).toEqual({ code: 0, stdout: "got hello\n", stderr: "" });
  });

  test("after the guest was killed", async () => {
    const child = callWithOpenInput(["run", "--timeout", "300ms", source("all.go", ALL_LINES)]);
    const { code, stderr } = await ended(child);
    expect(stderr).toMatch(/time is up/);
    expect(code).toBe(137);
  });

  test("after Ctrl-C, while the guest waits for it", async () => {
    const child = callWithOpenInput(["run", "--timeout", "1h", source("all.go", ALL_LINES)]);
    const done = once(child, "close");
    let stderr = "";
    child.stderr?.on("data", (data) => {
      stderr += data;
    });
    child.stdout?.once("data", () => child.kill("SIGINT"));
    expect((await done)[0]).toBe(137);
    expect(stderr).toMatch(/cancelled after/);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "after %s, while source is read from it",
    async (signal) => {
      const child = callWithOpenInput(["check", "-"]);
      child.stdin?.write("package main\n");
      setTimeout(() => child.kill(signal), 1_000);
      const { code, stdout, stderr } = await ended(child);
      expect({ code, stdout, stderr }).toEqual({ code: 137, stdout: "", stderr: "cancelled\n" });
    },
  );
});

describe("a signal during a build", () => {
  test.each([
    ["SIGINT", 1],
    ["SIGHUP", 1],
    ["SIGINT", 2],
  ] as const)("%s, sent %i times, leaves no compiler and no file", async (signal, times) => {
    const temporary = join(folder, `tmp-${signal}-${times}`);
    mkdirSync(temporary);
    const child = callWithOpenInput(["build", "examples/counter/main.go", "-o", join(folder, "x.wasm")], {
      SANDGLASS_CACHE: join(folder, `cache-${signal}-${times}`),
      TMPDIR: temporary,
    });
    const done = once(child, "close");
    await heard(child, "stderr", /compiling the standard library/);
    expect(readdirSync(temporary)).toHaveLength(1);
    for (let sent = 0; sent < times; sent++) child.kill(signal);
    expect((await done)[0]).toBe(137);
    expect(readdirSync(temporary)).toEqual([]);
    expect(readdirSync(folder)).not.toContain("x.wasm");
  });
});

const STARTED = `package main

import (
	"os"
	"time"
)

func main() {
	os.WriteFile("/out/started", nil, 0o644)
	time.Sleep(time.Hour)
}
`;

describe("a signal during a preflight", () => {
  test.runIf(platform === "linux")("is no verdict: nothing is reported", async () => {
    const [seen, reports] = [join(folder, "seen"), join(folder, "reports")];
    mkdirSync(seen);
    const words = ["preflight", "--engine", "stream", "--timeout", "1h", "--out", reports];
    const child = callWithOpenInput([...words, `--allow-write=${seen}:/out`, source("started.go", STARTED)]);
    const watch = setInterval(() => existsSync(join(seen, "started")) && child.kill("SIGTERM"), 50);
    const { code, stdout, stderr } = await ended(child);
    clearInterval(watch);
    expect({ code, stdout, stderr }).toEqual({ code: 137, stdout: "", stderr: "cancelled\n" });
    expect(readdirSync(reports)).toEqual([]);
  });
});

describe("an output that takes nothing more", () => {
  test("a reader that leaves ends the guest, quietly", async () => {
    const child = callWithOpenInput([
      "run",
      "--no-check",
      "--timeout",
      "1h",
      source("endless.go", ENDLESS_OUTPUT),
    ]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    let stderr = "";
    child.stderr?.on("data", (data) => {
      stderr += data;
    });
    const [code] = await once(child, "close");
    expect({ code, stderr }).toEqual({ code: 137, stderr: "" });
  });

  test("a reader that leaves does not change what check says", async () => {
    const broken = source("broken.go", "package main\n\nfunc main() {\n\tif {\n}\n");
    const child = callWithOpenInput(["check", broken]);
    child.stdout?.destroy();
    expect((await once(child, "close"))[0]).toBe(2);
  });

  test.runIf(platform === "linux")("a full disk is an error of one line, exit code 2", async () => {
    for (const words of [["explain"], ["run", source("lines.go", ENDLESS_OUTPUT), "--no-check"]]) {
      const full = openSync("/dev/full", "w");
      const child = spawn(process.execPath, [resolve("dist/cli/main.js"), ...words], {
        env: { ...process.env, NO_COLOR: "1" },
        stdio: ["ignore", full, "pipe"],
      });
      const { code, stderr } = await ended(child);
      closeSync(full);
      expect(stderr).toBe(
        "error: cannot write to standard output: the disk is full\n  help: free some space, then run it again\n",
      );
      expect(code).toBe(2);
    }
  });
});

describe("files that are no files", () => {
  test.runIf(platform === "linux")("--output writes into what the system provides", () => {
    const call = `"${process.execPath}" dist/cli/main.js init --force --output /proc/self/fd/1 2>/dev/null | cat`;
    expect(execFileSync("sh", ["-c", call], { encoding: "utf8" })).toMatch(/\[limits\]/);
  });

  test.runIf(platform !== "win32")("a FIFO is not replaced by a file", async () => {
    const fifo = join(folder, "fifo");
    execFileSync("mkfifo", [fifo]);
    const { code, stderr } = await sandglass(["init", "--force", "--output", fifo]);
    expect(stderr).toMatch(/cannot write .*fifo: it is a FIFO, device or socket/);
    expect(code).toBe(2);
    expect(lstatSync(fifo).isFIFO()).toBe(true);
  });
});
