import { ToolError } from "../../src/errors.ts";
import { auditModule, type PipelineSettings } from "../../src/pipeline.ts";
import { checkBudget, parseBudget } from "../../src/size/budget.ts";
import { diffAudits } from "../../src/size/diff.ts";
import type { AuditReport } from "../../src/size/report.ts";
import { type Command, type Invocation, type Io, optionValue } from "../command.ts";
import { sourcesOfInput } from "../input-sources.ts";
import { blaming, loadOneInput } from "../inputs.ts";
import { moduleOfInput } from "../module-of-input.ts";
import { COMMON, GO, outputOptions } from "../options.ts";
import { chosenFormat, EXIT_BROKEN_SOURCE, present, renderContext, rendererOf } from "../present.ts";
import { loadPolicy } from "../settings.ts";
import { pipelineSettings } from "../stage-settings.ts";

/** A policy or budget file is a page of text, not a megabyte. */
const BUDGET_LIMIT_BYTES = 1 << 20;
const OLD_AUDIT_LIMIT_BYTES = 256 << 20;

export const auditCommand: Command = {
  name: "audit",
  summary: "Say who owns every byte of a module",
  usage: "sandglass audit <input> [options]",
  description:
    "Attributes each byte of a module to a kind and a Go package, also when the module is stripped, and measures what reductions would save. Source is built first.",
  options: [
    {
      name: "diff",
      value: "OLD",
      group: "Mode",
      summary: "Compare with an older .wasm or an older audit in JSON",
    },
    { name: "budget", value: "FILE", group: "Mode", summary: "Limits in TOML; over budget is exit code 1" },
    ...GO,
    ...outputOptions(["pretty", "json", "markdown", "html"]),
    ...COMMON,
  ],
  examples: [
    { command: "sandglass audit app.wasm", means: "a module made by anyone" },
    { command: "sandglass audit main.go --format json", means: "for scripts" },
    { command: "sandglass audit new.wasm --diff old.wasm", means: "what grew" },
  ],
  exitCodes: [
    ["0", "measured, and within the budget if one was given"],
    ["1", "over budget"],
    ["2", "usage, configuration or internal error, or an input that does not compile"],
  ],
  run: async (invocation, io) => {
    const format = chosenFormat(invocation);
    const settings = pipelineSettings(invocation, await loadPolicy(invocation, io), io);
    const input = await loadOneInput(auditCommand, invocation, io);
    const context = await renderContext(invocation, io, sourcesOfInput(input));
    const wasm = await moduleOfInput(input, settings, { format, context, invocation, io });
    if (wasm === undefined) return EXIT_BROKEN_SOURCE;
    const report = await blaming(input, () => auditModule(input.name, wasm, settings, io.platform));
    const diff = await diffWithOld(invocation, report, settings, io);
    const budget = await budgetRows(invocation, report, io);
    await present(rendererOf(format, "renderAudit")(report, context, { diff, budget }), invocation, io);
    return budget?.every((row) => row.passed) === false ? 1 : 0;
  },
};

async function diffWithOld(invocation: Invocation, report: AuditReport, settings: PipelineSettings, io: Io) {
  const old = optionValue(invocation, "diff");
  if (old === undefined) return undefined;
  const bytes = await readNamed(old, OLD_AUDIT_LIMIT_BYTES, io);
  const isModule = bytes[0] === 0 && bytes[1] === 0x61;
  const before = isModule ? await auditModule(old, bytes, settings, io.platform) : parseAudit(bytes, old);
  return diffAudits(before, report);
}

async function budgetRows(invocation: Invocation, report: AuditReport, io: Io) {
  const file = optionValue(invocation, "budget");
  if (file === undefined) return undefined;
  const text = new TextDecoder().decode(await readNamed(file, BUDGET_LIMIT_BYTES, io));
  return checkBudget(report, parseBudget(text, file));
}

function parseAudit(bytes: Uint8Array, file: string): AuditReport {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as AuditReport;
    if (value.schemaVersion === 1 && Array.isArray(value.functions) && Array.isArray(value.byPackage))
      return value;
  } catch {
    // Reported below like every other thing that is not an audit.
  }
  throw new ToolError("audit/not-an-audit", `${file} is neither a module nor an audit in JSON`, {
    hint: "make one with sandglass audit old.wasm --format json --output old.json",
    place: { file },
  });
}

async function readNamed(file: string, limitBytes: number, io: Io): Promise<Uint8Array> {
  return io.platform.source.readFile(file, limitBytes);
}
