import type { Finding } from "../source/finding.ts";
import { findingMaker } from "./finding.ts";
import type { BuildHost, CommandResult } from "./host.ts";
import type { ProgramModules } from "./modules.ts";
import type { Program } from "./program.ts";

export interface SpentLimits {
  readonly timeLimitMs: number;
  readonly addressSpaceLimitBytes: number;
  readonly outputLimitBytes: number;
}

const HELP =
  "make the program cheaper to compile: large initialised arrays, generated tables and deeply nested types cost most";
/** What the Go runtime prints when the system gives the compiler no more memory (runtime/malloc.go, runtime/mem_linux.go). */
const OUT_OF_MEMORY = /^(fatal error: |runtime: |.*: )?(.*out of memory|.*cannot allocate memory)/m;
/** Every writer of the tool chain passes on the system's word for EFBIG. */
const FILE_TOO_LARGE = /: file too large$/m;

/** What the compiler was stopped for, undefined when the failure is about the program's text. */
export function compileBomb(
  result: CommandResult,
  limits: SpentLimits,
  program: Program,
  modules: ProgramModules,
  host: BuildHost,
): Finding | undefined {
  const reason = reasonOf(result, limits);
  if (reason === undefined) return undefined;
  return findingMaker(program, modules, "", host).make({ rule: "compile-bomb", message: reason, help: HELP });
}

/** The finding about an artifact that is larger than allowed. */
export function oversizedArtifact(
  bytes: number,
  limitBytes: number,
  program: Program,
  modules: ProgramModules,
  host: BuildHost,
): Finding {
  const message = `the compiled module has ${bytes} bytes; at most ${limitBytes} are accepted`;
  return findingMaker(program, modules, "", host).make({ rule: "compile-bomb", message, help: HELP });
}

function reasonOf({ ended, exitCode, stderr }: CommandResult, limits: SpentLimits): string | undefined {
  const memory = `the compiler needs more memory than the ${mebibytes(limits.addressSpaceLimitBytes)} it may use`;
  const disk = `the compiler writes more than the ${mebibytes(limits.outputLimitBytes)} that a file may have`;
  if (ended === "timed-out") return `the compiler was stopped after ${limits.timeLimitMs / 1000} s`;
  if (ended === "memory") return memory;
  if (ended === "disk") return disk;
  if (exitCode === 0) return undefined;
  if (OUT_OF_MEMORY.test(stderr)) return memory;
  if (FILE_TOO_LARGE.test(stderr) || /signal: file size limit exceeded/.test(stderr)) return disk;
  if (/signal: (killed|cpu time limit exceeded)/.test(stderr)) return "the system killed the compiler";
  return undefined;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
