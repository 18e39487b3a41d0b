import { checkPackages } from "../../src/pipeline.ts";
import { tuneForShortRun } from "../../src/platform/node/short-run.ts";
import { loadPackages } from "../../src/source/load-packages.ts";
import { type Command, optionValue } from "../command.ts";
import { sourcesOf } from "../input-sources.ts";
import { COMMON, FAIL_ON, FORMATS, outputOptions } from "../options.ts";
import { chosenFormat, exitCodeFor, present, renderContext, rendererOf } from "../present.ts";
import { loadPolicy } from "../settings.ts";
import { pipelineSettings } from "../stage-settings.ts";

export const checkCommand: Command = {
  name: "check",
  summary: "Find hazards in Go source before it is built",
  usage: "sandglass check [paths|./...|-] [options]",
  description:
    "Reads Go source and reports loops that never end, recursion that never shrinks and forbidden APIs. An error is proved, and says how; everything less certain is a warning. Loose .go files are programs of their own, a folder is a package; without a path it is the current folder.",
  options: [FAIL_ON, ...outputOptions(FORMATS), ...COMMON],
  examples: [
    { command: "sandglass check main.go", means: "one program" },
    { command: "sandglass check ./...", means: "every package below" },
    { command: "sandglass check - < main.go", means: "standard input" },
    { command: "sandglass check --format sarif --output out.sarif .", means: "for code scanning" },
  ],
  exitCodes: [
    ["0", "no finding at or above --fail-on"],
    ["1", "findings at or above --fail-on"],
    ["2", "usage, configuration or internal error, or source that does not parse"],
  ],
  run: async (invocation, io) => {
    tuneForShortRun();
    const format = chosenFormat(invocation);
    const policy = await loadPolicy(invocation, io, "trusted");
    const paths = invocation.positionals.length === 0 ? ["."] : invocation.positionals;
    const packages = await loadPackages(paths, io.platform.source);
    const report = await checkPackages(packages, true, pipelineSettings(invocation, policy, io), io.platform);
    const asksForRules = report.findings.length > 0 || format.listsRules === true;
    const context = await renderContext(invocation, io, sourcesOf(packages), asksForRules);
    await present(rendererOf(format, "renderCheck")(report, context), invocation, io);
    return exitCodeFor(report, optionValue(invocation, "fail-on") ?? "error");
  },
};
