import { readFileSync } from "node:fs";
import { nodePlatform, presetPolicy, run } from "../../dist/src/index.js";

/** Runs a module on our host as it is, not hardened: `run-plain.mjs MODULE WORD…`, with `/` mounted for writing. */
const [file, ...words] = process.argv.slice(2);
const preset = presetPolicy("default");
const policy = {
  ...preset,
  limits: { ...preset.limits, timeoutMs: 110_000, memoryBytes: 2 ** 32, stdoutLimitBytes: 64 << 20 },
  capabilities: {
    ...preset.capabilities,
    mounts: [{ hostPath: "/", guestPath: "/", mode: "rw" }],
    environment: ["PWD", "PATH"].map((name) => ({ name, value: process.env[name] ?? "" })),
  },
};
const write = (stream) => (bytes) => new Promise((resolve) => stream.write(bytes, resolve));
const { outcome } = await run(
  {
    wasm: readFileSync(file),
    args: [file, ...words],
    policy,
    hostEnvironment: process.env,
    stdin: undefined,
    onStdout: write(process.stdout),
    onStderr: write(process.stderr),
  },
  nodePlatform().threads,
);
if (outcome.outcome !== "exited") console.error(outcome.outcome, outcome.message);
process.exitCode = outcome.exitCode;
