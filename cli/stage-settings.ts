import type { PipelineSettings } from "../src/pipeline.ts";
import type { Policy } from "../src/policy/policy.ts";
import { type Invocation, type Io, optionValue } from "./command.ts";

/** What the words of a call mean for the stages. */
export function pipelineSettings(invocation: Invocation, policy: Policy, io: Io): PipelineSettings {
  return {
    policy,
    go: optionValue(invocation, "go"),
    target: optionValue(invocation, "target") === "js" ? "js" : "wasip1",
    useCache: !invocation.switches.has("no-cache"),
    toolVersion: io.version,
    onStage: io.progress,
    signal: io.signal,
  };
}
