import { argv } from "node:process";
import { checkBench } from "./check.ts";
import { checkModulesBench } from "./check-modules.ts";
import { machineLine } from "./child.ts";
import { hardenBench } from "./harden.ts";
import { loadBench } from "./load.ts";
import { runBench } from "./run.ts";
import { runtimeBench } from "./runtime.ts";

/** One bench a file, registered here; without a name all run. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  harden: hardenBench,
  run: runBench,
  load: loadBench,
  runtime: runtimeBench,
  check: checkBench,
  "check-modules": checkModulesBench,
};

const names = argv.slice(2).length > 0 ? argv.slice(2) : Object.keys(benches);
console.log(machineLine());
for (const name of names) {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`no bench is called ${name}; there are ${Object.keys(benches).join(", ")}`);
  await bench();
}
