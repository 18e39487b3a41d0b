import { unquote } from "./go-string.ts";

/** Package clause and imports of a Go file. */
export interface GoHeader {
  /** undefined when the file has no package clause that can be read. */
  readonly packageName: string | undefined;
  readonly imports: readonly HeaderImport[];
  /** The file begins like Go: its first word is `package`. */
  readonly startsLikeGo: boolean;
}

export interface HeaderImport {
  /** As Go understands it, escapes resolved. */
  readonly path: string;
  /** Of the path, from 1. */
  readonly line: number;
}

/**
 * Reads the beginning of a file as far as go/build does: comments, package clause, import declarations. Never fails:
 * what is not Go ends the header, and the compiler will say it better. Import strings are unquoted, since
 * `import "\x6fs"` imports os.
 */
export function readGoHeader(text: string): GoHeader {
  const scanner = newScanner(text);
  const startsLikeGo = scanner.word() === "package";
  if (!startsLikeGo) return { packageName: undefined, imports: [], startsLikeGo };
  const packageName = scanner.word();
  const imports: HeaderImport[] = [];
  while (packageName !== undefined && scanner.word() === "import") {
    if (!scanner.mark("(")) {
      readSpec(scanner, imports);
      continue;
    }
    while (!scanner.mark(")")) if (!readSpec(scanner, imports)) return { packageName, imports, startsLikeGo };
  }
  return { packageName, imports, startsLikeGo };
}

/** Whether a file imports `path`. */
export function importsPath({ imports }: GoHeader, path: string): boolean {
  return imports.some((one) => one.path === path);
}

interface Scanner {
  /** The identifier or keyword that comes next, consumed; undefined when something else comes. */
  readonly word: () => string | undefined;
  readonly mark: (mark: string) => boolean;
  /** The string literal that comes next, with its quotes. */
  readonly string: () => string | undefined;
  /** Line of the string literal that was read last, from 1. */
  readonly line: () => number;
}

function readSpec(scanner: Scanner, imports: HeaderImport[]): boolean {
  if (!scanner.mark(".")) scanner.word();
  const literal = scanner.string();
  if (literal === undefined) return false;
  const path = unquote(literal);
  if (path !== undefined) imports.push({ path, line: scanner.line() });
  return true;
}

function newScanner(text: string): Scanner {
  let at = 0;
  let line = 1;
  let counted = 0;
  const take = (pattern: RegExp): string | undefined => {
    at = skipSpace(text, at);
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  return {
    word: () => take(/[\p{L}_][\p{L}\p{Nd}_]*/uy),
    mark: (mark) => {
      at = skipSpace(text, at);
      if (!text.startsWith(mark, at)) return false;
      at += mark.length;
      return true;
    },
    string: () => {
      at = skipSpace(text, at);
      const end = stringEnd(text, at);
      if (end === undefined) return undefined;
      for (; counted < at; counted++) if (text[counted] === "\n") line++;
      const literal = text.slice(at, end);
      at = end;
      return literal;
    },
    line: () => line,
  };
}

/** End of the string literal at `start`; undefined when there is none or it is not closed. */
function stringEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "`") return undefined;
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === quote) return at + 1;
    if (quote === '"' && character === "\n") return undefined;
    if (quote === '"' && character === "\\") at++;
  }
  return undefined;
}

/** Index of the next character that is neither white space, a semicolon nor in a comment. */
function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && " \t\r\n\f;".includes(text[at]!)) at++;
    const close = text.startsWith("//", at) ? "\n" : text.startsWith("/*", at) ? "*/" : undefined;
    if (close === undefined) return at;
    const end = text.indexOf(close, at + 2);
    if (end < 0) return text.length;
    at = end + close.length;
  }
}
