import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface GoBench {
  /** Builds a program of one file with the `go` on PATH and returns the module. */
  build(source: string, flags?: readonly string[], goos?: "wasip1" | "js"): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A folder to build in, one for each file of tests. */
export async function goBench(): Promise<GoBench> {
  const folder = await mkdtemp(join(tmpdir(), "sandglass-size-"));
  let count = 0;
  return {
    build: async (source, flags = [], goos = "wasip1") => {
      const main = join(folder, `main${++count}.go`);
      const out = join(folder, `main${count}.wasm`);
      await writeFile(main, source);
      await run("go", ["build", "-trimpath", ...flags, "-o", out, main], {
        cwd: folder,
        env: { ...process.env, GOOS: goos, GOARCH: "wasm", GOFLAGS: "", GOWORK: "off", GO111MODULE: "off" },
      });
      return new Uint8Array(await readFile(out));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

export const HELLO = `package main

import "fmt"

func main() { fmt.Println("hello") }
`;
