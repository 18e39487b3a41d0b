import { ToolError } from "../src/errors.ts";
import type { PipelineResult } from "../src/pipeline.ts";
import { printableLine } from "../src/report/escape.ts";
import { type Invocation, type Io, type Option, optionValue } from "./command.ts";

export const OUT_DIR: Option = {
  name: "out-dir",
  value: "DIR",
  isNamedFile: true,
  group: "Output",
  summary: "Leave writable folders as they are; write what the guest changed to a new folder",
};

/** Whether changes are wanted, and can be written. Throws ToolError `output/...`, `usage/...`. */
export async function wantsChanges(invocation: Invocation, io: Io): Promise<boolean> {
  const folder = optionValue(invocation, "out-dir");
  if (folder === undefined) return false;
  if (invocation.switches.has("each"))
    throw new ToolError("usage/one-export", "--out-dir and --each do not go together", {
      hint: "an export is of one run; give one input",
    });
  await io.platform.files.requireExportFolder(folder);
  return true;
}

/** Writes the changes of a run, and says on standard error what could not be written. */
export async function exportChanges(
  result: PipelineResult,
  invocation: Invocation,
  io: Io,
): Promise<PipelineResult> {
  const folder = optionValue(invocation, "out-dir");
  if (folder === undefined || result.outcome === undefined) return result;
  if (result.changes === undefined) {
    const why = result.outcome.outcome === "refused" ? "it did not start" : "it was killed";
    await io.writeError(`note: nothing is exported to ${printableLine(folder)}: ${why}\n`);
    return result;
  }
  const skipped = await io.platform.files.exportTree(folder, result.changes);
  for (const { path, why } of skipped.slice(0, MOST_NOTES))
    await io.writeError(`note: ${printableLine(path)} is not exported: ${why}\n`);
  if (skipped.length > MOST_NOTES)
    await io.writeError(
      `note: and ${skipped.length - MOST_NOTES} more; the report and the folder list all\n`,
    );
  const { created, changed, deleted } = result.changes;
  return { ...result, outcome: { ...result.outcome, changes: { created, changed, deleted, skipped } } };
}

const MOST_NOTES = 10;
