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

/** What /tmp of the guest can be: in memory, an overlay of an empty host directory, and on Linux a live mount of one. All have to behave alike. */
export const trees: readonly Tree[] = [
  { tree: "in memory", open: bench },
  { tree: "in an overlay", open: mountedBench("overlay", "/tmp") },
  ...(process.platform === "linux" ? [{ tree: "on a live mount", open: mountedBench("rw", "/tmp") }] : []),
];

/** What `/` of the guest can be when all of it is writable, as conformance suites mount their folder. */
export const rootTrees: readonly Tree[] = [
  { tree: "in an overlay", open: mountedBench("overlay", "/") },
  ...(process.platform === "linux" ? [{ tree: "on a live mount", open: mountedBench("rw", "/") }] : []),
];

const home = mkdtempSync(join(tmpdir(), "live-tree-"));
let count = 0;
const opened: Bench[] = [];

afterAll(() => {
  for (const { host } of opened) host.fileSystem.close();
  rmSync(home, { recursive: true, force: true });
});

function mountedBench(mode: "rw" | "overlay", guestPath: string): Tree["open"] {
  return (options = {}) => {
    const hostPath = join(home, `${count++}`);
    mkdirSync(hostPath);
    const mounts = [{ hostPath, guestPath, mode }];
    const on = bench({ ...options, fileSystem: { ...options.fileSystem, mounts, files: nodeMountFiles() } });
    opened.push(on);
    return on;
  };
}
