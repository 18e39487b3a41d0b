import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type BuildOptions, DEFAULT_BUILD_LIMITS } from "../../src/build/compile.ts";
import type { GoInput } from "../../src/source/input.ts";

/** A program from texts by path; a single text is its main.go. */
export function goInput(
  files: string | Readonly<Record<string, string>>,
  more: Partial<GoInput> = {},
): GoInput {
  const texts = typeof files === "string" ? { "main.go": files } : files;
  const encoder = new TextEncoder();
  return {
    kind: "go",
    origin: "file",
    name: "main.go",
    files: new Map(Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)])),
    packageDirectory: ".",
    displayPrefix: "",
    ...more,
  };
}

/** Options of a build that neither reads nor leaves an artifact. */
export function buildOptions(more: Partial<BuildOptions> = {}): BuildOptions {
  return { ...DEFAULT_BUILD_LIMITS, target: "wasip1", modules: [], noCache: true, ...more };
}

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sandglass-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const HELLO = `package main

import "fmt"

func main() { fmt.Println("hello") }
`;
