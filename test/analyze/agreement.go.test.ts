import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { OutcomeKind } from "../../src/runtime/outcome.ts";
import type { Hazard } from "../../src/source/finding.ts";
import { sandglass, temporaryFolder } from "../cli/sandglass.ts";
import { check } from "./expectations.ts";

/**
 * What analysis says and what really happens: each program of test/analyze/agreement, and each fixture of a rule that is
 * a program, is checked and, whatever was found, run. A build takes a second or two, so that only some run each time;
 * SANDGLASS_CONFORMANCE=all runs every one.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "agreement");
const SHARE = process.env["SANDGLASS_CONFORMANCE"] === "all" ? 1 : 12;
const isChosen = (name: string): boolean => createHash("sha256").update(name).digest()[0]! % SHARE === 0;
const programs = readdirSync(root).filter(isChosen);
const fixtures = readdirSync(join(here, "rules"), { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".go") && isChosen(name))
  .filter((name) => /^func main\(\)/m.test(readFileSync(join(here, "rules", name), "utf8")))
  .sort();

/** How a program ends, without our limits. `leak`: main returns while a goroutine waits for ever. */
type Ending = "ok" | "hang" | "deadlock" | "leak" | "oom" | "stack-overflow";

/** Exit code of the program when goroutines are left. */
const LEFT_OVER = 47;
const STOPPED: readonly OutcomeKind[] = ["out-of-fuel", "timed-out", "out-of-memory", "call-depth"];

/**
 * What `run` may call each ending. What eats memory may run into the fuel limit first, and the other way
 * round; Go itself panics at one allocation that is larger than wasm's address space.
 */
const OUTCOMES: Readonly<Record<Ending, readonly OutcomeKind[]>> = {
  ok: ["exited"],
  leak: ["exited"],
  hang: ["out-of-fuel", "timed-out", "out-of-memory"],
  oom: ["out-of-memory", "out-of-fuel", "timed-out", "exited"],
  "stack-overflow": ["call-depth", "out-of-memory", "out-of-fuel"],
  deadlock: ["deadlocked"],
};

/** The endings that bear out an error of a hazard. */
const CONFIRMS: Readonly<Partial<Record<Hazard, readonly Ending[]>>> = {
  "goroutine-leak": ["leak", "deadlock"],
  deadlock: ["deadlock", "leak"],
  "unbounded-recursion": ["stack-overflow"],
  "non-decreasing-recursion": ["stack-overflow"],
  "unbounded-alloc": ["oom"],
  "spawn-bomb": ["oom"],
};
const NEVER_ENDS: readonly Ending[] = ["hang", "oom"];

const folder = temporaryFolder();

describe("what is found and what happens agree", () => {
  test.each(programs)("%s", async (name) => {
    const text = readFileSync(join(root, name), "utf8");
    const ending = /^\/\/ ends: ([a-z-]+)\n/.exec(text)![1] as Ending;
    const { findings } = await check({ "main.go": text });
    for (const { severity, hazard, message } of findings) {
      if (severity === "error") expect(CONFIRMS[hazard] ?? NEVER_ENDS, message).toContain(ending);
    }

    const { outcome, exitCode } = await ran(name, text);
    expect(OUTCOMES[ending]).toContain(outcome);
    if (ending === "ok") expect(exitCode).toBe(0);
    else if (ending === "leak") expect(exitCode).toBe(LEFT_OVER);
    else if (outcome === "exited") expect(exitCode).toBe(2);
    else if (STOPPED.includes(outcome)) expect(exitCode).toBe(137);
  });
});

/** How a run ends that bears out an error in a fixture; Go itself ends with 2 when its stack or its memory is full. */
const FATAL_CODE = 2;
const BEARS_OUT: Readonly<Partial<Record<Hazard, readonly OutcomeKind[]>>> = {
  "goroutine-leak": ["deadlocked", ...STOPPED],
  deadlock: ["deadlocked", ...STOPPED],
};

describe("what a fixture of a rule says and what happens agree", () => {
  test.each(fixtures)("%s", { timeout: 240_000 }, async (name) => {
    const text = readFileSync(join(here, "rules", name), "utf8");
    const { findings } = await check({ "main.go": text });
    const errors = findings.filter(({ severity }) => severity === "error").map(({ hazard }) => hazard);
    const { outcome, exitCode } = await outcomeOf(name.replaceAll("/", "-"), text);
    if (errors.includes("compile-bomb")) return expect([outcome, exitCode]).toEqual(["refused", 2]);
    if (errors.length > 0) {
      const expected = errors.flatMap((hazard) => BEARS_OUT[hazard] ?? STOPPED);
      if (outcome !== "exited") return expect(expected).toContain(outcome);
      expect(errors).toContainEqual(expect.stringMatching(/recursion|alloc|bound|spawn/));
      return expect(exitCode).toBe(FATAL_CODE);
    }
    if (findings.length > 0) return expect(["exited", "deadlocked", ...STOPPED]).toContain(outcome);
    const [, ending] = /^\/\/ ends: (with a panic|a server goes on|only with two threads)$/m.exec(text) ?? [];
    if (ending !== undefined && ending !== "with a panic") return expect(STOPPED).toContain(outcome);
    expect([outcome, exitCode]).toEqual(["exited", ending === undefined ? 0 : FATAL_CODE]);
  });
});

/** Builds, hardens and runs a program that reports goroutines which are left when main returns. */
async function ran(name: string, text: string): Promise<Ended> {
  return outcomeOf(name, countingLeftOvers(text));
}

interface Ended {
  readonly outcome: OutcomeKind;
  readonly exitCode: number;
}

/** How a program ends under limits that are small for a hang; "refused" when it cannot be built. */
async function outcomeOf(name: string, text: string): Promise<Ended> {
  const source = join(folder, name);
  const report = `${source}.json`;
  writeFileSync(source, text);
  const limits = ["--fuel", "500M", "--memory", "128MiB", "--timeout", "20s", "--stdout-limit", "1MiB"];
  await sandglass(["run", "--no-check", "--quiet", "--report", report, ...limits, source]);
  return JSON.parse(readFileSync(report, "utf8"));
}

/** The program with its main called by another, which looks what is still there some time after. */
function countingLeftOvers(text: string): string {
  const renamed = text.replace(/^func main\(\)/m, "func testedMain()");
  const imports = 'import leftOs "os"\nimport leftRuntime "runtime"\nimport leftTime "time"\n';
  const main = `func main() {
	testedMain()
	leftTime.Sleep(50 * leftTime.Millisecond)
	if leftRuntime.NumGoroutine() > 1 {
		leftOs.Exit(${LEFT_OVER})
	}
}
`;
  return `${renamed.replace(/^package main\n/m, `package main\n\n${imports}`)}\n${main}`;
}
