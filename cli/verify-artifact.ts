import { ToolError } from "../src/errors.ts";
import type { VerifyReport } from "../src/instrument/report.ts";
import { type PipelineSettings, verifyModule } from "../src/pipeline.ts";
import { loadInput } from "../src/source/load-input.ts";
import type { Io } from "./command.ts";

/** Compares the artifact in a file with what hardening the original gives. Throws ToolError `usage/not-wasm` for source. */
export async function verifyFile(
  path: string,
  original: Uint8Array,
  settings: PipelineSettings,
  io: Io,
): Promise<VerifyReport> {
  const artifact = await loadInput(path, io.platform.source);
  if (artifact.kind === "wasm") return verifyModule(artifact.bytes, original, settings, io.platform);
  throw new ToolError("usage/not-wasm", `${path} is no module that could be verified`, {
    hint: "name the hardened module behind --verify, and what it was made from as the input",
  });
}
