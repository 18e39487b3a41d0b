import { ToolError } from "../src/errors.ts";
import { printableLine } from "../src/report/escape.ts";
import { type Command, type Invocation, type Io, optionValue } from "./command.ts";
import { describe, EXIT_USAGE } from "./describe-error.ts";
import { noInput } from "./inputs.ts";

/**
 * Does some work on every input of a call with `--each`, in order, and returns the highest exit code. An input that
 * cannot be used is told and counts as 2; it does not keep the others from their turn.
 * Throws ToolError `usage/...` without an input, and when an option of `forOne` names the file of a single result.
 */
export async function eachInput(
  call: { readonly command: Command; readonly invocation: Invocation; readonly forOne: string },
  io: Io,
  work: (name: string) => Promise<number>,
): Promise<number> {
  const { command, invocation, forOne } = call;
  if (invocation.positionals.length === 0) throw noInput(command);
  if (optionValue(invocation, forOne) !== undefined)
    throw new ToolError("usage/one-result", `--${forOne} names one file, and --each makes many results`, {
      hint: `leave out --${forOne}, or --each`,
    });
  let worst = 0;
  for (const name of invocation.positionals) {
    io.signal.throwIfAborted();
    if (!invocation.switches.has("quiet")) await io.writeError(`== ${printableLine(name)}\n`);
    worst = Math.max(worst, await codeOf(() => work(name), io));
  }
  return worst;
}

async function codeOf(work: () => Promise<number>, io: Io): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    await io.writeError(describe(error, io));
    return EXIT_USAGE;
  }
}
