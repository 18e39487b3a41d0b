import { createRequire } from "node:module";
import { parseGo } from "../../../src/source/go-parser/parse-go.ts";
import { newNodeTypes } from "../../../src/source/node-types.ts";
import { dumpTree, type SyntaxTree } from "../../../src/source/tree.ts";
import { copyTree } from "../../../src/source/tree-copy.ts";

const require = createRequire(import.meta.url);
const Parser = require("tree-sitter") as typeof import("tree-sitter");
const parser = new Parser();
parser.setLanguage(require("tree-sitter-go"));
const types = newNodeTypes();
const MAX_NODES = 4_000_000;

/** The tree of our parser; undefined where it leaves the text to tree-sitter. */
export function ours(text: string): SyntaxTree | undefined {
  return parseGo(text, MAX_NODES);
}

/** The tree that tree-sitter gives; undefined for text with errors. */
export function reference(text: string): SyntaxTree | undefined {
  const tree = parser.parse(text);
  if (tree.rootNode.hasError) return undefined;
  return copyTree(tree.walk(), text, types, { maxNodes: MAX_NODES, hasErrors: false });
}

/** What is wrong with what our parser makes of a text; undefined when nothing is. Leaving it to the other is fine. */
export function disagreement(text: string): string | undefined {
  const tree = ours(text);
  if (tree === undefined) return undefined;
  const expected = reference(text);
  if (expected === undefined) return "accepted, though tree-sitter finds errors";
  return isSame(tree, expected) ? undefined : `${dumpTree(tree)}\ninstead of\n${dumpTree(expected)}`;
}

const COLUMNS = ["kind", "field", "operator", "start", "end", "parent", "after"] as const;

function isSame(one: SyntaxTree, other: SyntaxTree): boolean {
  return (
    one.size === other.size &&
    one.errors.length === other.errors.length &&
    COLUMNS.every((column) => one[column].every((value, at) => value === other[column][at]))
  );
}
