import { binaryOf, root, runCommand, setUp } from "./setup.mjs";

/**
 * `npm run fuzz [-- RUNS [SEED]]`: hardens RUNS modules of random bytes (Binaryen's translate-to-fuzz) and as many generated
 * ones by both engines and compares what they do and cost; 1000 take half an hour on two cores. A module that comes out
 * differently is kept in test/instrument/fuzz-failures and tried again in every test run.
 */
const [runs = "1000", seed = String(Date.now() % 1_000_000_000)] = process.argv.slice(2);
setUp();
console.log(`${runs} modules, seed ${seed}`);
process.env.SANDGLASS_FUZZ_RUNS = runs;
process.env.SANDGLASS_FUZZ_SEED = seed;
process.chdir(root);
const files = ["fuzz", "random-modules"].map((name) => `test/instrument/${name}.slow.test.ts`);
process.exitCode = runCommand(process.execPath, [
  binaryOf("vitest", "vitest"),
  "run",
  "--testTimeout=7200000",
  ...files,
]);
