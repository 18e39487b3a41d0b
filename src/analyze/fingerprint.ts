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
 * Gives findings their fingerprints: a hash of rule, line without its white space, enclosing function, and the ordinal
 * among equal ones. So moving or re-indenting code keeps them. `unmarked` must be in the order of the report.
 */
export function fingerprinted(
  unmarked: readonly Unmarked[],
  sha256: (text: string) => string,
): readonly Finding[] {
  const seen = new Map<string, number>();
  return unmarked.map(({ finding, lineText, functionName }) => {
    const identity = [finding.rule, lineText.replace(/\s+/g, " ").trim(), functionName].join("\0");
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    return { ...finding, fingerprint: sha256(`${identity}\0${ordinal}`).slice(0, FINGERPRINT_DIGITS) };
  });
}
