import type { Finding } from "../source/finding.ts";
import { findingMaker } from "./finding.ts";
import { parseGoOutput } from "./go-output.ts";
import type { BuildHost, CommandResult } from "./host.ts";
import type { ProgramModules } from "./modules.ts";
import type { Program } from "./program.ts";
import { diskFull } from "./storage-error.ts";
import type { Toolchain } from "./toolchain-probe.ts";
import { withoutHostPaths, worded } from "./wording.ts";

/** What a failed build was about. */
export interface FailedBuild {
  readonly program: Program;
  readonly modules: ProgramModules;
  readonly toolchain: Toolchain;
  /** Folder of the workspace. */
  readonly folder: string;
  readonly result: CommandResult;
}

const DISK_FULL = /no space left on device|disk quota exceeded/;

/**
 * The findings of a build whose `go build` ended with a failure by itself.
 * Throws ToolError `build/disk-full`, and `build/module-missing` when an allowed module is nowhere to be found.
 */
export function compileErrors(
  { program, modules, toolchain, folder, result }: FailedBuild,
  host: BuildHost,
): readonly Finding[] {
  if (DISK_FULL.test(result.stderr)) {
    throw diskFull(
      /\$WORK/.test(result.stderr) || result.stderr.includes(folder) ? folder : host.cacheFolder,
    );
  }
  const maker = findingMaker(program, modules, folder, host);
  const findings = parseGoOutput(result.stderr).map((complaint) => {
    const text = withoutHostPaths(complaint.message, toolchain, folder);
    return maker.make({ ...complaint, rule: "compile-error", ...worded(text, program, modules) });
  });
  if (findings.length > 0) return findings;
  const message = `go build failed with exit code ${result.exitCode} and said nothing`;
  return [maker.make({ rule: "compile-error", message, help: "run go build yourself to see more" })];
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
