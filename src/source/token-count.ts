const NEWLINE = 10;
const QUOTE = 34;
const RUNE = 39;
const STAR = 42;
const SLASH = 47;
const BACKSLASH = 92;
const RAW = 96;

/** What a character is to the count: white space, part of a word, or anything else, which is a token of its own. */
const SPACE = 0;
const WORD = 1;
const OTHER = 2;
const CLASSES: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code <= 32) return SPACE;
  return /\w/.test(String.fromCharCode(code)) ? WORD : OTHER;
});

/**
 * How many tokens a Go text has at the most, but for the semicolons that Go inserts: a comment counts as one, so does a
 * string. What parsing and analysis cost in time and memory grows with this number, not with bytes. In a literal or
 * comment without an end every token is counted. One pass, whatever the text.
 */
export function tokenCount(text: string): number {
  let count = 0;
  let openUntil = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? CLASSES[code]! : WORD;
    if (kind === SPACE) {
      at++;
      continue;
    }
    count++;
    if (kind === WORD) at = wordEnd(text, at);
    else if (at < openUntil || !(code === SLASH || code === QUOTE || code === RUNE || code === RAW)) at++;
    else {
      const end = longEnd(text, at, code);
      if (end < 0) openUntil = -end;
      at = Math.max(end, at + 1);
    }
  }
  return count;
}

function wordEnd(text: string, start: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && CLASSES[code] !== WORD) break;
  }
  return at;
}

/** End of the comment, string or rune at `start`; negative, the place up to which it was sought in vain, without one. */
function longEnd(text: string, start: number, code: number): number {
  if (code === RAW) return after(text, "`", start + 1);
  if (code !== SLASH) return quotedEnd(text, start, code);
  const next = text.charCodeAt(start + 1);
  if (next === STAR) return after(text, "*/", start + 2);
  const line = next === SLASH ? text.indexOf("\n", start) : start + 1;
  return line < 0 ? text.length : line;
}

function after(text: string, close: string, start: number): number {
  const found = text.indexOf(close, start);
  return found < 0 ? -text.length : found + close.length;
}

function quotedEnd(text: string, start: number, quote: number): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === NEWLINE) break;
    if (code === BACKSLASH) at++;
  }
  return -at;
}
