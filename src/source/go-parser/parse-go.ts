import type { SyntaxTree } from "../tree.ts";
import { Kind } from "../tree-kinds.ts";
import { expression } from "./expressions.ts";
import { isGiveUp } from "./give-up.ts";
import { begin, node } from "./nodes.ts";
import { treeOf } from "./preorder.ts";
import { scan } from "./scanner.ts";
import { declarations } from "./source-file.ts";
import { above, Parse } from "./state.ts";
import { block, statement, statementList } from "./statements.ts";
import { type } from "./types.ts";

above.type = type;
above.expression = expression;
above.block = block;
above.statement = statement;
above.statementList = statementList;

/** A NUL, which means different things to different parsers, or half a character. */
const UNUSUAL = /\0|\p{Cs}/u;

/** One parse runs at a time, and most files are smaller than the largest. */
const shared = new Parse();

/**
 * The tree of a Go file, the same in every node as tree-sitter-go 0.25 gives: for text without errors of which that is
 * certain, and of at most `maxNodes` nodes. For any other text undefined. Takes time in proportion to the text.
 */
export function parseGo(text: string, maxNodes: number): SyntaxTree | undefined {
  if (UNUSUAL.test(text)) return undefined;
  const p = shared;
  p.reset(text, maxNodes);
  try {
    sourceFile(p);
  } catch (caught) {
    if (isGiveUp(caught)) return undefined;
    throw caught;
  }
  return p.size > maxNodes || p.unclaimed !== 0 ? undefined : treeOf(p);
}

/** Some editors begin a file with it; Go passes over it. */
const BYTE_ORDER_MARK = 0xfeff;

function sourceFile(p: Parse): void {
  if (p.text.charCodeAt(0) === BYTE_ORDER_MARK) p.at = 1;
  scan(p);
  const start = p.pending === 0 ? p.start : p.comments[0]!;
  declarations(p);
  begin(p);
  p.lastEnd = p.text.length;
  node(p, Kind.SourceFile, 0, start);
}
