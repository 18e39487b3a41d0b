import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROUNDS = 7;

/** CPU time of a kernel by the original, and that of the other variants by it: medians of paired rounds. */
export interface KernelRow {
  readonly kernel: string;
  readonly originalMs: number;
  readonly ratios: readonly number[];
}

/** Runs the kernels in a process of this Node. The first file is the one that others are compared with. */
export function nodeKernels(
  node: string,
  files: readonly string[],
  kernels: readonly string[],
  rounds = ROUNDS,
): readonly KernelRow[] {
  const child = fileURLToPath(new URL("kernels-child.js", import.meta.url));
  const output = execFileSync(node, [child, String(rounds), kernels.join(), ...files], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output) as KernelRow[];
}

/** The same in wasmtime's Python package, beside its own fuel and epochs; undefined without version 50 of it. */
export function wasmtimeKernels(
  files: readonly string[],
  kernels: readonly string[],
): readonly KernelRow[] | undefined {
  const probe = "import importlib.metadata as m; print(m.version('wasmtime'))";
  const { status, stdout } = spawnSync("python3", ["-c", probe], { encoding: "utf8" });
  if (status !== 0 || !stdout.startsWith("50.")) return undefined;
  const output = execFileSync(
    "python3",
    ["bench/kernels-wasmtime.py", String(ROUNDS), kernels.join(), ...files],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  return JSON.parse(output) as KernelRow[];
}
