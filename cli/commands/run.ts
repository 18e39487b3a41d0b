import type { EngineName } from "../../src/instrument/report.ts";
import {
  type GuestStreams,
  type PipelineResult,
  type PipelineSettings,
  runInput,
} from "../../src/pipeline.ts";
import type { Policy } from "../../src/policy/policy.ts";
import { explainStop } from "../../src/runtime/explain-outcome.ts";
import type { Outcome } from "../../src/runtime/outcome.ts";
import type { Input } from "../../src/source/input.ts";
import { loadInput } from "../../src/source/load-input.ts";
import { type Command, type Invocation, type Io, optionValue, READER_LEFT } from "../command.ts";
import { eachInput } from "../each.ts";
import { impatient } from "../impatient.ts";
import { blaming, loadOneInput } from "../inputs.ts";
import { CAPABILITIES, COMMON, ENGINE, GO, NO_CHECK, RUN_LIMITS } from "../options.ts";
import { exportChanges, OUT_DIR, wantsChanges } from "../out-dir.ts";
import { RECORDINGS, recordingStreams, replayPolicy, tellNotRecorded } from "../recordings.ts";
import { loadPolicy } from "../settings.ts";
import { pipelineSettings } from "../stage-settings.ts";
import { guestSink } from "../terminal-guard.ts";

/** Output that the events of a report hold; more is cut, and said to be. */
const MOST_PLAYBACK_BYTES = 16 << 20;

export const runCommand: Command = {
  name: "run",
  summary: "Check, build, harden and run a program that is denied everything",
  usage: "sandglass run <input> [options] [-- args]",
  description:
    "The whole pipeline, then the run, in a thread that can be killed at any time. The guest sees a file system of its own with /tmp, no network, no environment; each capability is a flag. Standard output is the guest's; findings and the reason of a stop go to standard error. On a terminal, what would act on it is shown instead, but for colours; a pipe or a file gets every byte. Words after the input that are no options of ours belong to the guest, as does all after --.",
  passesArguments: true,
  options: [
    NO_CHECK,
    { name: "each", group: "Mode", summary: "Several inputs, one after the other" },
    ...RUN_LIMITS,
    ...CAPABILITIES,
    ENGINE,
    ...GO,
    {
      name: "report",
      value: "FILE",
      isNamedFile: true,
      group: "Output",
      summary: "Write the outcome as JSON",
    },
    OUT_DIR,
    ...RECORDINGS,
    ...COMMON,
  ],
  examples: [
    { command: "sandglass run main.go", means: "deny everything, default limits" },
    {
      command: "sandglass run main.go --fuel 50M --timeout 2s -- a b",
      means: "tighter limits, two arguments",
    },
    { command: "sandglass run app.wasm --allow-read ./data:/data", means: "let it read a folder" },
    { command: "sandglass run --preset playground main.go", means: "the same output on every run" },
    {
      command: "sandglass run main.go --record run.rec",
      means: "then --replay run.rec repeats it, also where its files and input are not",
    },
  ],
  exitCodes: [
    ["N", "the guest's own exit code"],
    ["2", "usage, configuration or internal error, or source that does not compile"],
    ["126", "refused: by the analysis or the policy"],
    ["134", "the guest trapped"],
    ["137", "stopped by a limit or by a signal"],
  ],
  run: async (invocation, io) => {
    const report = optionValue(invocation, "report");
    if (report !== undefined) await io.platform.files.requireTarget(report);
    const recording = await recordingStreams(invocation, io);
    const policy = replayPolicy(await loadPolicy(invocation, io), recording);
    const settings = pipelineSettings(invocation, policy, io);
    const run = (input: Input): Promise<number> => runOne({ input, ...recording }, invocation, settings, io);
    if (!invocation.switches.has("each")) return run(await loadOneInput(runCommand, invocation, io));
    return eachInput({ command: runCommand, invocation, forOne: "report" }, io, async (name) =>
      run(await loadInput(name, io.platform.source)),
    );
  },
};

async function runOne(
  { input, ...recording }: { readonly input: Input } & Pick<GuestStreams, "record" | "replay">,
  invocation: Invocation,
  settings: PipelineSettings,
  io: Io,
): Promise<number> {
  const out = guestSink(whileRunning(io), io.isTerminal.stdout);
  const error = guestSink(io.writeError, io.isTerminal.stderr);
  const streams = {
    args: [input.name, ...invocation.guestArguments],
    stdin: io.stdin,
    onStdout: out.write,
    onStderr: error.write,
    hostEnvironment: io.environment,
    terminals: terminalsOf(io),
    ...recording,
    exportsChanges: await wantsChanges(invocation, io),
    // What was printed is kept a second time for whoever reads the report.
    playbackBytes: optionValue(invocation, "report") === undefined ? undefined : MOST_PLAYBACK_BYTES,
    onReady: (known: PipelineResult) => tellKnown(known, { input, policy: settings.policy }, invocation, io),
  };
  const choice = {
    engine: (optionValue(invocation, "engine") ?? "stream") as EngineName,
    abi: "hosted" as const,
    strip: true,
    ignoreFindings: invocation.switches.has("no-check"),
    measure: false,
  };
  const result = await blaming(input, () => runInput(input, streams, choice, settings, io.platform));
  const isMidLine = [(await out.end()) && io.isTerminal.stdout, await error.end()].includes(true);
  const patient = outcomeOf(result).outcome === "exited" ? io : impatient(io);
  const own = isMidLine ? onNewLine(patient) : patient;
  await tellNotRecorded(outcomeOf(result), invocation, own);
  await tellStop(await exportChanges(result, invocation, own), settings.policy, invocation, own);
  return outcomeOf(result).exitCode;
}

function terminalsOf({ isTerminal: { stdin, stdout, stderr } }: Io): ReadonlySet<0 | 1 | 2> {
  const streams = [0, 1, 2] as const;
  return new Set(streams.filter((stream) => [stdin, stdout, stderr][stream]));
}

/** Standard output for a guest: that a signal left nobody to read is the outcome's to tell. */
function whileRunning(io: Io): Io["writeOut"] {
  return async (data) => {
    try {
      await io.writeOut(data);
    } catch (error) {
      if (!io.signal.aborted) throw error;
    }
  };
}

/** What is worth knowing before the guest says anything. What renders findings is loaded when there are some. */
async function tellKnown(
  known: PipelineResult,
  about: { readonly input: Input; readonly policy: Policy },
  invocation: Invocation,
  io: Io,
): Promise<void> {
  if (known.build?.ok === false || (known.check?.findings.length ?? 0) > 0) {
    const { showFindings } = await import("../show-findings.ts");
    await showFindings(known, about, invocation, io);
  }
  if (known.claim === "foreign" && !invocation.switches.has("quiet"))
    await io.writeError(
      `note: ${about.input.name} was not hardened on this machine, so it was hardened again\n`,
    );
}

/** The report, and why the guest was stopped. */
async function tellStop(
  result: PipelineResult,
  policy: Policy,
  invocation: Invocation,
  io: Io,
): Promise<void> {
  const outcome = outcomeOf(result);
  const report = optionValue(invocation, "report");
  if (report !== undefined)
    await io.platform.files.write(report, `${JSON.stringify(outcome, undefined, 2)}\n`);
  const lines = explainStop(outcome, policy);
  if (lines.length > 0 && io.signal.reason !== READER_LEFT) await io.writeError(`${lines.join("\n")}\n`);
}

function outcomeOf({ outcome }: PipelineResult): Outcome {
  if (outcome === undefined) throw new Error("the pipeline ended without an outcome");
  return outcome;
}

/** Our first line does not continue the guest's last one: scripts look for `signal: killed` at the beginning of a line. */
function onNewLine(io: Io): Io {
  let before = "\n";
  return {
    ...io,
    writeError: async (data) => {
      if (before !== "") await io.writeError(before);
      before = "";
      await io.writeError(data);
    },
  };
}
