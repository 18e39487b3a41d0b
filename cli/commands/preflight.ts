import type { EngineName } from "../../src/instrument/report.ts";
import {
  type PipelineResult,
  type PipelineSettings,
  rememberHardened,
  runInput,
} from "../../src/pipeline.ts";
import { formatNamed } from "../../src/report/formats.ts";
import type { PreflightReport } from "../../src/report/report.ts";
import { decideVerdict } from "../../src/report/verdict.ts";
import type { Input } from "../../src/source/input.ts";
import { loadInput } from "../../src/source/load-input.ts";
import { baseName } from "../artifact.ts";
import { type Command, type Invocation, type Io, optionValue } from "../command.ts";
import { eachInput } from "../each.ts";
import { compilerReport, sourcesOfInput } from "../input-sources.ts";
import { blaming, loadOneInput } from "../inputs.ts";
import {
  CAPABILITIES,
  COMMON,
  ENGINE,
  FAIL_ON,
  FORMATS,
  GO,
  NO_CHECK,
  outputOptions,
  RUN_LIMITS,
} from "../options.ts";
import { outputTail } from "../output-tail.ts";
import { chosenFormat, present, renderContext, rendererOf } from "../present.ts";
import { loadPolicy } from "../settings.ts";
import { pipelineSettings } from "../stage-settings.ts";

/** What a report keeps of each stream: enough to judge, small enough to mail. */
const KEPT_OUTPUT_BYTES = 64 << 10;

/** By format. */
const REPORT_FILES: ReadonlyMap<string, string> = new Map([
  ["html", "report.html"],
  ["json", "report.json"],
  ["sarif", "report.sarif"],
]);

export const preflightCommand: Command = {
  name: "preflight",
  summary: "Everything at once: a verdict, a report and a hardened module",
  usage: "sandglass preflight <input> --out DIR [options]",
  description:
    "Checks, builds, hardens, measures and runs the input, decides accept, warn or reject, and writes report.html (one file, nothing to fetch), report.json, report.sarif and the hardened module with its map.",
  options: [
    {
      name: "out",
      short: "o",
      value: "DIR",
      group: "Output",
      summary: "Folder of the report",
      default: "sandglass-report",
    },
    FAIL_ON,
    NO_CHECK,
    { name: "each", group: "Mode", summary: "Several inputs, a folder each" },
    { name: "stdin", group: "Mode", summary: "Give our standard input to the guest", default: "empty" },
    ...RUN_LIMITS,
    ...CAPABILITIES,
    ENGINE,
    ...GO,
    ...outputOptions(FORMATS),
    ...COMMON,
  ],
  examples: [
    { command: "sandglass preflight main.go --out report", means: "report/report.html tells all" },
    {
      command: "sandglass preflight submissions/*.go --each --out reports",
      means: "one folder a submission",
    },
  ],
  exitCodes: [
    ["0", "accept, or warn below --fail-on"],
    ["1", "reject, or warn with --fail-on warning"],
    ["2", "usage, configuration or internal error"],
  ],
  run: async (invocation, io) => {
    const settings = pipelineSettings(invocation, await loadPolicy(invocation, io), io);
    const folder = optionValue(invocation, "out") ?? "sandglass-report";
    if (!invocation.switches.has("each"))
      return preflightOne(
        await loadOneInput(preflightCommand, invocation, io),
        folder,
        invocation,
        settings,
        io,
      );
    const taken = new Set<string>();
    return eachInput({ command: preflightCommand, invocation, forOne: "output" }, io, async (name) => {
      const own = io.platform.files.join(folder, ownName(name, taken));
      return preflightOne(await loadInput(name, io.platform.source), own, invocation, settings, io);
    });
  },
};

/** A name that no input before had, also where case does not count: `main`, `main-2`. */
function ownName(inputName: string, taken: Set<string>): string {
  const base = baseName(inputName);
  let own = base;
  for (let count = 2; taken.has(own.toLowerCase()); count++) own = `${base}-${count}`;
  taken.add(own.toLowerCase());
  return own;
}

async function preflightOne(
  input: Input,
  folder: string,
  invocation: Invocation,
  settings: PipelineSettings,
  io: Io,
): Promise<number> {
  const format = chosenFormat(invocation);
  await io.platform.files.makeFolder(folder);
  await removeEarlier(folder, input, io);
  const stdout = outputTail(KEPT_OUTPUT_BYTES);
  const stderr = outputTail(KEPT_OUTPUT_BYTES);
  const streams = {
    args: [input.name],
    stdin: invocation.switches.has("stdin") ? io.stdin : undefined,
    onStdout: stdout.push,
    onStderr: stderr.push,
    hostEnvironment: io.environment,
    playbackBytes: KEPT_OUTPUT_BYTES,
  };
  const choice = {
    engine: (optionValue(invocation, "engine") ?? "binaryen") as EngineName,
    abi: "standalone" as const,
    strip: true,
    compact: true,
    ignoreFindings: invocation.switches.has("no-check"),
    measure: true,
  };
  const result = await blaming(input, () => runInput(input, streams, choice, settings, io.platform));
  // A run that was cancelled is no reason for a verdict.
  io.signal.throwIfAborted();
  const report = preflightReport(input, result, { stdout: stdout.text(), stderr: stderr.text() }, io);
  const context = {
    ...(await renderContext(invocation, io, sourcesOfInput(input))),
    ignoresComments: !settings.policy.honourSuppressions,
  };
  await writeReports(folder, input, result, report, { ...context, color: false }, io);
  await present(rendererOf(format, "renderPreflight")(report, context), invocation, io);
  if (!invocation.switches.has("quiet"))
    await io.writeError(`report: ${io.platform.files.join(folder, "report.html")}\n`);
  return exitCodeFor(report.verdict, optionValue(invocation, "fail-on") ?? "error");
}

function preflightReport(
  input: Input,
  result: PipelineResult,
  output: { readonly stdout: string; readonly stderr: string },
  io: Io,
): PreflightReport {
  const compiled = result.build?.ok === false ? result.build.findings : [];
  const empty = compilerReport([], io.version);
  const check = { ...(result.check ?? empty), findings: [...(result.check?.findings ?? []), ...compiled] };
  const parts = {
    check,
    ...(result.build?.ok === true ? { build: result.build.report } : {}),
    ...(result.hardened === undefined ? {} : { harden: result.hardened.report }),
    ...(result.audit === undefined ? {} : { audit: result.audit }),
    ...(result.outcome === undefined ? {} : { outcome: result.outcome }),
  };
  return {
    schemaVersion: 1,
    tool: { name: "sandglass", version: io.version },
    name: input.name,
    ...decideVerdict(parts),
    ...parts,
    ...output,
  };
}

/** A module that was accepted earlier must not lie beside the report that rejects what it became. */
async function removeEarlier(folder: string, input: Input, io: Io): Promise<void> {
  const { remove, join } = io.platform.files;
  const base = baseName(input.name);
  for (const file of [...REPORT_FILES.values(), `${base}.wasm`, `${base}.wasm.map.json`])
    await remove(join(folder, file));
}

type Context = Awaited<ReturnType<typeof renderContext>>;

async function writeReports(
  folder: string,
  input: Input,
  result: PipelineResult,
  report: PreflightReport,
  context: Context,
  io: Io,
): Promise<void> {
  const { write, join } = io.platform.files;
  for (const [id, file] of REPORT_FILES)
    await write(join(folder, file), rendererOf(formatNamed(id), "renderPreflight")(report, context));
  if (result.hardened === undefined) return;
  await rememberHardened(result.hardened, io.platform);
  const base = baseName(input.name);
  await write(join(folder, `${base}.wasm`), result.hardened.wasm);
  await write(join(folder, `${base}.wasm.map.json`), `${JSON.stringify(result.hardened.map)}\n`);
}

function exitCodeFor(verdict: PreflightReport["verdict"], failOn: string): number {
  if (failOn === "never") return 0;
  if (verdict === "reject") return 1;
  return verdict === "warn" && failOn === "warning" ? 1 : 0;
}
