import type { Finding } from "../source/finding.ts";
import { findingMaker } from "./finding.ts";
import { type GoComplaint, parseGoOutput } from "./go-output.ts";
import type { BuildHost, CommandResult } from "./host.ts";
import { missingModule, type ProgramModules } from "./modules.ts";
import type { Program } from "./program.ts";
import { diskFull } from "./storage-error.ts";
import type { Toolchain } from "./toolchain-probe.ts";

/** What a failed build was about. */
export interface FailedBuild {
  readonly program: Program;
  readonly modules: ProgramModules;
  readonly toolchain: Toolchain;
  /** Folder of the workspace. */
  readonly folder: string;
  readonly result: CommandResult;
}

/** The cure for what the compiler says most often. */
const CURES: readonly (readonly [message: RegExp, help: string])[] = [
  [/^undefined: /, "define it, import the package that does, or correct the spelling"],
  [/^declared and not used: /, "use the variable or remove it"],
  [/ imported and not used/, "remove the import"],
  [/ redeclared in this block$/, "rename or remove one of the two"],
  [/ is not in std/, "correct the import path, or list its module under modules in the policy"],
  [
    /^no required module provides package |^cannot find module providing package |module lookup disabled/,
    "only the standard library and modules of go.mod that the policy lists under modules can be imported",
  ],
  [/^missing function body/, "write the function in Go: assembly is left out of the build"],
  [
    /^build constraints exclude all Go files/,
    "the build is for wasm without cgo: give it a file without such constraints",
  ],
  [/function main is undeclared/, "add func main to package main"],
  [
    /^pattern .*: (invalid pattern syntax|no matching files found)/,
    "embed files of the input only, with a relative path below the Go file",
  ],
  [/too large|too big/, "make it smaller"],
];
const DEFAULT_CURE = "correct it: the message is the Go compiler's own";

/**
 * The findings of a build whose `go build` ended with a failure by itself.
 * Throws ToolError `build/disk-full`, and `build/module-missing` when an allowed module is nowhere to be found.
 */
export function compileErrors(
  { program, modules, toolchain, folder, result }: FailedBuild,
  host: BuildHost,
): readonly Finding[] {
  if (/no space left on device|disk quota exceeded/.test(result.stderr))
    throw diskFull(`${folder} or ${host.cacheFolder}`);
  const maker = findingMaker(program, modules, folder, host);
  const complaints = parseGoOutput(result.stderr);
  const findings = complaints.map((complaint) => {
    refuseMissingModule(complaint, modules);
    const message = withoutHostPaths(complaint.message, toolchain, folder);
    const help = CURES.find(([pattern]) => pattern.test(message))?.[1] ?? DEFAULT_CURE;
    return maker.make({ ...complaint, rule: "compile-error", message, help });
  });
  if (findings.length > 0) return findings;
  const message = `go build failed with exit code ${result.exitCode} and said nothing`;
  return [maker.make({ rule: "compile-error", message, help: DEFAULT_CURE })];
}

/** One finding about the `go` line of the input's go.mod. */
export function languageFinding(
  program: Program,
  modules: ProgramModules,
  message: string,
  host: BuildHost,
): Finding {
  const place = { path: "go.mod", line: program.goMod.goLine, byteColumn: 1 };
  const help = "lower the go line of go.mod, or name a newer Go with --go or SANDGLASS_GO";
  return findingMaker(program, modules, "", host).make({ rule: "compile-error", message, help, place });
}

function refuseMissingModule({ message }: GoComplaint, { missing }: ProgramModules): void {
  const imported = /(?:provides|providing) package ([^\s;:]+)/.exec(message)?.[1];
  if (imported === undefined) return;
  const module = missing.find(({ path }) => imported === path || imported.startsWith(`${path}/`));
  if (module !== undefined) throw missingModule(module);
}

/** Paths of this machine are nobody's business, and differ from run to run. */
function withoutHostPaths(message: string, { goRoot }: Toolchain, folder: string): string {
  return message
    .replaceAll(`${folder}/program/`, "")
    .replaceAll(`${folder}/program`, ".")
    .replaceAll(`${folder}/modules/`, "modules/")
    .replace(/^runtime\.main_main·f: /, "")
    .replace(/ \([^()]*\/src\/[^()]*\)$/, "")
    .replaceAll(goRoot, "GOROOT")
    .replace(/; go get \S+$/, "")
    .replace(/; to add it:$/, "");
}
