import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";
import { output } from "./spawn.mjs";

/** Where built tests are kept from one run to the next. */
export const cacheFolder = join(root, "node_modules", ".conformance");

const BUILD_LIMIT_MS = 300_000;

/** `go env GOROOT`. */
export async function goRoot(environment) {
  const { text } = await output("go", ["env", "GOROOT"], {
    cwd: root,
    environment,
    timeoutMs: BUILD_LIMIT_MS,
  });
  return text.trim();
}

/** Runs the go command for wasip1; the text of what it said when it failed, else undefined. */
export async function goBuild(words, { cwd, environment }) {
  mkdirSync(cacheFolder, { recursive: true });
  const { status, text } = await output("go", words, {
    cwd,
    environment: {
      GOEXPERIMENT: "",
      ...environment,
      GOOS: "wasip1",
      GOARCH: "wasm",
      GOFLAGS: "",
      GOTOOLCHAIN: "local",
    },
    timeoutMs: BUILD_LIMIT_MS,
  });
  return status === 0 ? undefined : text;
}
