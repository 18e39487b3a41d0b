import { binaryOf, buildDist, runNode, setUp } from "./setup.mjs";

/** `npm run check`: lint, types and the unit tests that need no Go, no network and no browser; under a minute. */
setUp();
buildDist();
const steps = [
  [binaryOf("@biomejs/biome", "biome"), "check", "."],
  [binaryOf("typescript", "tsc"), "-p", "tsconfig.json"],
  [binaryOf("vitest"), "run", "--exclude", "**/*.go.test.ts", "--exclude", "**/*.browser.test.ts"],
];
for (const step of steps) if (runNode(...step) !== 0) process.exit(1);
