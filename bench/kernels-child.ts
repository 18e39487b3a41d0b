import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { startInThread } from "./in-thread.ts";
import type { KernelRow } from "./kernel-engines.ts";
import { cpuMsOf, pairedRounds } from "./paired.ts";

/** `kernels-child.js ROUNDS KERNEL,KERNEL ORIGINAL FILE…`: prints the rows as JSON. A process of its own, so that any Node can be asked. */
const [rounds, kernels = "", ...files] = argv.slice(2);
const modules = files.map((file) => new WebAssembly.Module(readFileSync(file)));
const rows: KernelRow[] = [];
for (const kernel of kernels.split(",")) {
  const variants = modules.map((module, i) => ({
    name: files[i] ?? "",
    measure: () => cpuMsOf(() => startInThread(module, ["kernels", kernel], { begin: giveGas })),
  }));
  const [base, ...others] = await pairedRounds(variants, Number(rounds));
  rows.push({ kernel, originalMs: base?.medianMs ?? 0, ratios: others.map(({ ratio }) => ratio) });
}
console.log(JSON.stringify(rows));

/** The counter of the crate wasm-instrument begins at 0. */
function giveGas(exports: WebAssembly.Exports): void {
  const gas = exports["gas_left"];
  if (gas instanceof WebAssembly.Global) gas.value = 1n << 62n;
}
