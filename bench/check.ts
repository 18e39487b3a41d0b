import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { analyze } from "../src/analyze/analyze.ts";
import { nodePlatform } from "../src/platform/node.ts";
import type { GoPackage } from "../src/source/input.ts";
import { loadPackages } from "../src/source/load-packages.ts";
import { childCpuMs } from "./child.ts";
import { cpuMsOf, median, pairedRounds, type Variant } from "./paired.ts";
import { staticcheckOn } from "./staticcheck.ts";
import { printTable } from "./table.ts";

const ROUNDS = 5;
/** Packages of the standard library that every machine with Go has: what staticcheck does in some seconds. */
const PACKAGES = [
  "net/http",
  "go/parser",
  "go/types",
  "encoding/json",
  "fmt",
  "strconv",
  "regexp",
  "text/template",
];

/** CPU time of the analysis: whole processes on the standard library, beside staticcheck; and one small file. */
export async function checkBench(): Promise<void> {
  const goRoot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  const source = join(goRoot, "src");
  const folders = PACKAGES.map((name) => join(source, name));
  const { source: host, loadParser } = nodePlatform();
  const { engine } = await loadParser();

  const everything = `${source}/...`;
  const all = await pairedRounds([ours("check, standard library", [everything])], ROUNDS);
  printRates(`check of the standard library (${engine} parser)`, await loadPackages([everything], host), all);

  const staticcheck = staticcheckOn(PACKAGES);
  const peers: Variant[] =
    staticcheck === undefined
      ? []
      : [
          { name: "staticcheck, cold", measure: () => childCpuMs(staticcheck.cold) },
          { name: "staticcheck, cached", measure: () => childCpuMs(staticcheck.cached) },
        ];
  const some = await pairedRounds(
    [ours("check, cold", folders), ours("check, cached", folders, ""), ...peers],
    ROUNDS,
  );
  printRates(`check of ${PACKAGES.length} packages`, await loadPackages(folders, host), some);
  await printSmallFile();
}

function ours(name: string, paths: readonly string[], cache = "--no-cache"): Variant {
  const quoted = paths.map((path) => `'${path}'`).join(" ");
  const command = `'${process.execPath}' dist/cli/main.js check ${cache} --fail-on never ${quoted}`;
  return { name, measure: () => childCpuMs(command) };
}

function printRates(
  title: string,
  packages: readonly GoPackage[],
  rows: Awaited<ReturnType<typeof pairedRounds>>,
): void {
  const bytes = packages.flatMap((one) => one.files).map((file) => Buffer.byteLength(file.text));
  const megabytes = bytes.reduce((sum, one) => sum + one, 0) / 1e6;
  printTable(
    `${title}: ${bytes.length} files, ${megabytes.toFixed(2)} MB, whole processes`,
    ["what", "CPU ms", "MB per CPU s", "ratio"],
    rows.map(({ name, medianMs, ratio }) => [name, medianMs, megabytes / (medianMs / 1000), ratio]),
  );
}

async function printSmallFile(): Promise<void> {
  const { source, loadParser, sha256 } = nodePlatform();
  const options = { parser: await loadParser(), honourSuppressions: true, toolVersion: "bench", sha256 };
  const small = await loadPackages(["examples/primes"], source);
  const times: number[] = [];
  // The engine goes on optimising, on other threads, for about a thousand rounds.
  for (let round = 0; round < 1_200; round++) times.push(await cpuMsOf(() => analyze(small, options)));
  printTable(
    "one small file in process",
    ["what", "CPU ms"],
    [
      ["examples/primes, first time", times[0]!],
      ["examples/primes, warm", median(times.slice(1_000))],
    ],
  );
}
