import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { harden } from "../src/instrument/harden.ts";
import type { EngineName } from "../src/instrument/report.ts";
import { nodePlatform } from "../src/platform/node.ts";
import { hardenOptions } from "./harden-options.ts";
import { type KernelRow, nodeKernels, wasmtimeKernels } from "./kernel-engines.ts";
import { nodeBinary } from "./node-versions.ts";
import { onFuelBench } from "./on-fuel.ts";
import { geometricMean } from "./paired.ts";
import { rewritingBench } from "./rewriting.ts";
import { sizesBench } from "./sizes.ts";
import { printTable } from "./table.ts";
import { wasmInstrumentBench } from "./wasm-instrument.ts";

/** Those that choices were made by stand first; the others were added later. */
const KERNELS = [
  ...["sieve", "fib", "matmul", "sha256", "maps", "sort", "channels", "strings"],
  ...[
    "nbody",
    "mandelbrot",
    "json",
    "regexp",
    "bigint",
    "bufio",
    "trees",
    "interfaces",
    "defers",
    "fannkuch",
  ],
  "closures",
];
const ENGINES: readonly EngineName[] = ["binaryen", "stream"];
/** Other major version of Node that the kernels run on, beside the one that runs this. */
const OTHER_NODE = "24";

/**
 * Hardened by each engine against the original on two versions of Node and on wasmtime, beside the crate wasm-instrument;
 * what a question for fuel costs; sizes; the speed of the rewriting.
 */
export async function hardenBench(): Promise<void> {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "sandglass-bench-"));
  try {
    const files = await kernelModules(folder);
    const names = ["original", ...ENGINES];
    printKernels(`Node ${process.version}`, names, nodeKernels(process.execPath, files, KERNELS));
    const other = nodeBinary(OTHER_NODE);
    if (typeof other === "string")
      printKernels(`Node ${OTHER_NODE}`, names, nodeKernels(other, files, KERNELS));
    else console.log(`\nNode ${OTHER_NODE} could not be had: ${other.reason}`);
    const wasmtime = wasmtimeKernels(files, KERNELS);
    if (wasmtime === undefined) console.log("\nwasmtime 50 is missing: pip install 'wasmtime==50.*'");
    else printKernels("wasmtime 50", [...names, "its fuel", "its epochs"], wasmtime);
    await onFuelBench(files[0]!);
    await wasmInstrumentBench(folder, files[0]!, KERNELS);
    await sizesBench(folder);
    rewritingBench(folder);
    console.log(`\nthe whole bench took ${Math.round((performance.now() - began) / 1000)} s`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Paths of the kernels' module: the original, then hardened by each engine. */
async function kernelModules(folder: string): Promise<readonly string[]> {
  const original = join(folder, "kernels.wasm");
  execFileSync("go", ["build", "-trimpath", "-o", original, "bench/kernels/main.go"], {
    env: { ...process.env, GOOS: "wasip1", GOARCH: "wasm", GOFLAGS: "" },
  });
  const files = [original];
  for (const engine of ENGINES) {
    const result = await harden(readFileSync(original), hardenOptions(engine), {
      sha256: nodePlatform().sha256,
    });
    const file = join(folder, `kernels.${engine}.wasm`);
    writeFileSync(file, result.wasm);
    files.push(file);
  }
  return files;
}

function printKernels(where: string, variants: readonly string[], rows: readonly KernelRow[]): void {
  const others = variants.slice(1);
  const sorted = others.map((_, i) =>
    rows.map(({ ratios }) => ratios[i] ?? Number.NaN).sort((a, b) => a - b),
  );
  printTable(
    `by original on ${where}, CPU time of a run`,
    ["kernel", "original ms", ...others],
    [
      ...rows.map(({ kernel, originalMs, ratios }) => [kernel, originalMs, ...ratios]),
      ["geometric mean", "", ...sorted.map(geometricMean)],
      ["without the two most favourable", "", ...sorted.map((all) => geometricMean(all.slice(2)))],
      ["worst", "", ...sorted.map((all) => all[all.length - 1] ?? Number.NaN)],
    ],
  );
}
