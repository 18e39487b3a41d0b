import { ToolError } from "../errors.ts";
import { readGoHeader } from "./go-header.ts";
import { isPlainPath } from "./go-module.ts";
import type { SourceBudget } from "./limits.ts";
import { markerLines, parseTxtar } from "./txtar.ts";
import { decodeLoosely } from "./utf8.ts";

/** Name that Go's playground gives to a program in front of the first marker line. */
const UNNAMED_PROGRAM = "prog.go";

/**
 * The files of an archive by path. Go source in front of the first marker becomes prog.go, as in Go's playground.
 * Throws ToolError `source/txtar-path` for a path that is absolute, leaves the archive or occurs twice (also but for case,
 * or as file and folder), `source/empty-file` for an archive without files, and those of the limits.
 */
export function txtarFiles(
  bytes: Uint8Array,
  shown: string,
  budget: SourceBudget,
): ReadonlyMap<string, Uint8Array> {
  const { comment, files } = parseTxtar(bytes);
  const implicit = readGoHeader(decodeLoosely(comment)).startsLikeGo
    ? [{ name: UNNAMED_PROGRAM, data: comment }]
    : [];
  const lines = [1, ...lineNumbers(bytes)].slice(implicit.length === 0 ? 1 : 0);
  const taken = new Set<string>();
  const result = new Map<string, Uint8Array>();
  for (const [index, { name, data }] of [...implicit, ...files].entries()) {
    const problem = isPlainPath(name) ? claim(name, taken) : "it is not a plain relative path";
    if (problem !== undefined) throw badPath(shown, lines[index] ?? 1, name, problem);
    budget.take(data.length, `${shown}/${name}`);
    result.set(name, data);
  }
  if (result.size > 0) return result;
  throw new ToolError("source/empty-file", `${shown} holds no file`, {
    hint: "a file in a txtar archive begins with a line such as -- main.go --, which ends in LF, not CRLF",
    place: { file: shown, line: 1, column: 1 },
  });
}

/** Whether a text is an archive rather than one Go file: it has a marker line, and not inside a comment or string of Go. */
export function looksLikeTxtar(bytes: Uint8Array): boolean {
  const first = markerLines(bytes).next();
  if (first.done === true) return false;
  const text = decodeLoosely(bytes);
  if (!readGoHeader(text).startsLikeGo) return true;
  const code = new TextEncoder().encode(withoutCommentsAndStrings(text));
  return markerLines(code).next().done !== true;
}

/** Claims a path in a tree where names that differ only in case are one. */
function claim(path: string, taken: Set<string>): string | undefined {
  const key = path.toLowerCase();
  if (taken.has(key)) return "it occurs twice";
  if (taken.has(`${key}/`)) return "it is a file and a folder";
  taken.add(key);
  for (let slash = key.lastIndexOf("/"); slash > 0; slash = key.lastIndexOf("/", slash - 1)) {
    if (taken.has(key.slice(0, slash))) return "it lies in a file";
    taken.add(key.slice(0, slash + 1));
  }
  return undefined;
}

function lineNumbers(bytes: Uint8Array): readonly number[] {
  let line = 1;
  let at = 0;
  return [...markerLines(bytes)].map(({ start }) => {
    for (; at < start; at++) if (bytes[at] === 0x0a) line++;
    return line;
  });
}

/** Blanks out comments and strings of Go, so that what is left of a line is code. */
function withoutCommentsAndStrings(text: string): string {
  let code = "";
  for (let at = 0; at < text.length; ) {
    const found = /\/\/|\/\*|["'`]/g;
    found.lastIndex = at;
    const open = found.exec(text);
    if (open === null) return code + text.slice(at);
    code += text.slice(at, open.index);
    at = literalEnd(text, open.index, open[0]);
    code += "_";
  }
  return code;
}

function literalEnd(text: string, start: number, open: string): number {
  if (open === "/*" || open === "`") {
    const end = text.indexOf(open === "`" ? "`" : "*/", start + open.length);
    return end < 0 ? text.length : end + (open === "`" ? 1 : 2);
  }
  for (let at = start + open.length; at < text.length; at++) {
    if (text[at] === "\n") return at;
    if (open !== "//" && text[at] === open) return at + 1;
    if (open !== "//" && text[at] === "\\") at++;
  }
  return text.length;
}

function badPath(shown: string, line: number, name: string, problem: string): ToolError {
  return new ToolError("source/txtar-path", `the path ${JSON.stringify(name)} cannot be used: ${problem}`, {
    hint: "name files by plain relative paths, as in -- cmd/app/main.go --",
    place: { file: shown, line, column: 1 },
  });
}
