import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, runCommand, setUp } from "./setup.mjs";

/** `npm run demo`: from a fresh clone to a report, on a real concurrent program. */
const example = join("examples", "primes", "main.go");
const reportFolder = "demo-report";
const sandglass = (...words) => {
  console.log(`\n$ npx sandglass ${words.join(" ")}`);
  return runCommand(process.execPath, [join("dist", "cli", "main.js"), ...words]);
};

setUp();
const preflight = sandglass("preflight", example, "--out", reportFolder);
const run = sandglass("run", example);
const rejected = sandglass("check", join("examples", "endless", "main.go"));
console.log("\nThe last one is an endless loop: exit code 1, nothing was built or run.");
const page = join(root, reportFolder, "report.html");
if (existsSync(page)) console.log(`The report: ${page}`);
process.exitCode = preflight === 0 && run === 0 && rejected === 1 ? 0 : 1;
