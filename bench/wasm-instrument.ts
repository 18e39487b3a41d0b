import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type binaryenType from "binaryen";
import { nodeKernels } from "./kernel-engines.ts";
import { geometricMean } from "./paired.ts";
import { printTable } from "./table.ts";

/** Kernels run up to 25 times as long in this peer. */
const ROUNDS = 3;
/** Beside the compiled benches, and gone with node_modules. */
const TARGET = join("node_modules", ".bench-rust");

/**
 * The crate wasm-instrument on the kernels, where cargo can build it: its gas counter in a mutable global. It refuses Go's
 * modules for instructions that it does not know, so Binaryen replaces those first; ratios are to that lowered module.
 */
export async function wasmInstrumentBench(
  folder: string,
  original: string,
  kernels: readonly string[],
): Promise<void> {
  const manifest = join("bench", "wasm-instrument", "Cargo.toml");
  const line = [
    "build",
    "--release",
    "--locked",
    "--quiet",
    "--manifest-path",
    manifest,
    "--target-dir",
    TARGET,
  ];
  const built = spawnSync("cargo", line, { encoding: "utf8" });
  if (built.status !== 0) {
    const reason = built.stderr?.trim().split("\n").at(-1) ?? "cargo is missing";
    console.log(`\nwasm-instrument could not be built: ${reason}`);
    return;
  }
  const refusal = meter(original, join(folder, "refused.wasm"));
  console.log(`\nwasm-instrument 0.4.0 on the module as Go wrote it: ${refusal ?? "accepted"}`);
  const lowered = join(folder, "kernels.lowered.wasm");
  const metered = join(folder, "kernels.metered.wasm");
  writeFileSync(lowered, await lower(readFileSync(original)));
  const failure = meter(lowered, metered);
  if (failure !== undefined) throw new Error(`wasm-instrument refused the lowered module: ${failure}`);
  const rows = nodeKernels(process.execPath, [lowered, metered], kernels, ROUNDS);
  printTable(
    `wasm-instrument by the lowered module on Node ${process.version}, CPU time of a run`,
    ["kernel", "lowered ms", "metered"],
    [
      ...rows.map(({ kernel, originalMs, ratios }) => [kernel, originalMs, ratios[0] ?? Number.NaN]),
      ["geometric mean", "", geometricMean(rows.map(({ ratios }) => ratios[0] ?? Number.NaN))],
    ],
  );
}

/** Returns what the tool objects to. */
function meter(from: string, to: string): string | undefined {
  const { status, stderr } = spawnSync(join(TARGET, "release", "gas-metering"), [from, to], {
    encoding: "utf8",
  });
  return status === 0 ? undefined : stderr.trim();
}

/** Without sign extension, saturating conversions and bulk memory. */
async function lower(wasm: Uint8Array): Promise<Uint8Array> {
  const binaryen: typeof binaryenType = (await import("binaryen")).default;
  const module = binaryen.readBinary(wasm);
  const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt } = binaryen.Features;
  module.setFeatures(MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt);
  module.runPasses([
    "llvm-nontrapping-fptoint-lowering",
    "llvm-memory-copy-fill-lowering",
    "signext-lowering",
  ]);
  const lowered = module.emitBinary();
  module.dispose();
  return lowered;
}
