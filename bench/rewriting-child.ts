import { readFileSync } from "node:fs";
import { argv, resourceUsage } from "node:process";
import { harden } from "../src/instrument/harden.ts";
import type { EngineName } from "../src/instrument/report.ts";
import { nodePlatform } from "../src/platform/node.ts";
import { hardenOptions } from "./harden-options.ts";
import { cpuMsOf, median } from "./paired.ts";
import type { RewritingTimes } from "./rewriting.ts";

/** `rewriting-child.js ENGINE FILE RUNS`: hardens the file so often and prints the times as JSON. */
const [engine = "stream", file = "", runs] = argv.slice(2);
const { sha256 } = nodePlatform();
const wasm = readFileSync(file);
const times: number[] = [];
let peakMiB = 0;
for (let run = 0; run < Number(runs); run++) {
  times.push(await cpuMsOf(() => harden(wasm, hardenOptions(engine as EngineName), { sha256 })));
  // Later runs add what has not been collected of the one before; a command does it once.
  if (run === 0) peakMiB = Math.round(resourceUsage().maxRSS / 1024);
}
const [coldMs = 0, ...warm] = times;
const result: RewritingTimes = { bytes: wasm.length, coldMs, warmMs: median(warm), peakMiB };
console.log(JSON.stringify(result));
