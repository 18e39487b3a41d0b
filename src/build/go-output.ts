/** One thing that the go command complains about, as it printed it. */
export interface GoComplaint {
  /** As printed: relative to the program's folder, or absolute. Undefined when it names no place. */
  readonly place: GoPlace | undefined;
  /** One line; continuation lines are joined with "; ". */
  readonly message: string;
  readonly related: readonly { readonly place: GoPlace; readonly message: string }[];
}

export interface GoPlace {
  readonly path: string;
  readonly line: number;
  /** In bytes from 1; undefined beyond column 254, which the compiler cannot hold (cmd/internal/src). */
  readonly byteColumn: number | undefined;
}

/** Headers and remarks of the go command that are no complaint. */
const NOISE = /^(# |go: downloading |go: warning: |warning: |too many errors$)/;
const PLACED = /^(\t*)(.+?\.(?:go|mod|s)):(\d{1,9})(?::(\d{1,9}))?: (.*)$/;
/** What begins the stack dump of a Go program; what follows is about the compiler, not about the source. */
const CRASH = /^(panic: |fatal error: |unexpected fault address |SIG[A-Z]+: )/;
const MESSAGE_LIMIT_UNITS = 600;
const COMPLAINT_LIMIT = 100;

/**
 * Reads what `go build` printed: `file:line:column: message` lines, indented places as related ones, other indented lines
 * as continuation, and lines without a place. Control characters are taken out, since the text goes to terminals.
 */
export function parseGoOutput(text: string): readonly GoComplaint[] {
  const complaints: {
    place: GoPlace | undefined;
    message: string;
    related: { place: GoPlace; message: string }[];
  }[] = [];
  for (const raw of text.split("\n")) {
    const line = printable(raw);
    if (CRASH.test(line)) {
      complaints.push({
        place: undefined,
        message: `the compiler crashed: ${line}`.slice(0, MESSAGE_LIMIT_UNITS),
        related: [],
      });
      break;
    }
    if (line.trim() === "" || NOISE.test(line)) continue;
    const last = complaints.at(-1);
    const match = PLACED.exec(line);
    const message = (match?.[5] ?? line).trim();
    if (message === "too many errors") continue;
    const place = match === null ? undefined : placeOf(match);
    if (line.startsWith("\t") && last !== undefined) {
      if (place !== undefined) last.related.push({ place, message });
      else
        last.message = `${last.message}${last.message.endsWith(":") ? "" : ";"} ${message}`.slice(
          0,
          MESSAGE_LIMIT_UNITS,
        );
    } else if (complaints.length < COMPLAINT_LIMIT) {
      complaints.push({ place, message: message.slice(0, MESSAGE_LIMIT_UNITS), related: [] });
    }
  }
  return complaints;
}

function placeOf([, , path = "", line, column]: RegExpExecArray): GoPlace {
  return {
    path: path.replaceAll("\\", "/"),
    line: Number(line),
    byteColumn: column === undefined ? undefined : Number(column),
  };
}

/** Tabs stay, since they mark continuation; other control, bidirectional and invisible characters go. */
function printable(text: string): string {
  return text.replace(/[^\P{C}\t]/gu, "");
}
