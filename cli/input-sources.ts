import type { CheckReport } from "../src/source/finding.ts";
import type { GoPackage, Input } from "../src/source/input.ts";
import { packagesOfInput } from "../src/source/packages-of-input.ts";

/** Text by display path, for code frames. */
export function sourcesOf(packages: readonly GoPackage[]): ReadonlyMap<string, string> {
  return new Map(packages.flatMap((one) => one.files.map((file) => [file.path, file.text] as const)));
}

/** The same for an input of any kind; a module has no source. */
export function sourcesOfInput(input: Input): ReadonlyMap<string, string> {
  return input.kind === "wasm" ? new Map() : sourcesOf(packagesOfInput(input));
}

/** What the compiler said, in the shape of `check`, so that every format can show it. */
export function compilerReport(findings: CheckReport["findings"], version: string): CheckReport {
  return {
    schemaVersion: 1,
    tool: { name: "sandglass", version },
    files: new Set(findings.map((finding) => finding.file)).size,
    functions: 0,
    loops: 0,
    findings,
    suppressed: [],
  };
}
