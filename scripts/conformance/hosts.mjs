import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../setup.mjs";

/** Longer than any program needs that ends. */
export const LIMIT_MS = 120_000;

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const LIMITS = ["--timeout", "110s", "--fuel", "1000T", "--memory", "4GiB", "--stdout-limit", "64MiB"];

/**
 * What runs a module with the host's `/` mounted for writing, in the folder `cwd`: ours hardened (as the command does),
 * ours plain (the host alone), and the peers that are there. `isOurs` decides what may fail the suite.
 */
const all = [
  {
    name: "sandglass",
    isOurs: true,
    command: (wasm, words, { cwd, path }) => [
      process.execPath,
      [
        join(root, "dist", "cli", "main.js"),
        ...["run", "--quiet", ...LIMITS, "--dir=/", "--env", `PWD=${cwd}`, "--env", `PATH=${path}`, wasm],
        ...["--", ...words],
      ],
    ],
  },
  {
    name: "sandglass-plain",
    isOurs: true,
    command: (wasm, words) => [process.execPath, [beside("run-plain.mjs"), wasm, ...words]],
  },
  {
    name: "node:wasi",
    command: (wasm, words) => [
      process.execPath,
      ["--no-warnings", beside("run-node-wasi.mjs"), wasm, ...words],
    ],
  },
  {
    name: "wazero",
    command: (wasm, words, { cache }) => [
      "wazero",
      ["run", "-mount", "/:/", "-env-inherit", "-cachedir", join(cache, "wazero"), wasm, ...words],
    ],
  },
];

/** Those named, or ours; a peer that is named and is not installed is left out with a word on standard error. */
export function chosenHosts(names = ["sandglass", "sandglass-plain"], environment = process.env) {
  const chosen = all.filter(({ name }) => names.includes(name) || names.includes("all"));
  return chosen.filter(({ name }) => {
    if (name !== "wazero" || spawnSync("wazero", ["version"], { env: environment }).status === 0) return true;
    console.error("wazero is not on PATH: left out");
    return false;
  });
}
