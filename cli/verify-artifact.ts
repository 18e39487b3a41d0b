import { ToolError } from "../src/errors.ts";
import type { ProofReport, VerifyReport } from "../src/instrument/report.ts";
import { type PipelineSettings, proveModule, verifyModule } from "../src/pipeline.ts";
import { loadInput } from "../src/source/load-input.ts";
import type { Io } from "./command.ts";

/** Compares the artifact in a file with what hardening the original gives. Throws ToolError `usage/not-wasm` for source. */
export async function verifyFile(
  path: string,
  original: Uint8Array,
  settings: PipelineSettings,
  io: Io,
): Promise<VerifyReport> {
  return verifyModule(await moduleIn(path, io), original, settings, io.platform);
}

/** Whether the artifact in a file stops by itself. Throws ToolError `usage/not-wasm` for source. */
export async function proveFile(path: string, settings: PipelineSettings, io: Io): Promise<ProofReport> {
  return proveModule(await moduleIn(path, io), settings, io.platform);
}

async function moduleIn(path: string, io: Io): Promise<Uint8Array> {
  const artifact = await loadInput(path, io.platform.source);
  if (artifact.kind === "wasm") return artifact.bytes;
  throw new ToolError("usage/not-wasm", `${path} is no module that could be verified`, {
    hint: "name the hardened module behind --verify, and what it was made from as the input",
  });
}
