const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

/** A text as strconv.Quote gives it, when it is ASCII; else undefined. */
export function quoted(text: string): string | undefined {
  let body = "";
  for (const unit of text) {
    const code = unit.charCodeAt(0);
    if (code >= 0x80) return undefined;
    body +=
      ESCAPES[unit] ?? (code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, "0")}` : unit);
  }
  return `"${body}"`;
}
