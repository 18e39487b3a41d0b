import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { harden } from "../src/instrument/harden.ts";
import type { EngineName } from "../src/instrument/report.ts";
import { nodePlatform } from "../src/platform/node.ts";
import { startInThread } from "./in-thread.ts";
import { cpuMsOf, geometricMean, median, pairedRounds } from "./paired.ts";
import { printTable } from "./table.ts";

const ROUNDS = 7;
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

/** Hardened by each engine against the original: time of whole runs in one process, size, and speed of the rewriting. */
export async function hardenBench(): Promise<void> {
  const original = kernels();
  const hardened = new Map<string, Uint8Array>();
  const rewriting: (readonly (string | number)[])[] = [];
  for (const engine of ENGINES) {
    const times: number[] = [];
    for (let round = 0; round < 3; round++)
      times.push(await cpuMsOf(async () => hardened.set(engine, await hardenWith(engine, original))));
    const bytes = hardened.get(engine)?.length ?? 0;
    rewriting.push([
      engine,
      median(times),
      original.length / 1e6 / (median(times) / 1000),
      bytes / original.length,
    ]);
  }
  printTable(
    `harden, ${(original.length / 1e6).toFixed(2)} MB`,
    ["engine", "CPU ms", "MB per CPU s", "size ratio"],
    rewriting,
  );

  const modules = [["original", original] as const, ...hardened].map(
    ([name, bytes]) => [name, new WebAssembly.Module(bytes as BufferSource)] as const,
  );
  const rows: (string | number)[][] = [];
  for (const kernel of KERNELS) {
    const variants = modules.map(([name, module]) => ({
      name,
      measure: () => cpuMsOf(() => startInThread(module, ["kernels", kernel])),
    }));
    const [base, ...others] = await pairedRounds(variants, ROUNDS);
    rows.push([kernel, base?.medianMs ?? 0, ...others.map((one) => one.ratio)]);
  }
  const ratios = ENGINES.map((_, index) => rows.map((row) => Number(row[index + 2])).sort((a, b) => a - b));
  printTable(
    "hardened / original, CPU time of a run",
    ["kernel", "original ms", ...ENGINES],
    [
      ...rows,
      ["geometric mean", "", ...ratios.map(geometricMean)],
      ["without the two most favourable", "", ...ratios.map((all) => geometricMean(all.slice(2)))],
    ],
  );
}

function hardenWith(engine: EngineName, wasm: Uint8Array): Promise<Uint8Array> {
  const options = {
    engine,
    abi: "standalone" as const,
    fuelUnits: 1n << 60n,
    memoryBytes: 1 << 30,
    stackDepth: undefined,
    strip: true,
    optimize: "O1" as const,
  };
  return harden(wasm, options, { sha256: nodePlatform().sha256 }).then((result) => result.wasm);
}

function kernels(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "sandglass-bench-"));
  try {
    const target = join(folder, "kernels.wasm");
    execFileSync("go", ["build", "-trimpath", "-o", target, "bench/kernels/main.go"], {
      env: { ...process.env, GOOS: "wasip1", GOARCH: "wasm", GOFLAGS: "" },
    });
    return readFileSync(target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
