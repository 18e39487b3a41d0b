import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { ToolError } from "../../errors.ts";
import {
  type GoParser,
  MAX_SOURCE_UNITS,
  MAX_TREE_NODES,
  type ParseRefusal,
  parseLimitMs,
} from "../../source/parser.ts";
import type { SyntaxTree } from "../../source/tree.ts";
import { copyTree, newNodeTypes, type TreeCursor } from "../../source/tree-copy.ts";

const require = createRequire(import.meta.url);

/**
 * Loads a parser for Go: the native binding of tree-sitter (an optional dependency; it parses 1.5 times faster), else
 * web-tree-sitter with the grammar's own .wasm, which works everywhere. `prefer` asks for one of them.
 * Throws ToolError `source/no-parser` when the preferred engine, or none at all, can be loaded.
 */
export async function loadGoParser(prefer?: GoParser["engine"]): Promise<GoParser> {
  const causes: unknown[] = [];
  for (const engine of prefer === undefined ? (["native", "wasm"] as const) : [prefer]) {
    try {
      return engine === "native" ? loadNative() : await loadWasm();
    } catch (cause) {
      causes.push(cause);
    }
  }
  throw new ToolError("source/no-parser", `cannot load the ${prefer ?? "native or wasm"} parser for Go`, {
    hint: "reinstall the package, so that web-tree-sitter and tree-sitter-go are complete",
    cause: causes.at(-1),
  });
}

function loadNative(): GoParser {
  const Parser = require("tree-sitter") as typeof import("tree-sitter");
  const parser = new Parser();
  parser.setLanguage(require("tree-sitter-go"));
  const types = newNodeTypes();
  return {
    engine: "native",
    parse(text) {
      if (text.length > MAX_SOURCE_UNITS) return { refused: "too-large" };
      const deadline = performance.now() + parseLimitMs(text);
      let late = false;
      const progressCallback = (): boolean => {
        late = performance.now() > deadline;
        return late;
      };
      const tree = parser.parse(parsable(text), undefined, { progressCallback }) as ReturnType<
        typeof parser.parse
      > | null;
      if (late || tree === null) {
        parser.reset();
        return { refused: "too-slow" };
      }
      return copied(tree.walk(), text, types, tree.rootNode.hasError);
    },
  };
}

async function loadWasm(): Promise<GoParser> {
  const { Language, Parser } = await import("web-tree-sitter");
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(await readFile(require.resolve("tree-sitter-go/tree-sitter-go.wasm"))),
  );
  const types = newNodeTypes();
  return {
    engine: "wasm",
    parse(text) {
      if (text.length > MAX_SOURCE_UNITS) return { refused: "too-large" };
      const deadline = performance.now() + parseLimitMs(text);
      const progressCallback = (): boolean => performance.now() > deadline;
      const tree = parser.parse(parsable(text), null, { progressCallback });
      if (tree === null) {
        parser.reset();
        return { refused: "too-slow" };
      }
      const cursor = tree.walk();
      try {
        return copied(cursor, text, types, tree.rootNode.hasError);
      } finally {
        cursor.delete();
        tree.delete();
      }
    },
  };
}

/** To Go a NUL is an error, to the grammar the end of a statement, and the engines differ: make it just an error. */
function parsable(text: string): string {
  return text.includes("\0") ? text.replaceAll("\0", "\u0001") : text;
}

function copied(
  cursor: TreeCursor,
  text: string,
  types: ReturnType<typeof newNodeTypes>,
  hasErrors: boolean,
): SyntaxTree | ParseRefusal {
  return (
    copyTree(cursor, text, types, { maxNodes: MAX_TREE_NODES, hasErrors }) ?? { refused: "too-many-nodes" }
  );
}
