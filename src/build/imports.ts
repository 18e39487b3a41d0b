import { unquote } from "../source/go-string.ts";
import { goTokens } from "./go-tokens.ts";

/** One import of a file and the line it is on, from 1. */
export interface GoImport {
  readonly path: string;
  readonly line: number;
}

export interface GoHeader {
  /** Name in the package clause; undefined when the file has none. */
  readonly packageName: string | undefined;
  readonly imports: readonly GoImport[];
}

/**
 * Reads the package clause and the imports of a file. Like Go it stops at the first other declaration; it trusts nothing it
 * reads and never fails: what cannot be read is left out, since the compiler will say it better.
 */
export function readGoHeader(source: Uint8Array): GoHeader {
  const imports: GoImport[] = [];
  const decoder = new TextDecoder();
  let packageName: string | undefined;
  let expects: "package" | "name" | "import" | "spec" = "package";
  let inBlock = false;
  let line = 1;
  for (const { kind, start, end } of goTokens(source)) {
    if (kind === "newline") line++;
    if (kind === "comment") line += newlines(source, start, end);
    if (kind === "newline" || kind === "comment") continue;
    const text = decoder.decode(source.subarray(start, Math.min(end, start + 1024)));
    if (expects === "package") {
      if (text !== "package") break;
      expects = "name";
    } else if (expects === "name") {
      packageName = text;
      expects = "import";
    } else if (kind === "string" && expects === "spec") {
      imports.push({ path: unquote(text) ?? text.slice(1, -1), line });
      if (!inBlock) expects = "import";
    } else if (text === "(" || text === ")") {
      inBlock = text === "(";
      expects = inBlock ? "spec" : "import";
    } else if (text === "import" && !inBlock) expects = "spec";
    else if (expects === "import" && text !== ";") break;
  }
  return { packageName, imports };
}

function newlines(source: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (source[at] === 0x0a) count++;
  return count;
}
