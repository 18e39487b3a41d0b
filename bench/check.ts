import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { analyze } from "../src/analyze/analyze.ts";
import { nodePlatform } from "../src/platform/node.ts";
import { loadPackages } from "../src/source/load-packages.ts";
import { childCpuMs } from "./child.ts";
import { cpuMsOf, median, pairedRounds } from "./paired.ts";
import { printTable } from "./table.ts";

const ROUNDS = 5;
/** Packages of the standard library that every machine with Go has; the subset keeps a round under some seconds. */
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

/** Analysis speed in megabytes of source per CPU second, in process and end to end. */
export async function checkBench(): Promise<void> {
  const goRoot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  const folders = PACKAGES.map((name) => join(goRoot, "src", name));
  const platform = nodePlatform();
  const parser = await platform.loadParser();
  const packages = await loadPackages(folders, platform.source);
  const megabytes =
    packages.flatMap((one) => one.files).reduce((sum, file) => sum + Buffer.byteLength(file.text), 0) / 1e6;
  const options = { parser, honourSuppressions: true, toolVersion: "bench", sha256: platform.sha256 };

  const warm: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const elapsed = await cpuMsOf(() => analyze(packages, options));
    if (round > 0) warm.push(elapsed);
  }
  const small = await loadPackages(["examples/primes"], platform.source);
  const single: number[] = [];
  for (let round = 0; round < 200; round++) single.push(await cpuMsOf(() => analyze(small, options)));

  const quoted = folders.map((folder) => `'${folder}'`).join(" ");
  const peers = await pairedRounds(
    [
      {
        name: "sandglass check",
        measure: () =>
          childCpuMs(`'${process.execPath}' dist/cli/main.js check --no-cache --fail-on never ${quoted}`),
      },
      {
        name: "go vet -vettool off (cold)",
        measure: () => childCpuMs(`GOFLAGS=-count=1 go vet ${PACKAGES.join(" ")}`),
      },
    ],
    ROUNDS,
  );
  printTable(
    `check (${parser.engine} parser, ${megabytes.toFixed(2)} MB)`,
    ["what", "CPU ms", "MB per CPU s", "ratio"],
    [
      ["analyze, warm in process", median(warm), megabytes / (median(warm) / 1000), ""],
      ["examples/primes, warm in process", median(single), "", ""],
      ...peers.map((peer) => [peer.name, peer.medianMs, megabytes / (peer.medianMs / 1000), peer.ratio]),
    ],
  );
}
