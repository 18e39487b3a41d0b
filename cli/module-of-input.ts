import type { BuildResult } from "../src/build/report.ts";
import { buildInput, type PipelineSettings } from "../src/pipeline.ts";
import type { RenderContext, ReportFormat } from "../src/report/report.ts";
import type { GoInput, Input } from "../src/source/input.ts";
import type { Invocation, Io } from "./command.ts";
import { compilerReport } from "./input-sources.ts";
import { present, rendererOf } from "./present.ts";

/** How a command shows what it found. */
export interface Presentation {
  readonly format: ReportFormat;
  readonly context: RenderContext;
  readonly invocation: Invocation;
  readonly io: Io;
}

type Built = Extract<BuildResult, { ok: true }>;

/** Builds source; undefined when it does not compile, which has then been shown. */
export async function builtInput(
  input: GoInput,
  settings: PipelineSettings,
  { format, context, invocation, io }: Presentation,
): Promise<Built | undefined> {
  const result = await buildInput(input, settings, io.platform);
  if (result.ok) return result;
  const report = compilerReport(result.findings, io.version);
  await present(rendererOf(format, "renderCheck")(report, context), invocation, io);
  return undefined;
}

/** The module that an input is, or builds to; undefined when it does not compile, which has then been shown. */
export async function moduleOfInput(
  input: Input,
  settings: PipelineSettings,
  presentation: Presentation,
): Promise<Uint8Array | undefined> {
  return input.kind === "wasm" ? input.bytes : (await builtInput(input, settings, presentation))?.wasm;
}
