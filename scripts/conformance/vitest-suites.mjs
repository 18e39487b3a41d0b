import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { binaryOf, root, runNode } from "../setup.mjs";

/** Suites of which `npm test` runs a sample: the same test file, told to run everything. */
export const fuel = suiteOf(
  "fuel",
  "hardened Go programs do and cost the same as in wasmtime (an hour and more)",
  "test/instrument/conformance.go.test.ts",
);
export const agreement = suiteOf(
  "agreement",
  "what check says of hazards is what happens when they run (twenty minutes)",
  "test/analyze/agreement.go.test.ts",
);

function suiteOf(name, what, file) {
  return { name, what, run: (options) => run(file, options) };
}

async function run(file, { only, isQuick }) {
  const result = join(root, "node_modules", ".conformance-result.json");
  rmSync(result, { force: true });
  const words = ["run", file, "--reporter=json", `--outputFile=${result}`, ...(only ? ["-t", only] : [])];
  process.env.SANDGLASS_CONFORMANCE = isQuick ? "" : "all";
  runNode(binaryOf("vitest"), ...words);
  const { numPassedTests, numTotalTests, testResults } = JSON.parse(readFileSync(result, "utf8"));
  const failures = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(({ fullName }) => fullName);
  return { columns: ["tests passed"], rows: [[`${numPassedTests}/${numTotalTests}`]], failures };
}
