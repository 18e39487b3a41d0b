import { ToolError } from "../../errors.ts";
import { bytesText } from "../quantities.ts";
import type { Supervised } from "../worker/host.ts";
import {
  encodeRecording,
  MOST_LOG_BYTES,
  RECORDING_VERSION,
  type RecordedModule,
  type Recording,
  type Sha256,
} from "./format.ts";
import type { TapeKind } from "./open-tape.ts";

/** Where a recording goes, and what it says of the run beside its log. */
export interface RecordRequest {
  /** For messages. */
  readonly file: string;
  readonly tool: string;
  /** The module as it was given, before it was hardened. */
  readonly module: RecordedModule;
  readonly sha256: Sha256;
  /** Takes the whole file, once the run is over. */
  readonly keep: (file: Uint8Array) => Promise<void>;
}

/** The log of a run while it is written. */
export interface KeptLog {
  /** Throws ToolError `record/too-large`, which ends the run. */
  push(bytes: Uint8Array): void;
  bytes(): Uint8Array;
}

/** Keeps a log in memory, as far as a recording may be long. */
export function keptLog(file: string): KeptLog {
  const parts: Uint8Array[] = [];
  let length = 0;
  return {
    push: (bytes) => {
      length += bytes.length;
      if (length > MOST_LOG_BYTES)
        throw new ToolError(
          "record/too-large",
          `cannot record to ${file}: the run takes in more than ${bytesText(MOST_LOG_BYTES)}`,
          {
            hint: "record a run on a smaller input",
            place: { file },
          },
        );
      parts.push(bytes);
    },
    bytes: () => {
      const whole = new Uint8Array(length);
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      return whole;
    },
  };
}

/** Writes the recording of a run that is over. */
export async function keepRecording(
  { module, tool, sha256, keep }: RecordRequest,
  run: Pick<Recording, "args" | "limits" | "log" | "ending">,
): Promise<void> {
  const { args, limits, log } = run;
  const { changes: _, ...ending } = run.ending;
  await keep(
    encodeRecording({ version: RECORDING_VERSION, tool, module, args, limits, log, ending }, sha256),
  );
}

/** Ends that are not the guest's own doing and need not come at the same instruction again. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set(["killed", "stack-overflow", "engine-memory"]);

/** What the guest's thread needs of a recording. */
export function tapeOf({ log, ending }: Recording): TapeKind {
  const { stdoutBytes, stderrBytes } = ending;
  return { kind: "replay", log, endsWithLog: FROM_OUTSIDE.has(ending.end.how), stdoutBytes, stderrBytes };
}

/** Throws ToolError `replay/other-module` when the recording is of another module. */
export function requireModule(recording: Recording, module: RecordedModule, file: string): void {
  if (recording.module.sha256 === module.sha256) return;
  throw new ToolError(
    "replay/other-module",
    `cannot replay ${file}: it is of another module (SHA-256 ${recording.module.sha256}, this one has ${module.sha256})`,
    {
      hint: "give the input that was recorded; source gives the same module with the same Go only",
      place: { file },
    },
  );
}

/**
 * What a replay reports: the recorded run, times included, once it is seen that it went the same way. A replay that was
 * itself ended from outside reports that. Throws ToolError `replay/diverged`.
 */
export function replayedRun(actual: Supervised, { ending }: Recording): Supervised {
  if (actual.end.how === "killed") return actual;
  if (actual.end.how !== "replay-end")
    for (const [what, got, recorded] of [
      ["ended by", wayOut(actual), wayOut(ending)],
      ["left fuel", actual.meter.fuelRemaining, ending.meter.fuelRemaining],
      ["wrote bytes to stdout", actual.stdoutBytes, ending.stdoutBytes],
      ["wrote bytes to stderr", actual.stderrBytes, ending.stderrBytes],
    ] as const)
      if (got !== recorded)
        throw new ToolError(
          "replay/diverged",
          `the run takes another way than the recording: it ${what}: ${got}, recorded is ${recorded}`,
          {
            hint: "replay with the version of sandglass that recorded it, or record it again",
          },
        );
  return ending;
}

function wayOut({ end }: Supervised): string {
  if (end.how === "exit") return `exit ${end.exitCode}`;
  return end.how === "stop" ? `stop ${end.outcome}` : end.how;
}
