import { printableBlock } from "../src/report/escape.ts";

/** Where a guest's output goes. */
export interface GuestSink {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Writes what was held back; colours end. Returns whether the last line is unfinished. */
  readonly end: () => Promise<boolean>;
}

/** A colour or style (ECMA-48, SGR), or a carriage return, as progress bars write it: what may act on a terminal. */
const ACTING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it begins with an escape
  /(\u001b\[[\d;:]{0,32}m|\r)/;
/** What may become one with the bytes to come. */
const UNFINISHED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it begins with an escape
  /\u001b(\[[\d;:]{0,32})?$/;
const NEWLINE = 0x0a;
const COLOURS_END = "\u001b[0m";

/**
 * A guest's way to a stream. What goes to a terminal is shown but for colours: a program that nobody vouches for must not
 * retitle the window, write the clipboard or turn lines around. Into a pipe or a file every byte goes as it is.
 */
export function guestSink(
  write: (data: string | Uint8Array) => Promise<void>,
  isTerminal: boolean,
): GuestSink {
  let last = NEWLINE;
  const noted = async (bytes: Uint8Array): Promise<void> => {
    last = bytes.at(-1) ?? last;
    await write(bytes);
  };
  if (!isTerminal) return { write: noted, end: async () => last !== NEWLINE };
  const decoder = new TextDecoder();
  let held = "";
  let hasColours = false;
  const show = (text: string): string =>
    text
      .split(ACTING)
      .map((part, index) => (index % 2 === 0 ? printableBlock(part) : part))
      .join("");
  return {
    write: async (bytes) => {
      last = bytes.at(-1) ?? last;
      const text = held + decoder.decode(bytes, { stream: true });
      held = UNFINISHED.exec(text)?.[0] ?? "";
      const shown = show(text.slice(0, text.length - held.length));
      hasColours ||= shown.includes("\u001b");
      if (shown !== "") await write(shown);
    },
    end: async () => {
      const rest = show(held + decoder.decode()) + (hasColours ? COLOURS_END : "");
      if (rest !== "") await write(rest);
      return last !== NEWLINE;
    },
  };
}
