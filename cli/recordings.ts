import { ToolError } from "../src/errors.ts";
import type { GuestStreams } from "../src/pipeline.ts";
import type { Policy } from "../src/policy/policy.ts";
import { printableLine } from "../src/report/escape.ts";
import type { Outcome } from "../src/runtime/outcome.ts";
import { type Invocation, type Io, type Option, optionValue } from "./command.ts";
import { CAPABILITIES, RUN_LIMITS } from "./options.ts";

/** Options of `run` about recordings. */
export const RECORDINGS: readonly Option[] = [
  {
    name: "record",
    value: "FILE",
    isNamedFile: true,
    group: "Output",
    summary: "Write down all that the guest gets from outside",
  },
  {
    name: "replay",
    value: "FILE",
    isNamedFile: true,
    group: "Mode",
    summary: "Repeat a recorded run bit by bit, without touching this machine",
  },
];

/** The part of a run's streams that is about recordings. Throws ToolError `usage/...`, `source/...` and `replay/...`. */
export async function recordingStreams(
  invocation: Invocation,
  io: Io,
): Promise<Pick<GuestStreams, "record" | "replay">> {
  const file = optionValue(invocation, "record");
  const replay = optionValue(invocation, "replay");
  const named = replay === undefined ? "--record" : "--replay";
  if (invocation.switches.has("each") && (file ?? replay) !== undefined)
    throw new ToolError("usage/one-recording", `${named} and --each do not go together`, {
      hint: "a recording is of one run; give one input",
    });
  if (replay !== undefined) return { replay: await readRecording(replay, invocation, io) };
  if (file === undefined) return {};
  await io.platform.files.requireTarget(file);
  return { record: { file, keep: (bytes) => io.platform.files.write(file, bytes) } };
}

/** Says that there is no recording when there was no run. */
export async function tellNotRecorded(outcome: Outcome, invocation: Invocation, io: Io): Promise<void> {
  const file = optionValue(invocation, "record");
  if (file === undefined || outcome.outcome !== "refused") return;
  await io.writeError(`note: nothing is recorded in ${printableLine(file)}: it did not start\n`);
}

/** Limits come from the recording, and nothing of the machine is granted. */
export function replayPolicy(policy: Policy, { replay }: Pick<GuestStreams, "replay">): Policy {
  if (replay === undefined) return policy;
  const { limits } = replay.recording;
  const capabilities = { ...policy.capabilities, mounts: [], environment: [] };
  return {
    ...policy,
    preset: "default",
    file: undefined,
    imports: new Map(),
    otherImports: "allow",
    limits,
    capabilities,
  };
}

/** What a recording decides: giving it a second time would be a contradiction, or be ignored. */
const RECORDED: readonly string[] = [...RUN_LIMITS, ...CAPABILITIES].map(({ name }) => name);

async function readRecording(
  file: string,
  invocation: Invocation,
  io: Io,
): Promise<NonNullable<GuestStreams["replay"]>> {
  const clash = ["record", "out-dir", ...RECORDED].find((name) => invocation.values.has(name));
  if (clash !== undefined)
    throw new ToolError("usage/replay-decides", `--replay and --${clash} do not go together`, {
      hint: "the recording has the limits and everything that the guest got",
    });
  if (invocation.guestArguments.length > 0)
    throw new ToolError("usage/replay-decides", "--replay takes no arguments for the guest", {
      hint: "the recording has them",
    });
  const { decodeRecording, MOST_FILE_BYTES } = await import("../src/runtime/recording/format.ts");
  const bytes = await io.platform.source.readFile(file, MOST_FILE_BYTES);
  return { file, recording: decodeRecording(bytes, file, io.platform.sha256) };
}
