import { ToolError } from "../../src/errors.ts";
import { policyTemplate } from "../../src/policy/template.ts";
import { loadInput } from "../../src/source/load-input.ts";
import { readModule } from "../../src/wasm/reader.ts";
import { type Command, type Io, optionValue } from "../command.ts";
import { onlyWord } from "../inputs.ts";
import { COMMON } from "../options.ts";

const WASI_MODULE = "wasi_snapshot_preview1";

export const initCommand: Command = {
  name: "init",
  summary: "Write a commented policy; from a module, the least that it needs",
  usage: "sandglass init [module.wasm] [options]",
  description:
    "Writes sandglass.toml with every key, its default and its meaning. Given a module, it allows exactly the imports that the module has.",
  options: [
    {
      name: "output",
      value: "FILE",
      group: "Output",
      summary: "Where to write; - is standard output",
      default: "sandglass.toml",
    },
    { name: "force", group: "Mode", summary: "Replace an existing file" },
    ...COMMON.filter((option) => ["help", "color", "quiet"].includes(option.name)),
  ],
  examples: [
    { command: "sandglass init", means: "a policy to start from" },
    { command: "sandglass init app.wasm --output -", means: "the least policy of a module" },
  ],
  exitCodes: [
    ["0", "written"],
    ["2", "usage error, or the file exists"],
  ],
  run: async (invocation, io) => {
    const module = onlyWord(initCommand, invocation);
    const text = policyTemplate(module === undefined ? undefined : await importsOf(module, io));
    const path = optionValue(invocation, "output") ?? "sandglass.toml";
    if (path === "-") {
      await io.writeOut(text);
      return 0;
    }
    if ((await io.platform.files.exists(path)) && !invocation.switches.has("force"))
      throw new ToolError("output/exists", `${path} exists`, {
        hint: "replace it with --force, or name another with --output",
      });
    await io.platform.files.write(path, text);
    if (!invocation.switches.has("quiet"))
      await io.writeError(`wrote ${path}; use it with --config ${path}\n`);
    return 0;
  },
};

async function importsOf(name: string, io: Io): Promise<readonly string[]> {
  const input = await loadInput(name, io.platform.source);
  if (input.kind !== "wasm")
    throw new ToolError("usage/not-a-module", `${name} is not a module`, {
      hint: "build it first: sandglass build main.go -o app.wasm",
    });
  const names = readModule(input.bytes)
    .imports.filter((one) => one.module === WASI_MODULE)
    .map((one) => one.name);
  return [...new Set(names)].sort();
}
