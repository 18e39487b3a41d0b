import { expect, test } from "vitest";
import { type Io, READER_LEFT } from "../../cli/command.ts";
import { pipelineSettings } from "../../cli/stage-settings.ts";
import { presetPolicy } from "../../src/policy/presets.ts";

const words = { positionals: [], guestArguments: [], switches: new Set<string>(), values: new Map() };

/** The settings of a call whose signal is aborted with a reason while something blocks. */
function afterAbort(reason: string) {
  const controller = new AbortController();
  const done: string[] = [];
  const io = {
    signal: controller.signal,
    version: "1.2.3",
    progress: () => () => void done.push("progress ended"),
    letSignalsKill: () => () => void done.push("listening"),
  } as unknown as Io;
  setTimeout(() => controller.abort(reason), 0);
  return { settings: pipelineSettings(words, presetPolicy("default"), io), done };
}

test("a signal that came while something blocked prevents the next stage", async () => {
  const { settings, done } = afterAbort("SIGTERM");
  await expect(settings.onStage("measuring")).rejects.toBe("SIGTERM");
  expect(done).toEqual([]);
});

test("a reader that left does not: the exit code is still worth having", async () => {
  const { settings, done } = afterAbort(READER_LEFT);
  (await settings.onStage("measuring"))();
  expect(done).toEqual(["progress ended", "listening"]);
});
