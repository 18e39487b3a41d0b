import { createRequire } from "node:module";
import { type GoParser, MAX_SOURCE_UNITS, MAX_TREE_NODES } from "../../source/parser.ts";
import type { TreeSitter } from "./tree-sitter.ts";

/**
 * The parser of Go files: our own for text that it is certain about, else tree-sitter. Each is loaded when it is first
 * needed: what is known from the cache needs neither. `prefer` asks for one of the engines of tree-sitter. Parsing then
 * throws ToolError `source/no-parser` when the preferred engine, or none at all, can be loaded.
 */
export function loadGoParser(prefer?: GoParser["engine"]): Promise<GoParser> {
  let loading: Promise<TreeSitter> | undefined;
  let treeSitter: TreeSitter | undefined;
  return Promise.resolve({
    engine: prefer ?? preferredEngine(),
    async parse(text, time): ReturnType<GoParser["parse"]> {
      if (text.length > MAX_SOURCE_UNITS) return { refused: "too-large" };
      const { parseGo } = await import("../../source/go-parser/parse-go.ts");
      const tree = parseGo(text, MAX_TREE_NODES);
      if (tree !== undefined) return tree;
      loading ??= import("./tree-sitter.ts").then(({ loadTreeSitter }) => loadTreeSitter(prefer));
      treeSitter = await loading;
      return treeSitter.parse(text, time);
    },
    release: async () => treeSitter?.release(),
  });
}

/** The engine that is tried first: the native one where it is installed. */
function preferredEngine(): GoParser["engine"] {
  try {
    createRequire(import.meta.url).resolve("tree-sitter");
    return "native";
  } catch {
    return "wasm";
  }
}
