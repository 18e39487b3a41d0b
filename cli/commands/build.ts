import { ToolError } from "../../src/errors.ts";
import { artifactOption, writeArtifact } from "../artifact.ts";
import { type Command, optionValue } from "../command.ts";
import { sourcesOfInput } from "../input-sources.ts";
import { loadOneInput } from "../inputs.ts";
import { builtInput } from "../module-of-input.ts";
import { COMMON, GO, outputOptions } from "../options.ts";
import { chosenFormat, EXIT_BROKEN_SOURCE, present, renderContext, rendererOf } from "../present.ts";
import { loadPolicy } from "../settings.ts";
import { pipelineSettings } from "../stage-settings.ts";

const SUFFIX = ".wasm";

export const buildCommand: Command = {
  name: "build",
  summary: "Compile Go to WebAssembly, hermetically",
  usage: "sandglass build <input> -o app.wasm [options]",
  description:
    "Compiles a snapshot of the input with the real Go compiler, without network, cgo, toolchain switching or anything of your environment, under limits of time, memory and disk. The same input is compiled once and then taken from the cache.",
  options: [
    artifactOption(SUFFIX),
    {
      name: "target",
      value: "NAME",
      choices: ["wasip1", "js"],
      group: "Build",
      summary: "WASI preview 1, or browsers",
      default: "wasip1",
    },
    ...GO,
    ...outputOptions(["pretty", "json"]).filter((option) => option.name === "format"),
    ...COMMON,
  ],
  examples: [
    { command: "sandglass build main.go -o app.wasm", means: "for any WASI engine" },
    {
      command: "sandglass build ./cmd/app -o app.wasm --target js",
      means: "for browsers, with Go's wasm_exec.js",
    },
  ],
  exitCodes: [
    ["0", "built"],
    ["2", "usage, configuration or internal error, or an input that does not compile"],
  ],
  run: async (invocation, io) => {
    const format = chosenFormat(invocation);
    const policy = await loadPolicy(invocation, io);
    const input = await loadOneInput(buildCommand, invocation, io);
    if (input.kind === "wasm")
      throw new ToolError("usage/already-module", `${input.name} is WebAssembly already`, {
        hint: "harden, audit or run it",
      });
    const context = renderContext(invocation, io, sourcesOfInput(input));
    const settings = pipelineSettings(invocation, policy, io);
    const result = await builtInput(input, settings, { format, context, invocation, io });
    if (result === undefined) return EXIT_BROKEN_SOURCE;
    const path = await writeArtifact(result.wasm, optionValue(invocation, "out"), input.name, io, SUFFIX);
    if (format.id !== "pretty" || !invocation.switches.has("quiet"))
      await present(rendererOf(format, "renderBuild")(result.report, context), invocation, io);
    if (format.id === "pretty" && !invocation.switches.has("quiet")) await io.writeError(`wrote ${path}\n`);
    return 0;
  },
};
