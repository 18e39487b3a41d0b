import { type GoParser, MAX_SOURCE_UNITS, MAX_TREE_NODES } from "../../source/parser.ts";
import { loadTreeSitter, preferredEngine, type TreeSitter } from "./tree-sitter.ts";

/**
 * The parser of Go files: our own for text that it is certain about, else tree-sitter, which is loaded when it is first
 * needed. `prefer` asks for one of its engines. Parsing then throws ToolError `source/no-parser` when the preferred
 * engine, or none at all, can be loaded.
 */
export function loadGoParser(prefer?: GoParser["engine"]): Promise<GoParser> {
  let treeSitter: Promise<TreeSitter> | undefined;
  let garbage: TreeSitter | undefined;
  return Promise.resolve({
    engine: prefer ?? preferredEngine(),
    async parse(text, time): ReturnType<GoParser["parse"]> {
      if (text.length > MAX_SOURCE_UNITS) return { refused: "too-large" };
      const { parseGo } = await import("../../source/go-parser/parse-go.ts");
      const tree = parseGo(text, MAX_TREE_NODES);
      if (tree !== undefined) return tree;
      treeSitter ??= loadTreeSitter(prefer);
      garbage = await treeSitter;
      return garbage.parse(text, time);
    },
    release: async () => garbage?.release(),
  });
}
