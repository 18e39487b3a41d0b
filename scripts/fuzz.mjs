import { binaryOf, root, runCommand, setUp } from "./setup.mjs";

/**
 * `npm run fuzz [-- RUNS [SEED]]`: hardens RUNS modules of random bytes (Binaryen's translate-to-fuzz) and as many generated
 * ones by both engines and compares what they do and cost; 1000 take half an hour on two cores. A module that comes out
 * differently is kept in test/instrument/fuzz-failures and tried again in every test run.
 * Goes in chunks, each a process of its own, and on behind one that fails: a run that was broken off is taken up with the seed
 * of the chunk that was printed last.
 */
const CHUNK = 50;
const [runs = "1000", seed = String(Date.now() % 1_000_000_000)] = process.argv.slice(2);
setUp();
process.chdir(root);
const files = ["fuzz", "random-modules"].map((name) => `test/instrument/${name}.slow.test.ts`);
const failed = [];
for (let done = 0; done < Number(runs); done += CHUNK) {
  process.env.SANDGLASS_FUZZ_RUNS = String(Math.min(CHUNK, Number(runs) - done));
  process.env.SANDGLASS_FUZZ_SEED = String(Number(seed) + done);
  console.log(`${done} of ${runs} modules done; seed ${process.env.SANDGLASS_FUZZ_SEED}`);
  const line = [binaryOf("vitest", "vitest"), "run", "--testTimeout=7200000", ...files];
  if (runCommand(process.execPath, line) !== 0) failed.push(process.env.SANDGLASS_FUZZ_SEED);
}
console.log(`${runs} modules done, ${failed.length} chunks failed${failed.map((one) => ` ${one}`).join("")}`);
process.exitCode = failed.length > 0 ? 1 : 0;
