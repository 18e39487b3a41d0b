import type { Policy } from "../policy/policy.ts";
import { StopReason } from "./limits/hosted-exports.ts";
import { EXIT_CODES, type OutcomeKind } from "./outcome.ts";
import { bytesText, grouped, printableText, secondsText } from "./quantities.ts";
import type { Supervised } from "./worker/host.ts";

/** Go's runtime ends a program with it after a panic and after a fatal error. */
const GO_FATAL_EXIT = 2;
/** GOROOT/src/runtime/panic.go startpanic_m: dying while dying, as happens without memory. */
const GO_FATAL_EXITS: ReadonlySet<number> = new Set([GO_FATAL_EXIT, 4, 5]);

const DEADLOCKS = {
  asleep: "all goroutines are asleep: nothing can wake one",
  "main-gone": "main called runtime.Goexit and no goroutine is left: nothing can end the program",
} as const;

export interface Decision {
  readonly outcome: OutcomeKind;
  readonly exitCode: number;
  readonly message: string;
}

/**
 * Why a run ended. What the host did comes first, then what the counters say, then how the guest's code ended.
 *
 * A guest died of its memory limit when it was refused memory (`sandglass.memory_denied` above 0) and then either exited
 * as Go does, with code 2 and a fatal error about memory on standard error, or ran into `unreachable`, as allocators of
 * C, C++ and Rust do. A module without counters is believed Go's words alone. A guest that was refused memory and
 * ended in any other way coped with it: it `exited`, and the report has an event `grow-denied`. When Go's list of
 * goroutines is longer than the output limit, the fatal error before it is what ended the program.
 */
export function decideOutcome(run: Supervised, policy: Policy, place: string | undefined): Decision {
  const { end } = run;
  const { limits } = policy;
  const where = place === undefined ? "" : `, in ${place}`;
  const after = `after ${secondsText(run.wallMs)}`;
  switch (end.how) {
    case "killed":
      return killed(end.why, after);
    case "stop":
      return (
        (run.stderrBytes >= limits.stdoutLimitBytes
          ? fatalError(run, GO_FATAL_EXIT, limits.memoryBytes)
          : undefined) ?? stopped(end.outcome, `${end.message}, ${after}`)
      );
    case "stack-overflow":
      return callDepth(`the call stack is exhausted${where}`);
    case "engine-memory":
      return outOfMemory(`the engine has none left: ${printableText(end.message)}`);
    case "exit":
      return exited(run, end.exitCode, limits.memoryBytes);
    case "trap":
      return trapped(run, policy, { reason: end.reason, where, after });
    default:
      throw new Error(`no outcome for an end by ${end.how}`);
  }
}

function killed(why: "timeout" | "cancelled" | "thread-memory", after: string): Decision {
  if (why === "timeout") return stopped("timed-out", `time is up: still running ${after}`);
  if (why === "cancelled") return stopped("cancelled", `cancelled ${after}`);
  return outOfMemory("the engine's own heap is full (tables or objects of the module)");
}

function stopped(outcome: OutcomeKind, message: string): Decision {
  return { outcome, exitCode: EXIT_CODES.stopped, message };
}

function outOfMemory(what: string): Decision {
  return stopped("out-of-memory", `out of memory: ${what}`);
}

function callDepth(what: string): Decision {
  return stopped("call-depth", `calls nest too deep: ${what}`);
}

function exited(run: Supervised, exitCode: number, memoryBytes: number): Decision {
  const fatal = GO_FATAL_EXITS.has(exitCode) ? fatalError(run, exitCode, memoryBytes) : undefined;
  return fatal ?? { outcome: "exited", exitCode, message: `exited with code ${exitCode}` };
}

/** What Go's last words mean; undefined when they name none of our outcomes. */
function fatalError(
  { fatalTexts, meter }: Supervised,
  exitCode: number,
  memoryBytes: number,
): Decision | undefined {
  const { deadlock, outOfMemory: noMemory, stackOverflow } = fatalTexts;
  if (deadlock !== undefined) return { outcome: "deadlocked", exitCode, message: DEADLOCKS[deadlock] };
  if (noMemory && meter.memoryDenied !== 0)
    return outOfMemory(`it asked for more than ${bytesText(memoryBytes)}`);
  return stackOverflow ? callDepth("a goroutine's stack reached the limit of Go's runtime") : undefined;
}

function trapped(
  { meter }: Supervised,
  { limits }: Policy,
  { reason, where, after }: { readonly reason: string; readonly where: string; readonly after: string },
): Decision {
  switch (meter.stop) {
    case StopReason.fuel:
      return stopped("out-of-fuel", `out of fuel: ${grouped(limits.fuelUnits)} units used ${after}${where}`);
    case StopReason.memory:
      return outOfMemory(`it asked for more than ${bytesText(limits.memoryBytes)}${where}`);
    case StopReason.memoryRate:
      return stopped(
        "memory-rate",
        `memory grew faster than ${bytesText(limits.memoryRateBytesPerSecond)}/s${where}`,
      );
    case StopReason.callDepth:
      return callDepth(
        `more than ${limits.stackDepth === undefined ? "the limit of" : grouped(limits.stackDepth)} calls${where}`,
      );
  }
  if ((meter.memoryDenied ?? 0) > 0 && reason.includes("unreachable"))
    return outOfMemory(`it asked for more than ${bytesText(limits.memoryBytes)}${where}`);
  return {
    outcome: "trapped",
    exitCode: EXIT_CODES.trapped,
    message: `trapped: ${printableText(reason)}${where}`,
  };
}
