import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { OutcomeKind } from "../../src/runtime/outcome.ts";
import { sandglass, temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();

interface Ending {
  readonly options?: readonly string[];
  readonly code: number;
  readonly outcome: OutcomeKind;
  readonly stdout: RegExp;
  /** What standard error says of the stop; undefined: nothing of ours. */
  readonly stderr: RegExp | undefined;
}

/** The ten hostile guests, through the whole pipeline: built, hardened, run, and each ended for the right reason. */
const guests: Readonly<Record<string, Ending>> = {
  "hot-loop": {
    options: ["--fuel", "50M"],
    code: 137,
    outcome: "out-of-fuel",
    stdout: /^before the loop\n$/,
    stderr:
      /^signal: killed\n {2}out of fuel: 50,000,000 units used after \d+\.\d\d s, in main\.main\n {2}raise it with --fuel 200M; see: sandglass explain out-of-fuel\n$/m,
  },
  "memory-bomb": {
    options: ["--memory", "64MiB"],
    code: 137,
    outcome: "out-of-memory",
    stdout: /^1 blocks\n2 blocks\n/,
    stderr:
      /^signal: killed\n {2}out of memory: it asked for more than 64MiB\n {2}raise it with --memory 256MiB; see: sandglass explain out-of-memory\n$/m,
  },
  "stdout-flood": {
    options: ["--stdout-limit", "4KiB"],
    code: 137,
    outcome: "output-limit",
    stdout: /^line 000000000\n[\s\S]{4081}$/,
    stderr: /^signal: killed\n {2}too much output: more than 4KiB on standard output/m,
  },
  sleeper: {
    options: ["--timeout", "500ms"],
    code: 137,
    outcome: "timed-out",
    stdout: /^good night\n$/,
    stderr:
      /^signal: killed\n {2}time is up: still running after \d\.\d\d s\n {2}raise it with --timeout 2s/m,
  },
  "deep-recursion": {
    options: ["--stack-depth", "10_000"],
    code: 137,
    outcome: "call-depth",
    stdout: /^$/,
    stderr:
      /^fatal error: stack overflow\n {2}calls nest too deep: more than 10,000 calls, in main\.depth\n/m,
  },
  deadlock: {
    code: 2,
    outcome: "deadlocked",
    stdout: /^waiting\n$/,
    stderr: /all goroutines are asleep: nothing can wake one\n.*see: sandglass explain deadlocked\n$/,
  },
  panics: {
    code: 2,
    outcome: "exited",
    stdout: /^$/,
    stderr: /^panic: runtime error: index out of range \[4\] with length 1\n/,
  },
  "exit-three": { code: 3, outcome: "exited", stdout: /^three\n$/, stderr: undefined },
  "file-probe": { code: 0, outcome: "exited", stdout: /^environment 0 names\ngot 0\n$/, stderr: undefined },
  "network-dial": { code: 0, outcome: "exited", stdout: /^no network: /, stderr: undefined },
};

describe("a hostile guest, called by its source", () => {
  test.each(Object.entries(guests))("%s", async (name, { options = [], code, outcome, stdout, stderr }) => {
    const report = join(folder, `${name}.json`);
    const words = ["run", "--no-check", "--quiet", "--report", report, ...options];
    const ended = await sandglass([...words, `test/runtime/guests/${name}/main.go`]);
    if (stderr === undefined) expect(ended.stderr).toBe("");
    else expect(ended.stderr).toMatch(stderr);
    expect(ended.stdout).toMatch(stdout);
    expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject({ outcome, exitCode: code });
    expect(ended.code).toBe(code);
  });

  test("what a file probe was denied is in the report, with the flag that would allow it", () => {
    const { denials } = JSON.parse(readFileSync(join(folder, "file-probe.json"), "utf8"));
    expect(denials).toContainEqual({ import: "path_open", count: 1, flag: "--allow-read=/root/.ssh/id_rsa" });
  });
});

describe("a guest that tries to outlive its time", () => {
  test("by writing single bytes to both streams in turn", async () => {
    const source = `package main\n\nimport "os"\n\nfunc main() {\n\tfor {\n\t\tos.Stdout.Write([]byte{1})\n\t\tos.Stderr.Write([]byte{1})\n\t}\n}\n`;
    const started = performance.now();
    const words = ["run", "--no-check", "--quiet", "--timeout", "1s", "--stdout-limit", "1GiB", "-"];
    const { code, stderr } = await sandglass(words, { input: source });
    expect(stderr).toMatch(/^signal: killed$/m);
    expect(stderr).toMatch(/time is up: still running after \d\.\d\d s/);
    expect(code).toBe(137);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
