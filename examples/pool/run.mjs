// npx sandglass harden examples/pool/main.go -o /tmp/square.wasm
// node examples/pool/run.mjs /tmp/square.wasm [RUNS]
import { readFileSync } from "node:fs";
import { createPool, nodePlatform, presetPolicy } from "../../dist/src/index.js"; // "sandglass"

const [file, runs = "1000"] = process.argv.slice(2);
const pool = createPool(nodePlatform().threads, { size: 2 });
const wasm = readFileSync(file);
let sum = 0;
const startMs = performance.now();
await Promise.all(
  Array.from({ length: Number(runs) }, async (_, number) => {
    const { outcome } = await pool.run({
      wasm,
      args: ["square", String(number)],
      policy: presetPolicy("default"),
      hostEnvironment: {},
      stdin: undefined,
      onStdout: (bytes) => {
        sum += Number(Buffer.from(bytes));
      },
      onStderr: (bytes) => void process.stderr.write(bytes),
    });
    if (outcome.outcome !== "exited") throw new Error(outcome.message);
  }),
);
await pool.close();
const each = ((performance.now() - startMs) / Number(runs)).toFixed(1);
process.stdout.write(`${runs} runs, sum of squares ${sum}, ${each} ms a run\n`);
