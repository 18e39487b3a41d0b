import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { nodeMountFiles } from "../../../src/platform/node/mount-files.ts";
import { type Bench, bench } from "./bench.ts";
import type { TestHostOptions } from "./test-host.ts";

export interface Tree {
  readonly tree: string;
  readonly open: (options?: TestHostOptions) => Bench;
}

/** What /tmp of the guest can be: in memory, and on Linux a live mount of an empty host directory. Both have to behave alike. */
export const trees: readonly Tree[] = [
  { tree: "in memory", open: bench },
  ...(process.platform === "linux" ? [{ tree: "on a live mount", open: liveBench }] : []),
];

/** What `/` of the guest can be when all of it is writable, as conformance suites mount their folder. */
export const rootTrees: readonly Tree[] =
  process.platform === "linux"
    ? [{ tree: "on a live mount", open: (options) => liveBench(options, "/") }]
    : [];

const home = mkdtempSync(join(tmpdir(), "live-tree-"));
let count = 0;
const opened: Bench[] = [];

afterAll(() => {
  for (const { host } of opened) host.fileSystem.close();
  rmSync(home, { recursive: true, force: true });
});

function liveBench(options: TestHostOptions = {}, guestPath = "/tmp"): Bench {
  const hostPath = join(home, `${count++}`);
  mkdirSync(hostPath);
  const mounts = [{ hostPath, guestPath, mode: "rw" as const }];
  const on = bench({ ...options, fileSystem: { ...options.fileSystem, mounts, files: nodeMountFiles() } });
  opened.push(on);
  return on;
}
