import { ToolError } from "../src/errors.ts";
import { didYouMean } from "../src/policy/did-you-mean.ts";
import { type Command, type Io, optionValue } from "./command.ts";
import { commandList, loadCommands } from "./commands/index.ts";
import { describe, EXIT_USAGE } from "./describe-error.ts";
import { parseWords } from "./parse.ts";

/** As a guest that was stopped: ended from outside before there was a result. */
export const EXIT_CANCELLED = 137;

export type MakeIo = (color: string, quiet: boolean) => Io;

/**
 * Runs one call of the command line and returns its exit code; never throws.
 * A ToolError is the user's mistake: message, place and remedy. Anything else is ours: stack and a request to report it.
 */
export async function execute(words: readonly string[], makeIo: MakeIo): Promise<number> {
  let io = makeIo("auto", false);
  try {
    const [name = "--help", ...rest] = words;
    if (["--help", "-h", "help"].includes(name)) return await showHelp(rest, io);
    if (["--version", "-V", "version"].includes(name)) return await say(io, `sandglass ${io.version}\n`);
    const command = await commandNamed(name);
    const invocation = parseWords(command, rest);
    if (invocation.switches.has("help")) return await say(io, (await import("./help.ts")).helpOf(command));
    io = makeIo(optionValue(invocation, "color") ?? "auto", invocation.switches.has("quiet"));
    return await command.run(invocation, io);
  } catch (error) {
    const isCancelled = io.signal.aborted && !(error instanceof ToolError);
    await io.writeError(isCancelled ? "cancelled\n" : describe(error, io));
    return isCancelled ? EXIT_CANCELLED : EXIT_USAGE;
  }
}

async function showHelp(topic: readonly string[], io: Io): Promise<number> {
  const { helpOf, overview } = await import("./help.ts");
  const [name] = topic;
  if (name !== undefined) return say(io, helpOf(await commandNamed(name)));
  return say(io, overview(await loadCommands(), io.version));
}

async function say(io: Io, text: string): Promise<number> {
  await io.writeOut(text);
  return 0;
}

async function commandNamed(name: string): Promise<Command> {
  const found = commandList.find((command) => command.name === name);
  if (found !== undefined) return found.load();
  const near = didYouMean(
    name,
    commandList.map((command) => command.name),
  );
  throw new ToolError("usage/unknown-command", `unknown command '${name}'`, {
    hint: `${near === undefined ? "" : `did you mean '${near}'? `}see sandglass --help`,
  });
}
