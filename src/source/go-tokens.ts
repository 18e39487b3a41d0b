/** A piece of Go source, as byte offsets. `word` is an identifier, keyword or number; `mark` any other single byte. */
export interface GoToken {
  readonly kind: "comment" | "string" | "rune" | "word" | "mark" | "newline";
  readonly start: number;
  readonly end: number;
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const STAR = 0x2a;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const BACKQUOTE = 0x60;

/**
 * Splits Go source into tokens just finely enough to tell comments from strings. Broken source is split as Go's own scanners
 * do (cmd/compile/internal/syntax/scanner.go and go/scanner): a string or rune that is not closed ends at the newline, a raw
 * string or comment at the end of the file. It works on bytes: all that matters is ASCII, whatever the encoding.
 */
export function* goTokens(source: Uint8Array): Generator<GoToken> {
  let at = 0;
  while (at < source.length) {
    const start = at;
    const kind = kindAt(source, at);
    if (kind === undefined) {
      at++;
      continue;
    }
    at = ENDS[kind](source, at);
    yield { kind, start, end: at };
  }
}

/** A text as one byte a UTF-16 unit, so that offsets stay: what is not ASCII becomes part of a word. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = Math.min(text.charCodeAt(at), 0x80);
  return bytes;
}

function kindAt(source: Uint8Array, at: number): GoToken["kind"] | undefined {
  const byte = source[at]!;
  if (byte === NEWLINE) return "newline";
  if (byte === 0x20 || byte === 0x09 || byte === 0x0d) return undefined;
  if (isWordByte(byte)) return "word";
  if (byte === QUOTE || byte === BACKQUOTE) return "string";
  if (byte === APOSTROPHE) return "rune";
  const next = source[at + 1];
  return byte === SLASH && (next === SLASH || next === STAR) ? "comment" : "mark";
}

const ENDS: Readonly<Record<GoToken["kind"], (source: Uint8Array, start: number) => number>> = {
  newline: (_, start) => start + 1,
  mark: (_, start) => start + 1,
  word: wordEnd,
  rune: quotedEnd,
  string: (source, start) =>
    source[start] === BACKQUOTE ? indexAfter(source, BACKQUOTE, start + 1) : quotedEnd(source, start),
  comment: (source, start) =>
    source[start + 1] === STAR ? blockCommentEnd(source, start) : lineEnd(source, start),
};

function quotedEnd(source: Uint8Array, start: number): number {
  const quote = source[start];
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === quote) return at + 1;
    if (source[at] === NEWLINE) return at;
    if (source[at] === BACKSLASH && source[at + 1] !== NEWLINE) at++;
  }
  return source.length;
}

function blockCommentEnd(source: Uint8Array, start: number): number {
  for (let at = start + 2; at + 1 < source.length; at++) {
    if (source[at] === STAR && source[at + 1] === SLASH) return at + 2;
  }
  return source.length;
}

function lineEnd(source: Uint8Array, start: number): number {
  const end = source.indexOf(NEWLINE, start);
  return end < 0 ? source.length : end;
}

function indexAfter(source: Uint8Array, byte: number, from: number): number {
  const found = source.indexOf(byte, from);
  return found < 0 ? source.length : found + 1;
}

function wordEnd(source: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < source.length && isWordByte(source[at]!)) at++;
  return at;
}

function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte >= 0x80
  );
}
