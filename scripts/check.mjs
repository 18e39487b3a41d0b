import { binaryOf, runNode, setUp } from "./setup.mjs";

/** `npm run check`: lint, types and the unit tests; those named .go, .browser and .slow (they need Go or a browser, start many processes or threads, or try thousands of inputs) are for npm test. */
setUp();
const steps = [
  [binaryOf("@biomejs/biome", "biome"), "check", "."],
  [binaryOf("typescript", "tsc"), "-p", "tsconfig.json"],
  [
    binaryOf("vitest"),
    "run",
    "--exclude",
    "**/*.go.test.ts",
    "--exclude",
    "**/*.browser.test.ts",
    "--exclude",
    "**/*.slow.test.ts",
  ],
];
for (const step of steps) if (runNode(...step) !== 0) process.exit(1);
