import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineName } from "../src/instrument/report.ts";
import { printTable } from "./table.ts";

/** Programs of Go's own, by rising size: 2.6, 5, 14, 28 and 49 MB. */
const PROGRAMS = ["hello", "cmd/gofmt", "cmd/vet", "cmd/go", "cmd/compile"];
/** Runs in one process; the first is cold, of the others the median counts. Binaryen takes its time. */
const RUNS: Readonly<Record<EngineName, number>> = { stream: 10, binaryen: 2 };

/** What a process tells of the times that it hardened a module. */
export interface RewritingTimes {
  readonly bytes: number;
  readonly coldMs: number;
  readonly warmMs: number;
  readonly peakMiB: number;
}

/** All of `harden` (validation, hashes, names too), by each engine in a process of its own for each module. */
export function rewritingBench(folder: string): void {
  for (const engine of ["stream", "binaryen"] as const) {
    const rows = PROGRAMS.map((program) => {
      const { bytes, coldMs, warmMs, peakMiB } = measure(engine, buildProgram(folder, program));
      const megabytes = bytes / 1e6;
      const perSecond = (ms: number): number => megabytes / (ms / 1000);
      return [program, megabytes, coldMs, perSecond(coldMs), warmMs, perSecond(warmMs), String(peakMiB)];
    });
    printTable(
      `harden by ${engine}, CPU time of a process (cold: its first module)`,
      ["module", "MB", "cold ms", "MB per CPU s", "warm ms", "MB per CPU s", "peak MiB"],
      rows,
    );
  }
}

function measure(engine: EngineName, file: string): RewritingTimes {
  const child = fileURLToPath(new URL("rewriting-child.js", import.meta.url));
  const output = execFileSync(process.execPath, [child, engine, file, String(RUNS[engine])], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output) as RewritingTimes;
}

/** Builds one of Go's own programs, or hello, for wasip1; returns its path. */
export function buildProgram(folder: string, program: string): string {
  const output = join(folder, `${program.replace("/", "-")}.wasm`);
  if (existsSync(output)) return output;
  let source = program;
  if (program === "hello") {
    source = join(folder, "hello.go");
    writeFileSync(source, 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n');
  }
  execFileSync("go", ["build", "-trimpath", "-o", output, source], {
    env: { ...process.env, GOOS: "wasip1", GOARCH: "wasm", GOFLAGS: "" },
  });
  return output;
}
