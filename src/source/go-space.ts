/** White space as Go's unicode.IsSpace has it: with U+0085, without U+FEFF, unlike JavaScript's. */
const SPACES: ReadonlySet<string> = new Set(
  "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
);

/** A text without white space at its ends. In linear time, which a regular expression for the end would not take. */
export function trimSpace(text: string): string {
  const start = spaceEnd(text, 0);
  let end = text.length;
  while (end > start && SPACES.has(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** The words of a text (strings.Fields). */
export function fieldsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (let at = spaceEnd(text, 0); at < text.length; ) {
    let end = at;
    while (end < text.length && !SPACES.has(text[end]!)) end++;
    words.push(text.slice(at, end));
    at = spaceEnd(text, end);
  }
  return words;
}

/** Index of the first character from `start` that is no white space. */
export function spaceEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && SPACES.has(text[at]!)) at++;
  return at;
}
