import { isPlainPath } from "./go-module.ts";
import { fieldsOf } from "./go-space.ts";
import { unquote } from "./go-string.ts";

/**
 * Paths, relative to the folder of a Go file, that its `//go:embed` lines may take in: each pattern up to its first
 * wildcard, as a file or a whole folder ("." for all). Takes in rather more than Go does; patterns that leave the folder
 * are dropped, since Go refuses them too.
 */
export function embeddedPaths(text: string): readonly string[] {
  if (!text.includes("//go:embed")) return [];
  const paths = new Set<string>();
  for (const [, list = ""] of text.matchAll(/\/\/go:embed[ \t]+([^\n]*)/g)) {
    for (const pattern of patternsOf(list.slice(0, LONGEST_LIST_UNITS))) {
      const fixed = fixedPart(pattern.replace(/^all:/, ""));
      if (fixed === "." || isPlainPath(fixed)) paths.add(fixed);
    }
  }
  return [...paths].sort();
}

/** Longer lines are no honest list of patterns; the compiler then says what is missing. */
const LONGEST_LIST_UNITS = 4096;

/** Patterns are separated by white space, or quoted. */
function patternsOf(list: string): readonly string[] {
  if (!/["`]/.test(list)) return fieldsOf(list);
  return [...list.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|[^\s"`]+/g)].flatMap(([word]) =>
    /^["`]/.test(word) ? (unquote(word) ?? []) : word,
  );
}

/** The folder above the first wildcard (path.Match), the whole pattern when it has none. */
function fixedPart(pattern: string): string {
  const wildcard = pattern.search(/[*?[\\]/);
  if (wildcard < 0) return pattern;
  const slash = pattern.lastIndexOf("/", wildcard);
  return slash < 0 ? "." : pattern.slice(0, slash);
}
