import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeGuestThreads } from "../src/platform/node/guest-thread.ts";
import { presetPolicy } from "../src/policy/presets.ts";
import { run } from "../src/runtime/run.ts";
import { median } from "./paired.ts";
import { printTable } from "./table.ts";

const ROUNDS = 3;
const KILLS = 100;
const LIMITS = "--timeout 300s --fuel 1000T --stdout-limit 1GiB --no-cache --quiet";

/** What a guest asks of its host, measured from inside beside native Go and the peers in turn; then how long a kill takes. */
export async function runtimeBench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sandglass-bench-"));
  try {
    const wasm = join(folder, "guest.wasm");
    const data = join(folder, "data");
    mkdirSync(data);
    build(join(folder, "guest"), {});
    build(wasm, { GOOS: "wasip1", GOARCH: "wasm" });
    printCosts(commands(folder, wasm, data), join(folder, "output.txt"));
    await printKills(readFileSync(wasm));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function build(output: string, target: Readonly<Record<string, string>>): void {
  const env = { ...process.env, GO111MODULE: "off", ...target };
  execFileSync("go", ["build", "-o", output, "bench/runtime-guest/main.go"], { env });
}

/** Native first: the ratios are to it. It also writes the file that the others read. */
function commands(folder: string, wasm: string, data: string): readonly (readonly [string, string])[] {
  const sandglass = `'${process.execPath}' dist/cli/main.js run ${LIMITS}`;
  const hasWazero = spawnSync("wazero", ["version"]).status === 0;
  return [
    ["native", `'${folder}/guest' '${data}' files`],
    ["virtual", `${sandglass} '${wasm}' -- /tmp files`],
    ["snapshot", `${sandglass} --allow-read='${data}:/data' '${wasm}' -- /data files`],
    ["live", `${sandglass} --allow-write='${data}:/data' '${wasm}' -- /data files`],
    [
      "node:wasi",
      `'${process.execPath}' --no-warnings scripts/conformance/run-node-wasi.mjs '${wasm}' '${data}' files`,
    ],
    ...(hasWazero
      ? [["wazero", `wazero run -cachedir '${folder}' -mount /:/ '${wasm}' '${data}' files`] as const]
      : []),
  ];
}

/** Standard output goes to a file, as a pipe to nowhere would cost a native program nothing. */
function printCosts(hosts: readonly (readonly [string, string])[], output: string): void {
  const measured = hosts.map(() => new Map<string, number[]>());
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, [, command]] of hosts.entries()) {
      const { stderr, status } = spawnSync("sh", ["-c", `${command} >'${output}'`], { encoding: "utf8" });
      if (status !== 0) throw new Error(`${command} failed with ${status}: ${stderr}`);
      for (const [, name = "", ns] of stderr.matchAll(/^(\S+) (\d+)$/gm))
        measured[index]!.set(name, [...(measured[index]!.get(name) ?? []), Number(ns)]);
    }
  }
  const least = (index: number, name: string): number => Math.min(...(measured[index]!.get(name) ?? []));
  const rows = [...measured[0]!.keys()].map((name) => [
    name,
    ...hosts.map(
      (_, index) => `${grouped(least(index, name))} (${(least(index, name) / least(0, name)).toFixed(2)})`,
    ),
  ]);
  printTable(
    `nanoseconds, best of ${ROUNDS} rounds (ratio to native)`,
    ["what", ...hosts.map(([name]) => name)],
    rows,
  );
}

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

/** From the caller's abort to the end of `run`, when the guest is known to be in its loop or its sleep. */
async function printKills(wasm: Uint8Array): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const mode of ["spin", "sleep"]) {
    const times: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) times.push(await killMs(wasm, mode));
    times.sort((a, b) => a - b);
    rows.push([mode, median(times), times[Math.ceil(KILLS * 0.99) - 1]!, times.at(-1)!]);
  }
  printTable(`milliseconds to kill, of ${KILLS}`, ["guest in", "median", "99 %", "worst"], rows);
}

async function killMs(wasm: Uint8Array, mode: string): Promise<number> {
  const controller = new AbortController();
  let abortedMs = 0;
  const preset = presetPolicy("default");
  const { outcome } = await run(
    {
      wasm,
      args: ["guest", "/tmp", mode],
      policy: { ...preset, limits: { ...preset.limits, timeoutMs: 60_000 } },
      hostEnvironment: {},
      stdin: undefined,
      onStdout: () => {
        // Not at once: the guest has yet to come from its word to its loop.
        setTimeout(() => {
          abortedMs = performance.now();
          controller.abort();
        }, 20);
      },
      onStderr: () => undefined,
      signal: controller.signal,
    },
    nodeGuestThreads(),
  );
  if (outcome.outcome !== "cancelled") throw new Error(`the guest ended by itself: ${outcome.message}`);
  return performance.now() - abortedMs;
}
