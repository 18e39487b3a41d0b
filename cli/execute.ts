import { ToolError } from "../src/errors.ts";
import { didYouMean } from "../src/policy/did-you-mean.ts";
import { printableLine } from "../src/report/escape.ts";
import { type Command, type Io, optionValue } from "./command.ts";
import { commands } from "./commands/index.ts";
import { helpOf, overview } from "./help.ts";
import { parseWords } from "./parse.ts";

/** Usage, configuration or internal error. */
const EXIT_USAGE = 2;

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
    const command = commandNamed(name);
    const invocation = parseWords(command, rest);
    if (invocation.switches.has("help")) return await say(io, helpOf(command));
    io = makeIo(optionValue(invocation, "color") ?? "auto", invocation.switches.has("quiet"));
    return await command.run(invocation, io);
  } catch (error) {
    const isCancelled = io.signal.aborted && !(error instanceof ToolError);
    await io.writeError(isCancelled ? "cancelled\n" : describe(error, io));
    return isCancelled ? EXIT_CANCELLED : EXIT_USAGE;
  }
}

async function showHelp(topic: readonly string[], io: Io): Promise<number> {
  const [name] = topic;
  return say(io, name === undefined ? overview(commands, io.version) : helpOf(commandNamed(name)));
}

async function say(io: Io, text: string): Promise<number> {
  await io.writeOut(text);
  return 0;
}

function commandNamed(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const near = didYouMean(
    name,
    commands.map((command) => command.name),
  );
  throw new ToolError("usage/unknown-command", `unknown command '${name}'`, {
    hint: `${near === undefined ? "" : `did you mean '${near}'? `}see sandglass --help`,
  });
}

/** The lines for a mistake of the user, or for a defect of ours. */
export function describe(error: unknown, io: Io): string {
  if (!(error instanceof ToolError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `sandglass: internal error (this is a bug; please report it with the input)\n${stack}\n`;
  }
  const paint = (text: string, code: number): string =>
    io.color.stderr ? `\u001b[${code}m${text}\u001b[0m` : text;
  // Messages may quote hostile file names.
  const lines = [`${paint("error:", 31)} ${printableLine(error.message)}`];
  const place = placeText(error);
  if (place !== undefined) lines.push(`  at ${printableLine(place)}`);
  if (error.hint !== undefined) lines.push(`  ${paint("help:", 36)} ${printableLine(error.hint)}`);
  return `${lines.join("\n")}\n`;
}

/** `file:line:column` as far as it is known; undefined when the message has said it. */
function placeText({ place, message }: ToolError): string | undefined {
  if (place === undefined) return undefined;
  if (place.line === undefined) return message.includes(place.file) ? undefined : place.file;
  return `${place.file}:${place.line}${place.column === undefined ? "" : `:${place.column}`}`;
}
