import { ToolError } from "../../errors.ts";
import { ReplayEnd } from "../recording/replay-end.ts";
import { GuestExit, GuestStop } from "../wasi/host.ts";
import { wasmFrames } from "./frames.ts";
import type { GuestEnd } from "./protocol.ts";

/** V8 and SpiderMonkey: "Maximum call stack size exceeded", "too much recursion". */
const STACK_OVERFLOW = /call stack|recursion/i;

/** What an exception that left the guest's code means. */
export function endOf(error: unknown): GuestEnd {
  if (error instanceof GuestExit) return { how: "exit", exitCode: error.exitCode };
  if (error instanceof GuestStop) return { how: "stop", outcome: error.outcome, message: error.message };
  if (error instanceof ReplayEnd) return { how: "replay-end" };
  if (error instanceof ToolError)
    return { how: "tool-error", code: error.code, message: error.message, hint: error.hint };
  if (error instanceof WebAssembly.RuntimeError)
    return { how: "trap", reason: trapReason(error.message), functions: wasmFrames(error) };
  if (error instanceof WebAssembly.Exception)
    return { how: "trap", reason: "uncaught exception", functions: [] };
  if (error instanceof RangeError && STACK_OVERFLOW.test(error.message))
    return { how: "stack-overflow", functions: wasmFrames(error) };
  if (error instanceof RangeError && /memory|allocation/i.test(error.message))
    return { how: "engine-memory", message: error.message };
  return { how: "fault", stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** V8 puts its own call before the reason when a segment does not fit at instantiation. */
function trapReason(message: string): string {
  return message.replace(/^WebAssembly\.\w+\(\): /, "");
}
