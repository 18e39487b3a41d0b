import { readFileSync } from "node:fs";
import { harden } from "../src/instrument/harden.ts";
import { nodePlatform } from "../src/platform/node.ts";
import { hardenOptions } from "./harden-options.ts";
import { type Metering, startInThread } from "./in-thread.ts";
import { cpuMsOf, median } from "./paired.ts";
import { printTable } from "./table.ts";

const KERNELS = ["fannkuch", "sort", "json"];
const ROUNDS = 7;
/** Fuel that the host gives each time that it is asked: a few microseconds of work. */
const SLICE = 5_000n;

/** What it costs that a guest asks its host for fuel in small slices, by how often it asked. Takes the kernels' module. */
export async function onFuelBench(original: string): Promise<void> {
  const options = { ...hardenOptions("stream"), abi: "hosted", onFuel: true } as const;
  const { wasm } = await harden(readFileSync(original), options, { sha256: nodePlatform().sha256 });
  const module = new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>);
  const rows: (string | number)[][] = [];
  for (const kernel of KERNELS) {
    const differences: number[] = [];
    let asked = 0;
    for (let round = -1; round < ROUNDS; round++) {
      const whole = await cpuMsOf(() =>
        startInThread(module, ["kernels", kernel], slicing(1n << 60n).metering),
      );
      const sliced = slicing(SLICE);
      const ms = await cpuMsOf(() => startInThread(module, ["kernels", kernel], sliced.metering));
      asked = sliced.asked();
      if (round >= 0) differences.push(((ms - whole) * 1e6) / asked);
    }
    rows.push([kernel, String(asked), median(differences)]);
  }
  printTable("a question for fuel (on_fuel), CPU time", ["kernel", "asked", "ns each"], rows);
}

/** A host that gives slices of so much fuel, and how often it was asked. */
function slicing(units: bigint): { readonly metering: Metering; readonly asked: () => number } {
  let count = 0;
  let fuel: WebAssembly.Global | undefined;
  const on_fuel = (): void => {
    count += 1;
    fuel!.value = units;
  };
  return {
    metering: {
      imports: { sandglass: { on_grow: () => 0, on_fuel } },
      begin: (exports) => {
        fuel = exports["sandglass.fuel"] as WebAssembly.Global;
        fuel.value = units;
      },
    },
    asked: () => count,
  };
}
