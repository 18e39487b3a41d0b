import type { Finding } from "../source/finding.ts";

/** A finding that still lacks its fingerprint, with what the fingerprint is made of. */
export interface Unmarked {
  readonly finding: Omit<Finding, "fingerprint">;
  /** Text of the line. */
  readonly lineText: string;
  /** Name of the function around it, "" at package level. */
  readonly functionName: string;
}

/** 128 bits are plenty to tell findings of one project apart. */
const FINGERPRINT_DIGITS = 32;

/**
 * Gives findings their fingerprints: a hash of rule, line with its white space evened out, enclosing function, and the
 * ordinal among equal ones of its file. So they survive that lines move or are indented anew, that the file is renamed, and
 * any edit but one of the line, of the function's name, or of an equal line before it. Like those of CodeQL they are unique
 * within a file; whoever compares two reports looks at the path, too. `unmarked` must be in the order of the report.
 */
export function fingerprinted(
  unmarked: readonly Unmarked[],
  sha256: (text: string) => string,
): readonly Finding[] {
  const seen = new Map<string, number>();
  return unmarked.map(({ finding, lineText, functionName }) => {
    const line = lineText.replace(/\s+/g, " ").trim();
    const identity = [finding.rule, line, withoutNumbers(functionName)].join("\0");
    const key = `${finding.file}\0${identity}`;
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return { ...finding, fingerprint: sha256(`${identity}\0${ordinal}`).slice(0, FINGERPRINT_DIGITS) };
  });
}

/** `f.func2` is the second literal of f: one more before it must not make another function of it. */
function withoutNumbers(functionName: string): string {
  return functionName.replace(/\.func\d+/g, ".func");
}
