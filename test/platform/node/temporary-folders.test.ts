import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { expect, test } from "vitest";
import { makeTemporaryFolder } from "../../../src/platform/node/temporary-folders.ts";
import { temporaryFolder } from "../../cli/sandglass.ts";

const parent = temporaryFolder();
const deadPid = spawnSync(process.execPath, ["-e", ""]).pid;
const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);

function left(name: string, time: Date): string {
  const path = join(parent, name);
  mkdirSync(path);
  writeFileSync(join(path, "main.go"), "package main\n");
  utimesSync(path, time, time);
  return path;
}

test("what a killed process left is swept, and nothing else", async () => {
  const outside = left("keep", longAgo);
  const stale = left(`sandglass-${deadPid}-aaaaaa`, longAgo);
  symlinkSync(outside, join(stale, "link"));
  utimesSync(stale, longAgo, longAgo);
  const kept = [
    outside,
    left(`sandglass-${deadPid}-bbbbbb`, new Date()),
    left(`sandglass-${process.pid}-cccccc`, longAgo),
    left(`sandglass-${deadPid}-my-report`, longAgo),
  ];
  const link = join(parent, `sandglass-${deadPid}-dddddd`);
  symlinkSync(outside, link);
  const made = await makeTemporaryFolder(parent);
  expect(existsSync(made)).toBe(true);
  expect(existsSync(stale)).toBe(false);
  for (const path of [...kept, link, join(outside, "main.go")]) expect(existsSync(path)).toBe(true);
});
