import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryUsage } from "node:process";
import loadWabt from "wabt";
import { harden } from "../src/instrument/harden.ts";
import { nodePlatform } from "../src/platform/node.ts";
import type { Limits, Policy } from "../src/policy/policy.ts";
import { presetPolicy } from "../src/policy/presets.ts";
import { createPool, type GuestPool } from "../src/runtime/pool.ts";
import { median } from "./paired.ts";
import { printTable } from "./table.ts";

const RUNS = 1_000;
const HELLOS = 2_000;
const POOL_SIZE = 2;
/** Runs after which memory is taken as the base: by then every thread and module has been used. */
const SETTLED_RUNS = 200;
const LIMITS: Partial<Limits> = {
  fuelUnits: 20_000_000n,
  memoryBytes: 64 << 20,
  timeoutMs: 20_000,
  stdoutLimitBytes: 256 << 10,
};

/** What is asked of the pool, and how that has to end. */
interface Task {
  readonly name: string;
  readonly wasm: Uint8Array;
  readonly word: string;
  readonly limits: Partial<Limits>;
  readonly expected: string;
}

/** Runs of hostile guests of many kinds through one pool, none lost and each with its right outcome; then hello, warm. */
export async function loadBench(): Promise<void> {
  const pool = createPool(nodePlatform().threads, { size: POOL_SIZE });
  try {
    const { tasks, hello } = await guests();
    await printMixed(pool, tasks);
    await printWarm(pool, hello);
  } finally {
    await pool.close();
  }
}

async function guests(): Promise<{ readonly tasks: readonly Task[]; readonly hello: Task }> {
  const go = await hardened(built());
  const wabt = await loadWabt();
  const wat = (text: string): Uint8Array => wabt.parseWat("guest.wat", text).toBinary({}).buffer;
  const start = '(memory (export "memory") 1) (func (export "_start")';
  const task = (
    word: string,
    expected: string,
    limits: Partial<Limits> = {},
    wasm: Uint8Array = go,
  ): Task => ({ name: word, wasm, word, limits, expected });
  const hello = task("hello", "exited 0");
  const tasks = [
    hello,
    task("exit", "exited 7"),
    task("spin", "out-of-fuel 137"),
    task("sleep", "timed-out 137", { timeoutMs: 100 }),
    task("flood", "output-limit 137", { fuelUnits: 10n ** 12n }),
    task("grow", "out-of-memory 137", { fuelUnits: 10n ** 12n }),
    // Go keeps its stacks in the guest's memory; what recurses below that is the engine's to stop.
    task("recurse", "out-of-memory 137", { fuelUnits: 10n ** 12n }),
    task("recurse unhardened", "call-depth 137", {}, wat(`(module ${start} (call 0)))`)),
    task("deadlock", "deadlocked 2"),
    task("panic", "exited 2"),
    task("spin unhardened", "timed-out 137", { timeoutMs: 100 }, wat(`(module ${start} (loop (br 0))))`)),
    task("trap", "trapped 134", {}, wat(`(module ${start} (unreachable)))`)),
    task("refused", "refused 126", {}, wat(`(module (import "env" "system" (func)) ${start}))`)),
  ];
  return { tasks, hello };
}

function built(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "sandglass-bench-"));
  try {
    const wasm = join(folder, "guest.wasm");
    const env = { ...process.env, GO111MODULE: "off", GOOS: "wasip1", GOARCH: "wasm" };
    execFileSync("go", ["build", "-o", wasm, "bench/hostile-guest/main.go"], { env });
    return readFileSync(wasm);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hardened(wasm: Uint8Array): Promise<Uint8Array> {
  const { fuelUnits, memoryBytes, stackDepth } = { ...presetPolicy("default").limits, ...LIMITS };
  // Not compacted, as docs/pool.md advises.
  const options = { engine: "stream", abi: "hosted", strip: true, optimize: "O1" } as const;
  const result = await harden(
    wasm,
    { ...options, fuelUnits, memoryBytes, stackDepth },
    { sha256: nodePlatform().sha256 },
  );
  return result.wasm;
}

/** "outcome code" of one run. */
async function ending(pool: GuestPool, { wasm, word, limits }: Task): Promise<string> {
  const preset = presetPolicy("default");
  const policy: Policy = { ...preset, limits: { ...preset.limits, ...LIMITS, ...limits } };
  const { outcome } = await pool.run({
    wasm,
    args: ["guest", word],
    policy,
    hostEnvironment: {},
    stdin: undefined,
    onStdout: () => undefined,
    onStderr: () => undefined,
  });
  return `${outcome.outcome} ${outcome.exitCode}`;
}

async function printMixed(pool: GuestPool, tasks: readonly Task[]): Promise<void> {
  const endings = new Map<string, number>();
  const residents: number[] = [];
  let started = 0;
  const worker = async (): Promise<void> => {
    while (started < RUNS) {
      const task = tasks[started++ % tasks.length]!;
      const key = `${task.name}: ${await ending(pool, task)}, expected ${task.expected}`;
      endings.set(key, (endings.get(key) ?? 0) + 1);
      residents.push(memoryUsage.rss() / 2 ** 20);
    }
  };
  await Promise.all(Array.from({ length: 2 * POOL_SIZE }, worker));
  printTable(
    `${residents.length} hostile runs through a pool of ${POOL_SIZE}`,
    ["ending", "runs"],
    [...endings].map(([key, count]) => [key, String(count)]),
  );
  const settled = median(residents.slice(SETTLED_RUNS, 2 * SETTLED_RUNS));
  const last = median(residents.slice(-SETTLED_RUNS));
  console.log(`resident MiB: ${Math.round(settled)} settled, ${Math.round(last)} at the end`);
  const wrong = [...endings.keys()].filter((key) => !/: (.*), expected \1$/.test(key));
  if (wrong.length > 0 || residents.length < RUNS) throw new Error(`lost or wrong: ${wrong.join("; ")}`);
}

/** One guest at a time, for the time of one run; then as many as there are threads, for the work that a core does. */
async function printWarm(pool: GuestPool, hello: Task): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const lanes of [1, POOL_SIZE]) {
    const times: number[] = [];
    const lane = async (): Promise<void> => {
      while (times.length < HELLOS) {
        const startMs = performance.now();
        await ending(pool, hello);
        times.push(performance.now() - startMs);
      }
    };
    const before = process.cpuUsage();
    await Promise.all(Array.from({ length: lanes }, lane));
    const { user, system } = process.cpuUsage(before);
    const cpuMs = (user + system) / 1_000 / times.length;
    times.sort((a, b) => a - b);
    rows.push([
      `${lanes} at a time`,
      times[0]!,
      median(times),
      times[Math.floor(times.length * 0.99)]!,
      cpuMs,
      1_000 / cpuMs,
    ]);
  }
  printTable(
    `${HELLOS} warm runs of hello`,
    ["guests", "least ms", "median ms", "99 % ms", "CPU ms a run", "runs a CPU second"],
    rows,
  );
}
