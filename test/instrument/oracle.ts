import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("oracle.py", import.meta.url));
/** The cost model is that of this major version; another one is no oracle. */
const WASMTIME_MAJOR = "50";

/** Whether python3 has wasmtime 50. Machines without it are tested against numbers that were recorded with it. */
export function hasOracle(): boolean {
  const probe = "import importlib.metadata as m; print(m.version('wasmtime'))";
  const { status, stdout } = spawnSync("python3", ["-c", probe], { encoding: "utf8" });
  return status === 0 && stdout.startsWith(`${WASMTIME_MAJOR}.`);
}

/** What wasmtime's fuel metering takes for calling the export `f` of each module; "trap" where it traps. */
export function oracleCalls(
  jobs: readonly { readonly wasm: Uint8Array; readonly values: readonly unknown[] }[],
): readonly string[] {
  const input = jobs.map(({ wasm, values }) => ({ wasm: Buffer.from(wasm).toString("base64"), values }));
  const output = execFileSync("python3", [SCRIPT, "calls"], {
    input: JSON.stringify(input),
    encoding: "utf8",
  });
  return JSON.parse(output) as string[];
}

/** What calling the export `f` of a hardened module came to, in an engine that knows nothing of hardening. */
export interface EngineOutcome {
  readonly trapped: boolean;
  /** 0 after a trap. */
  readonly result: number;
  readonly fuel: string;
  readonly stop: number;
  /** Times that memory did not grow. */
  readonly denied: number;
  readonly pages: number;
}

/** Calls `f` of hardened modules in wasmtime, without its metering. */
export function oracleObserve(modules: readonly Uint8Array[]): readonly EngineOutcome[] {
  const input = JSON.stringify(modules.map((wasm) => Buffer.from(wasm).toString("base64")));
  return JSON.parse(
    execFileSync("python3", [SCRIPT, "observe"], { input, encoding: "utf8" }),
  ) as EngineOutcome[];
}

export interface OracleRun {
  readonly output: string;
  readonly exitCode: number | null;
  readonly trap: string | null;
  /** With metering. */
  readonly fuel?: string;
  /** Without metering, of a hardened module. */
  readonly stop?: number;
}

/** Runs a WASI program in wasmtime, with or without wasmtime's own metering. */
export function oracleRun(
  path: string,
  mode: "program" | "plain",
  values: readonly string[] = [],
): OracleRun {
  const output = execFileSync("python3", [SCRIPT, mode, path, ...values], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return JSON.parse(output) as OracleRun;
}
