import { ToolError } from "../../src/errors.ts";
import type { Input } from "../../src/source/input.ts";
import { artifactOption, writeArtifact } from "../artifact.ts";
import { type Command, type Invocation, type Io, optionValue } from "../command.ts";
import { sourcesOfInput } from "../input-sources.ts";
import { blaming, loadOneInput } from "../inputs.ts";
import { builtInput } from "../module-of-input.ts";
import { COMMON, GO, outputOptions } from "../options.ts";
import { chosenFormat, EXIT_BROKEN_SOURCE, present, renderContext, rendererOf } from "../present.ts";
import { loadPolicy } from "../settings.ts";
import { pipelineSettings } from "../stage-settings.ts";

const SUFFIX = ".wasm";
const COMPONENT_SUFFIX = ".component.wasm";

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
    {
      name: "component",
      group: "Build",
      summary: "Make a component (WASI preview 2) of it, by jco; the input may be a module too",
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
    const isComponent = invocation.switches.has("component");
    if (isComponent && optionValue(invocation, "target") === "js")
      throw new ToolError("usage/no-component", "--component and --target js do not go together", {
        hint: "a component is made of a module for wasip1",
      });
    if (input.kind === "wasm") {
      if (isComponent) return writeComponent(input, invocation, io);
      throw new ToolError("usage/already-module", `${input.name} is WebAssembly already`, {
        hint: "harden, audit or run it; --component makes a component of it",
      });
    }
    const context = await renderContext(invocation, io, sourcesOfInput(input));
    const settings = pipelineSettings(invocation, policy, io);
    const result = await builtInput(input, settings, { format, context, invocation, io });
    if (result === undefined) return EXIT_BROKEN_SOURCE;
    const component = isComponent ? await io.platform.makeComponent(result.wasm) : undefined;
    const suffix = isComponent ? COMPONENT_SUFFIX : SUFFIX;
    const artifact = component ?? result.wasm;
    const path = await writeArtifact(artifact, optionValue(invocation, "out"), input.name, io, suffix);
    const report = { ...result.report, ...(component && { component: factsOf(component, io) }) };
    if (format.id !== "pretty" || !invocation.switches.has("quiet"))
      await present(rendererOf(format, "renderBuild")(report, context), invocation, io);
    if (format.id === "pretty" && !invocation.switches.has("quiet")) await io.writeError(`wrote ${path}\n`);
    return 0;
  },
};

/** A module that is there already only changes its shape; there is no build to report. */
async function writeComponent(
  input: Extract<Input, { kind: "wasm" }>,
  invocation: Invocation,
  io: Io,
): Promise<number> {
  const component = await blaming(input, () => io.platform.makeComponent(input.bytes));
  const path = await writeArtifact(
    component,
    optionValue(invocation, "out"),
    input.name,
    io,
    COMPONENT_SUFFIX,
  );
  if (chosenFormat(invocation).id === "json")
    await present(
      `${JSON.stringify({ schemaVersion: 1, component: factsOf(component, io) }, undefined, 2)}\n`,
      invocation,
      io,
    );
  else if (!invocation.switches.has("quiet")) await io.writeError(`wrote ${path}\n`);
  return 0;
}

function factsOf(wasm: Uint8Array, io: Io): { bytes: number; sha256: string } {
  return { bytes: wasm.length, sha256: io.platform.sha256(wasm) };
}
