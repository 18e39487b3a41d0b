import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Where other versions of Node are kept: beside the compiled benches, and gone with node_modules. */
const CACHE = join("node_modules", ".bench-node");

/**
 * Path of a Node of this major version, fetched from npm (`node-PLATFORM-ARCH`, the binaries of the package `node`) at
 * first use; its scripts are not run. Returns why when it cannot be had.
 */
export function nodeBinary(major: string): string | { readonly reason: string } {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(CACHE, major);
  const binary = join(folder, "node_modules", name, "bin", "node");
  if (!existsSync(binary)) {
    const { status, stderr } = spawnSync(
      "npm",
      [
        "install",
        "--prefix",
        folder,
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        `${name}@${major}`,
      ],
      { encoding: "utf8" },
    );
    if (status !== 0 || !existsSync(binary))
      return { reason: stderr.trim().split("\n").at(-1) ?? "npm failed" };
  }
  return binary;
}
