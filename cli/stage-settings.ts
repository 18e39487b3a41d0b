import { setTimeout as delay } from "node:timers/promises";
import type { PipelineSettings } from "../src/pipeline.ts";
import type { Policy } from "../src/policy/policy.ts";
import { type Invocation, type Io, optionValue, READER_LEFT } from "./command.ts";

/** These have processes and files to end; the others only compute, for seconds without a turn of the event loop. */
const HOLDING_STAGES: ReadonlySet<string> = new Set(["finding Go", "building"]);

/** What the words of a call mean for the stages. */
export function pipelineSettings(invocation: Invocation, policy: Policy, io: Io): PipelineSettings {
  return {
    policy,
    go: optionValue(invocation, "go"),
    target: optionValue(invocation, "target") === "js" ? "js" : "wasip1",
    useCache: !invocation.switches.has("no-cache"),
    toolVersion: io.version,
    onStage: async (text) => {
      await requireGoingOn(io.signal);
      const endProgress = io.progress(text);
      const listenAgain = HOLDING_STAGES.has(text) ? () => undefined : io.letSignalsKill();
      return () => {
        endProgress();
        listenAgain();
      };
    },
    signal: io.signal,
  };
}

/** A signal that came while the stage before blocked is heard first. Throws the signal's name. */
async function requireGoingOn(signal: AbortSignal): Promise<void> {
  await delay(0);
  if (signal.aborted && signal.reason !== READER_LEFT) throw signal.reason;
}
