import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { binaryOf, environmentWithGo, root, runCommand, runNode, setUp } from "./setup.mjs";

/**
 * `npm test`: set-up, lint, types, all tests. The last line is "N passed, N failed", counted from vitest's JSON result;
 * lint and types count as one check each. With arguments, only the tests whose path contains one of them run.
 */
const resultFile = join(root, "node_modules", ".cache-test-result.json");

setUp();
const checks = [
  ["lint", runNode(binaryOf("@biomejs/biome", "biome"), "check", ".")],
  ["types", runNode(binaryOf("typescript", "tsc"), "-p", "tsconfig.json")],
];
// Compiles Go's standard library once, so that no test has to wait for it or sees the note about it.
const environment = await environmentWithGo();
const warmUp = join(root, "node_modules", ".warm-up.wasm");
for (const target of ["wasip1", "js"])
  runCommand(
    process.execPath,
    [
      join(root, "dist", "cli", "main.js"),
      "build",
      "examples/counter/main.go",
      "--target",
      target,
      "-o",
      warmUp,
    ],
    environment,
  );
rmSync(resultFile, { force: true });
const status = runCommand(
  process.execPath,
  [
    binaryOf("vitest"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${resultFile}`,
    ...process.argv.slice(2),
  ],
  environment,
);

let passed = checks.filter(([, code]) => code === 0).length;
let failed = checks.length - passed;
for (const [name, code] of checks) if (code !== 0) console.error(`FAILED: ${name}`);
try {
  const result = JSON.parse(readFileSync(resultFile, "utf8"));
  passed += result.numPassedTests;
  failed +=
    result.numFailedTests +
    result.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0)
      .length;
} catch {
  console.error("vitest left no result");
  failed += 1;
}
if (status !== 0 && failed === 0) failed = 1;
process.exitCode = failed === 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
