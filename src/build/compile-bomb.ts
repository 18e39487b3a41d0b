import type { Finding } from "../source/finding.ts";
import { findingMaker } from "./finding.ts";
import type { BuildHost, CommandLimits, CommandResult } from "./host.ts";
import type { ProgramModules } from "./modules.ts";
import type { Program } from "./program.ts";

const HELP =
  "make the program cheaper to compile: large initialised arrays, generated tables and deep nesting cost most";
/** What the Go runtime prints when the system gives the compiler no more memory (runtime/malloc.go, runtime/mem_linux.go). */
const OUT_OF_MEMORY = /^(fatal error: |runtime: |.*: )?(.*out of memory|.*cannot allocate memory)/m;
/** Every writer of the tool chain passes on the system's word for EFBIG. */
const FILE_TOO_LARGE = /: file too large$|signal: file size limit exceeded/m;

/** runtime/stack.go; Go gives a goroutine 1 GB of stack on 64-bit systems. */
const STACK_OVERFLOW = /^(runtime: goroutine stack exceeds|fatal error: stack overflow)/m;

/** What the compiler was stopped for, undefined when the failure is about the program's text. */
export function compileBomb(
  result: CommandResult,
  limits: CommandLimits,
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

function reasonOf({ ended, exitCode, stderr }: CommandResult, limits: CommandLimits): string | undefined {
  const { timeLimitMs, residentBytes = 0, addressSpaceBytes = 0, fileBytes = 0, watchedFolder } = limits;
  if (ended === "timed-out") return `the compiler was stopped after ${timeLimitMs / 1000} s`;
  if (ended === "memory") return `the compiler needs more than ${mebibytes(residentBytes)} of memory`;
  if (ended === "disk") {
    return `the compiler writes more than ${mebibytes(watchedFolder?.limitBytes ?? 0)} of temporary files`;
  }
  if (exitCode === 0) return undefined;
  if (OUT_OF_MEMORY.test(stderr)) {
    return `the compiler needs more than ${mebibytes(addressSpaceBytes)} of address space`;
  }
  if (FILE_TOO_LARGE.test(stderr)) return `the compiler writes a file of more than ${mebibytes(fileBytes)}`;
  if (STACK_OVERFLOW.test(stderr)) return "the source nests deeper than the compiler's stack allows";
  if (/signal: (killed|cpu time limit exceeded)/.test(stderr)) return "the system killed the compiler";
  return undefined;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
