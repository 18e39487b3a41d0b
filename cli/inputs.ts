import { ToolError } from "../src/errors.ts";
import type { Input } from "../src/source/input.ts";
import { loadInput } from "../src/source/load-input.ts";
import type { Command, Invocation, Io } from "./command.ts";

/** The one input of a command that takes one; the error shows how to call it. */
export async function loadOneInput(command: Command, invocation: Invocation, io: Io): Promise<Input> {
  const name = onlyWord(command, invocation);
  if (name === undefined) throw noInput(command);
  return loadInput(name, io.platform.source);
}

/** The one word that a command takes, undefined when it was not given. Throws ToolError `usage/many-inputs`. */
export function onlyWord(command: Command, { positionals }: Invocation): string | undefined {
  const [word, ...more] = positionals;
  if (more.length === 0) return word;
  throw new ToolError(
    "usage/many-inputs",
    `sandglass ${command.name} takes one input, not ${more.length + 1}`,
    {
      hint: more.some((one) => one.endsWith(".go"))
        ? "put the files of one program into a folder and name the folder"
        : command.usage,
    },
  );
}

/** The error of a call without an input. */
export function noInput(command: Command): ToolError {
  return new ToolError("usage/no-input", `sandglass ${command.name} needs an input`, {
    hint: `${command.usage}; an input is x.go, a folder, a package pattern, a .txtar, - or a .wasm`,
  });
}

/** Codes of what can be wrong with the bytes of a module. */
const ABOUT_THE_MODULE = /^(wasm|harden|runtime)\//;

/** Does some work on an input; an error about a module's bytes is told with the module's name. */
export async function blaming<T>(input: Input, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (input.kind !== "wasm" || !(error instanceof ToolError) || !ABOUT_THE_MODULE.test(error.code))
      throw error;
    const { code, hint, cause } = error;
    throw new ToolError(code, `${input.name}: ${error.message}`, {
      ...(hint === undefined ? {} : { hint }),
      place: { file: input.name },
      cause,
    });
  }
}
