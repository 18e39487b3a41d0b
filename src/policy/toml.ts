import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import { type Place, ToolError } from "../errors.ts";

/** A TOML value with its place. Integers are exact. */
export type TomlValue =
  | { readonly type: "string"; readonly value: string; readonly place: Place }
  | { readonly type: "integer"; readonly value: bigint; readonly place: Place }
  | { readonly type: "boolean"; readonly value: boolean; readonly place: Place }
  | { readonly type: "float" | "date"; readonly place: Place }
  | { readonly type: "array"; readonly items: readonly TomlValue[]; readonly place: Place }
  | TomlTable;

export interface TomlTable {
  readonly type: "table";
  readonly entries: ReadonlyMap<string, TomlEntry>;
  readonly place: Place;
}

export interface TomlEntry {
  readonly value: TomlValue;
  /** Of the key. */
  readonly place: Place;
}

/** Deeper ones are no policy. */
const MAX_DEPTH = 32;

/** Parses TOML 1.0. Throws ToolError `policy/bad-toml` with line and column for a syntax error or a key that occurs twice. */
export function parseToml(text: string, file: string): TomlTable {
  const root = newTable({ file, line: 1, column: 1 });
  for (const node of parsed(text, file).body[0].body) {
    if (node.type === "TOMLKeyValue") insert(root, node.key.keys, node.value, file);
    else insertTable(root, node, file);
  }
  return root;
}

interface MutableTable extends TomlTable {
  readonly entries: Map<string, TomlEntry>;
}

function parsed(text: string, file: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: "1.0" });
  } catch (cause) {
    // The parser recurses on nesting and on long strings; no policy is like that, so where it gives up does not matter.
    if (cause instanceof RangeError)
      throw syntax("the nesting is too deep, or a text too long", { file, line: 1, column: 1 });
    if (!(cause instanceof ParseError)) throw cause;
    throw new ToolError("policy/bad-toml", `${file} is not TOML: ${cause.message}`, {
      hint: "see https://toml.io, or start from the file that sandglass init writes",
      place: { file, line: cause.lineNumber, column: cause.column + 1 },
      cause,
    });
  }
}

function insertTable(root: MutableTable, node: AST.TOMLTable, file: string): void {
  const place = placeOf(node.key, file);
  if (node.kind === "array") throw syntax("a list of tables ([[...]]) means nothing in a policy", place);
  const table = node.key.keys.reduce((outer, key) => tableIn(outer, key, file), root);
  for (const { key, value } of node.body) insert(table, key.keys, value, file);
}

function insert(table: MutableTable, keys: readonly Key[], node: AST.TOMLContentNode, file: string): void {
  const last = keys.at(-1)!;
  const inner = keys.slice(0, -1).reduce((outer, key) => tableIn(outer, key, file), table);
  const place = placeOf(last, file);
  if (inner.entries.has(nameOf(last))) throw syntax(`the key '${nameOf(last)}' occurs twice`, place);
  inner.entries.set(nameOf(last), { value: tomlValue(node, file, 0), place });
}

type Key = AST.TOMLBare | AST.TOMLQuoted;

function tableIn(outer: MutableTable, key: Key, file: string): MutableTable {
  const place = placeOf(key, file);
  const known = outer.entries.get(nameOf(key))?.value;
  if (known?.type === "table") return known as MutableTable;
  if (known !== undefined) throw syntax(`the key '${nameOf(key)}' occurs twice`, place);
  const table = newTable(place);
  outer.entries.set(nameOf(key), { value: table, place });
  return table;
}

function tomlValue(node: AST.TOMLContentNode, file: string, depth: number): TomlValue {
  const place = placeOf(node, file);
  if (depth > MAX_DEPTH) throw syntax(`more than ${MAX_DEPTH} values inside one another`, place);
  if (node.type === "TOMLArray") {
    return {
      type: "array",
      items: node.elements.map((element) => tomlValue(element, file, depth + 1)),
      place,
    };
  }
  if (node.type === "TOMLInlineTable") {
    const table = newTable(place);
    for (const { key, value } of node.body) insert(table, key.keys, value, file);
    return table;
  }
  if (node.kind === "string") return { type: "string", value: node.value, place };
  if (node.kind === "boolean") return { type: "boolean", value: node.value, place };
  if (node.kind === "integer") return { type: "integer", value: node.bigint, place };
  return { type: node.kind === "float" ? "float" : "date", place };
}

function newTable(place: Place): MutableTable {
  return { type: "table", entries: new Map(), place };
}

function nameOf(key: Key): string {
  return key.type === "TOMLBare" ? key.name : key.value;
}

/** The parser counts columns from 0. */
function placeOf(
  { loc }: { readonly loc: { readonly start: { line: number; column: number } } },
  file: string,
): Place {
  return { file, line: loc.start.line, column: loc.start.column + 1 };
}

function syntax(message: string, place: Place): ToolError {
  return new ToolError("policy/bad-toml", message, {
    hint: "write every key once, under one [section]",
    place,
  });
}
