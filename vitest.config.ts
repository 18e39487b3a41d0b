import { defineConfig } from "vitest/config";

/** Two cores are the reference machine; a Worker each keeps guests from starving the runner. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    globalSetup: [],
  },
});
