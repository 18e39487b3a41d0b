// npx sandglass build examples/host-functions/main.go -o /tmp/greet.wasm
// node examples/host-functions/run.mjs /tmp/greet.wasm [--deny]
import { readFileSync } from "node:fs";
import { loadHostModule, nodePlatform, presetPolicy, run } from "../../dist/src/index.js"; // "sandglass"

const [file, deny] = process.argv.slice(2);
const { outcome } = await run(
  {
    wasm: readFileSync(file),
    args: ["greet"],
    policy: presetPolicy("default"),
    hostEnvironment: {},
    stdin: undefined,
    onStdout: (bytes) => void process.stdout.write(bytes),
    onStderr: (bytes) => void process.stderr.write(bytes),
    hostModules: [await loadHostModule(new URL("./host.mjs", import.meta.url))],
    hostCapabilities: deny ? [] : ["greeting"],
  },
  nodePlatform().threads,
);
process.stdout.write(`${[outcome.outcome, ...outcome.events.map((event) => event.text)].join(" ")}\n`);
