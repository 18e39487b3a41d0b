import { ToolError } from "../../src/errors.ts";
import type { EngineName, HardenOptions } from "../../src/instrument/report.ts";
import { hardenModule, rememberHardened } from "../../src/pipeline.ts";
import { artifactOption, writeArtifact } from "../artifact.ts";
import { type Command, optionValue } from "../command.ts";
import { sourcesOfInput } from "../input-sources.ts";
import { blaming, loadOneInput } from "../inputs.ts";
import { moduleOfInput } from "../module-of-input.ts";
import { COMMON, ENGINE, GO, LIMITS, outputOptions } from "../options.ts";
import { chosenFormat, EXIT_BROKEN_SOURCE, present, renderContext, rendererOf } from "../present.ts";
import { loadPolicy } from "../settings.ts";
import { pipelineSettings } from "../stage-settings.ts";
import { proveFile, verifyFile } from "../verify-artifact.ts";

const SUFFIX = ".hardened.wasm";

export const hardenCommand: Command = {
  name: "harden",
  summary: "Write a module that enforces its own limits on any WASI engine",
  usage: "sandglass harden <input> -o app.wasm [options]",
  description:
    "Injects exact fuel (the count of wasmtime 50, to the unit), a memory limit and, if asked, a call-depth limit; strips names, producers and the build id; and prints what was injected. The artifact needs nothing of its host. Source is built first.",
  options: [
    {
      name: "verify",
      value: "FILE",
      isNamedFile: true,
      group: "Mode",
      summary:
        "Write nothing: say whether FILE is, byte for byte, what hardening the input gives; without an input, whether FILE can be proved to stop",
    },
    artifactOption(SUFFIX),
    ENGINE,
    {
      name: "abi",
      value: "KIND",
      choices: ["standalone", "hosted"],
      group: "Build",
      summary: "hosted adds imports of sandglass.*",
      default: "standalone",
    },
    {
      name: "on-fuel",
      group: "Build",
      summary:
        "With --abi hosted: ask the host (sandglass.on_fuel) when fuel is used up, before the guest stops",
    },
    {
      name: "optimize",
      value: "LEVEL",
      choices: ["O1", "O2", "O3", "Os", "Oz"],
      group: "Build",
      summary: "How far Binaryen optimises; O1 takes bounded time, above it takes as long as it takes",
      default: "O1",
    },
    { name: "keep-names", group: "Build", summary: "Keep the names, producers and build id" },
    {
      name: "no-compact",
      group: "Build",
      summary: "Leave the data as they are: no zeros dropped, none of Go's tables rebuilt at start",
    },
    {
      name: "no-restructure",
      group: "Build",
      summary: "Leave the jumps of code compiled by Go as they are: larger and slower, the same fuel",
    },
    {
      name: "fuel-mode",
      value: "MODE",
      choices: ["exact", "cheap"],
      group: "Build",
      summary:
        "cheap counts the longest way of each call and each turn of a loop: smaller, fuel too high, never too low",
      default: "exact",
    },
    {
      name: "lines",
      value: "WHERE",
      choices: ["keep", "external", "drop"],
      group: "Build",
      summary:
        "Go's tables of files and lines: external moves them to the map, drop forgets them; a panic then prints ?:0",
      default: "keep",
    },
    {
      name: "map",
      value: "FILE",
      isNamedFile: true,
      group: "Output",
      summary:
        "Write function index, name and package as JSON, with --lines external also lines (default then: OUT.map.json)",
    },
    ...LIMITS,
    ...GO,
    ...outputOptions(["pretty", "json"]),
    ...COMMON,
  ],
  examples: [
    { command: "sandglass harden app.wasm -o safe.wasm --fuel 50M", means: "a module made by anyone" },
    {
      command: "sandglass harden app.wasm --verify safe.wasm",
      means: "is safe.wasm app.wasm with its limits, and nothing else? The options are those that it names",
    },
    {
      command: "sandglass harden --verify safe.wasm",
      means:
        "does safe.wasm stop by itself? A proof that needs nothing else, and says nothing about what it was made from",
    },
    { command: "sandglass harden main.go -o safe.wasm --memory 64MiB", means: "straight from source" },
  ],
  exitCodes: [
    ["0", "hardened, or with --verify: the artifact is what it should be, or is proved to stop"],
    ["1", "with --verify: it is not"],
    ["2", "usage, configuration or internal error, or an input that does not compile or is no valid module"],
  ],
  run: async (invocation, io) => {
    const format = chosenFormat(invocation);
    const settings = pipelineSettings(invocation, await loadPolicy(invocation, io), io);
    const artifact = optionValue(invocation, "verify");
    if (artifact !== undefined && invocation.positionals.length === 0) {
      const proof = await proveFile(artifact, settings, io);
      await present(
        rendererOf(format, "renderProof")(proof, await renderContext(invocation, io, new Map(), false)),
        invocation,
        io,
      );
      return proof.verdict === "stops" ? 0 : 1;
    }
    const input = await loadOneInput(hardenCommand, invocation, io);
    const context = await renderContext(invocation, io, sourcesOfInput(input));
    const wasm = await moduleOfInput(input, settings, { format, context, invocation, io });
    if (wasm === undefined) return EXIT_BROKEN_SOURCE;
    if (artifact !== undefined) {
      const report = await blaming(input, () => verifyFile(artifact, wasm, settings, io));
      await present(rendererOf(format, "renderVerify")(report, context), invocation, io);
      return report.verdict === "same" ? 0 : 1;
    }
    const choice = {
      engine: (optionValue(invocation, "engine") ?? "binaryen") as EngineName,
      abi: optionValue(invocation, "abi") === "hosted" ? ("hosted" as const) : ("standalone" as const),
      onFuel: invocation.switches.has("on-fuel"),
      optimize: (optionValue(invocation, "optimize") ?? "O1") as HardenOptions["optimize"],
      strip: !invocation.switches.has("keep-names"),
      compact: !invocation.switches.has("no-compact"),
      restructure: !invocation.switches.has("no-restructure"),
      lines: (optionValue(invocation, "lines") ?? "keep") as "keep" | "external" | "drop",
      fuelMode: optionValue(invocation, "fuel-mode") === "cheap" ? ("cheap" as const) : ("exact" as const),
    };
    if (choice.lines !== "keep" && !choice.compact)
      throw new ToolError("usage/lines-without-compact", "--lines and --no-compact exclude each other", {
        hint: "leave --no-compact out",
      });
    if (choice.onFuel && choice.abi !== "hosted")
      throw new ToolError("usage/on-fuel-without-host", "--on-fuel needs --abi hosted", {
        hint: "a standalone artifact has no host that it could ask",
      });
    const hardened = await blaming(input, () => hardenModule(wasm, choice, settings, io.platform));
    await rememberHardened(hardened, io.platform);
    const path = await writeArtifact(hardened.wasm, optionValue(invocation, "out"), input.name, io, SUFFIX);
    const map =
      optionValue(invocation, "map") ?? (choice.lines === "external" ? `${path}.map.json` : undefined);
    if (map !== undefined) await io.platform.files.write(map, `${JSON.stringify(hardened.map)}\n`);
    await present(rendererOf(format, "renderHarden")(hardened.report, context), invocation, io);
    if (!invocation.switches.has("quiet")) await io.writeError(`wrote ${path}\n`);
    return 0;
  },
};
