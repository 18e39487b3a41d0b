/**
 * Valid Go that tree-sitter-go 0.25 cannot parse, found by parsing all of Go's own tests. Each gap is bridged by text of
 * the same length that means the same to the analysis, so that offsets stay right.
 */
interface Gap {
  readonly pattern: RegExp;
  readonly bridge: (match: string) => string;
}

const GAPS: readonly Gap[] = [
  // `for ; done {`, `if ; ok {` and `switch ; {`: an empty init statement before nothing but a condition.
  {
    pattern: /\b(?:for|if)\s*;(?=[^;{}\n]*\{)|\bswitch\s*;/g,
    bridge: (match) => `${match.slice(0, -1)} `,
  },
  // `interface{ M() }.M(x)`, `struct{ T }.M(x)`: a method of a type that has no name.
  {
    pattern: /\b(?:interface|struct)\s*\{[^{}\n]*\}(?=\.\w)/g,
    bridge: (match) => "_".repeat(match.length),
  },
  // `_:`, a label that nothing can jump to. Another letter stands for it, which no program has as a label.
  { pattern: /^([ \t]*)_(?=[ \t]*:(?!=))/gm, bridge: (match) => `${match.slice(0, -1)}ƪ` },
];

/** What starts a type and no other expression; a name, which may be both, parses as a type. */
const TYPE_ARGUMENT =
  /^\s*(?:(?:\[|\*|map\[|chan\b|func\b|struct\b|interface\b|<-\s*chan\b)|[\p{L}_][\w.\s]*(?:\[[^()]*\])?\s*(?:,|$))/u;

/** `text` with the gaps bridged; the very same string when it has none. */
export function bridgeGrammarGaps(text: string): string {
  let bridged = bridgeCallsWithoutType(text);
  for (const { pattern, bridge } of GAPS) bridged = bridged.replace(pattern, bridge);
  return bridged;
}

/**
 * `new(123)`, since Go 1.26, and `make(3)` or `new("a")` where the program has a function of that name: the grammar wants
 * a type there, so the name is given the look of any other.
 */
function bridgeCallsWithoutType(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (const match of text.matchAll(/\b(new|make)\(/g)) {
    const name = match[1]!;
    const argument = argumentAt(text, match.index + match[0].length);
    if (argument === undefined || TYPE_ARGUMENT.test(argument)) continue;
    parts.push(text.slice(copied, match.index), name.toUpperCase());
    copied = match.index + name.length;
  }
  return parts.length === 0 ? text : parts.join("") + text.slice(copied);
}

/** A longer argument is not looked through. */
const MAX_ARGUMENT = 2_000;

/** Text up to the parenthesis that closes the one before `start`, strings and comments taken as they come. */
function argumentAt(text: string, start: number): string | undefined {
  let depth = 1;
  const stop = Math.min(text.length, start + MAX_ARGUMENT);
  for (let at = start; at < stop; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return text.slice(start, at);
  }
  return undefined;
}
