import { type BuildTarget, KNOWN_ARCH, KNOWN_OS, tagHolds } from "./build-target.ts";
import {
  type ConstraintExpression,
  evaluate,
  parseConstraint,
  parsePlusBuild,
} from "./constraint-expression.ts";
import { spaceEnd, trimSpace } from "./go-space.ts";

/** `maybe`: it depends on the toolchain, or Go reports the constraint as an error. Analysis takes it as `yes`. */
export type BuildMatch = "yes" | "no" | "maybe";

/**
 * Whether `go build` of a folder compiles the Go file `name` with this text: as go/build.Context.matchFile, for Go files
 * that are no tests. Names that begin with `_` or `.`, tests, names such as `x_linux.go`, `//go:build` and `// +build` count.
 */
export function matchesBuild(name: string, text: string, target: BuildTarget): BuildMatch {
  if (!isBuildName(name) || !matchesName(name, target)) return "no";
  if (!text.includes("build")) return "yes";
  return matchOf(constraintValue(text, target));
}

/** Whether a name is that of a Go file which any build could compile: tests, hidden and `_` files are not. */
export function isBuildName(name: string): boolean {
  return /^[^_.].*\.go$/s.test(name) && !name.endsWith("_test.go");
}

/** The part of the name from the first `_` to the first `.` may name a system and a processor (goodOSArchFile). */
export function matchesName(name: string, target: BuildTarget): boolean {
  const stem = name.split(".", 1)[0]!;
  const underscore = stem.indexOf("_");
  if (underscore < 0) return true;
  const parts = stem.slice(underscore + 1).split("_");
  if (parts.at(-1) === "test") parts.pop();
  const last = parts.at(-1) ?? "";
  const before = parts.at(-2) ?? "";
  const holds = (part: string): boolean => part === "wasm" || part === target.os;
  if (KNOWN_ARCH.has(last) && KNOWN_OS.has(before)) return holds(last) && holds(before);
  return KNOWN_OS.has(last) || KNOWN_ARCH.has(last) ? holds(last) : true;
}

/** The constraints in a file's header; true when it has none, undefined when undecided or not understood by Go. */
function constraintValue(text: string, target: BuildTarget): boolean | undefined {
  const holds = (tag: string): boolean | undefined =>
    tagHolds(tag === "boringcrypto" ? "goexperiment.boringcrypto" : tag, target);
  const decide = (expression: ConstraintExpression): boolean | undefined => evaluate(expression, holds);
  const { goBuild, plusBuild } = readHeader(text);
  if (goBuild.length > 1) return undefined;
  if (goBuild[0] !== undefined) {
    const expression = parseConstraint(goBuild[0]);
    return expression && decide(expression);
  }
  const values = plusBuild
    .map(parsePlusBuild)
    .map((expression) => (expression === undefined ? true : decide(expression)));
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

interface ConstraintLines {
  /** What follows `//go:build`, of each such line before the package clause. */
  readonly goBuild: readonly string[];
  /** What follows `// +build`, of each such line before the last blank line before anything else. */
  readonly plusBuild: readonly string[];
}

/** Reads the lines before the package clause as go/build.parseFileHeader does. */
function readHeader(text: string): ConstraintLines {
  const goBuild: string[] = [];
  const pending: string[] = [];
  let plusBuildCount = 0;
  let onlyLineComments = true;
  let inComment = false;
  for (const line of linesOf(text)) {
    if (line === "" && onlyLineComments) {
      plusBuildCount = pending.length;
      continue;
    }
    if (!line.startsWith("//")) onlyLineComments = false;
    const constraint = inComment ? undefined : afterWord(line, "//go:build");
    if (constraint !== undefined) goBuild.push(constraint);
    const old = onlyLineComments ? afterWord(trimSpace(line.slice(2)), "+build") : undefined;
    if (old !== undefined) pending.push(old);
    const after = afterComments(line, inComment);
    if (after === "code") break;
    inComment = after === "comment";
  }
  return { goBuild, plusBuild: pending.slice(0, plusBuildCount) };
}

/** What follows a word and white space; undefined when the trimmed text does not begin with that word. */
function afterWord(text: string, word: string): string | undefined {
  if (text === word) return "";
  const start = spaceEnd(text, word.length);
  return text.startsWith(word) && start > word.length ? text.slice(start) : undefined;
}

/** Trimmed lines, made as they are asked for: the header is short, the file may not be. */
function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    yield trimSpace(text.slice(start, end));
    start = end + 1;
  }
}

/** What a trimmed line leaves behind: code, an open block comment, or nothing. */
function afterComments(line: string, inComment: boolean): "code" | "comment" | "blank" {
  let at = 0;
  let open = inComment;
  for (;;) {
    if (open) {
      const end = line.indexOf("*/", at);
      if (end < 0) return "comment";
      at = spaceEnd(line, end + 2);
    }
    if (at >= line.length || line.startsWith("//", at)) return "blank";
    if (!line.startsWith("/*", at)) return "code";
    at += 2;
    open = true;
  }
}

function matchOf(value: boolean | undefined): BuildMatch {
  if (value === undefined) return "maybe";
  return value ? "yes" : "no";
}
