import { ToolError } from "../src/errors.ts";
import { printableLine } from "../src/report/escape.ts";
import type { Io } from "./command.ts";

/** Usage, configuration or internal error. */
export const EXIT_USAGE = 2;

/** The lines for a mistake of the user, or for a defect of ours. */
export function describe(error: unknown, io: Pick<Io, "color">): string {
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
