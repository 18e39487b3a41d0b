import type { PipelineResult } from "../src/pipeline.ts";
import type { Policy } from "../src/policy/policy.ts";
import { formatNamed } from "../src/report/formats.ts";
import type { Input } from "../src/source/input.ts";
import type { Invocation, Io } from "./command.ts";
import { compilerReport, sourcesOfInput } from "./input-sources.ts";
import { renderContext, rendererOf } from "./present.ts";

/** Findings go to standard error, since standard output is the guest's; a clean program prints nothing. */
export async function showFindings(
  result: PipelineResult,
  { input, policy }: { readonly input: Input; readonly policy: Policy },
  invocation: Invocation,
  io: Io,
): Promise<void> {
  const built = result.build?.ok === false ? compilerReport(result.build.findings, io.version) : undefined;
  const reports = [result.check, built].filter((one) => one !== undefined && one.findings.length > 0);
  if (reports.length === 0) return;
  const context = {
    ...(await renderContext(invocation, io, sourcesOfInput(input))),
    color: io.color.stderr,
    ignoresComments: !policy.honourSuppressions,
  };
  for (const report of reports) {
    if (report === undefined) continue;
    if (invocation.switches.has("quiet") && report.findings.every((finding) => finding.severity !== "error"))
      continue;
    await io.writeError(`${rendererOf(formatNamed("pretty"), "renderCheck")(report, context).trimEnd()}\n`);
  }
}
