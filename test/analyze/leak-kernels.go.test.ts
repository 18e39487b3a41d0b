import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CheckReport } from "../../src/source/finding.ts";
import { check } from "./expectations.ts";

const fixed = join(import.meta.dirname, "leak-kernels");
const kernels = kernelsOfGo();

/** The labelled leak programs of the Go tree, each of which leaks a goroutine; undefined without Go. */
function kernelsOfGo(): string | undefined {
  try {
    const root = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
    return join(root, "src/runtime/testdata/testgoroutineleakprofile/goker");
  } catch {
    return undefined;
  }
}

/** Findings that say that somebody waits for ever. */
function waits(report: CheckReport): string[] {
  return report.findings
    .filter((one) => one.severity !== "info" && /^(goroutine-leak|deadlock)$/.test(one.hazard))
    .map((one) => `${one.file}:${one.line} ${one.rule}`);
}

async function foundIn(folder: string): Promise<string[][]> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".go") && name !== "main.go");
  const reports = names.map((name) => check({ [name]: readFileSync(join(folder, name), "utf8") }));
  return (await Promise.all(reports)).map(waits);
}

describe.runIf(kernels !== undefined)("the leak kernels of the Go tree", () => {
  test("are found in at least 28 of 63", { timeout: 60_000 }, async () => {
    const found = await foundIn(kernels!);
    expect(found.length).toBeGreaterThanOrEqual(60);
    expect(found.filter((one) => one.length > 0).length).toBeGreaterThanOrEqual(28);
  });
});

describe("the same mistakes, mended as their authors did", () => {
  test("are not found any more", async () => {
    const found = await foundIn(fixed);
    expect(found.length).toBeGreaterThanOrEqual(20);
    expect(found.flat()).toEqual([]);
  });
});
