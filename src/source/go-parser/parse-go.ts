import type { SyntaxTree } from "../tree.ts";
import { Kind } from "../tree-kinds.ts";
import { expression } from "./expressions.ts";
import { begin, FIELD_SHIFT, node, OPERATOR_SHIFT } from "./nodes.ts";
import { scan } from "./scanner.ts";
import { declarations } from "./source-file.ts";
import { above, isGiveUp, NODE_NUMBERS, Parse } from "./state.ts";
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
    return p.size > maxNodes || p.unclaimed !== 0 ? undefined : treeOf(p);
  } catch (caught) {
    // Whoever calls may have little of the stack left.
    if (isGiveUp(caught) || caught instanceof RangeError) return undefined;
    throw caught;
  } finally {
    p.text = "";
  }
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

/** Nodes around the current one: where their subtree begins, and their number in preorder. */
let openFirst = new Int32Array(1 << 8);
let openNumber = new Int32Array(1 << 8);

/**
 * The nodes of a parse, each written behind its children, as a tree in preorder. Before a node in preorder come those
 * around it, and those to its left, which are the ones before the first of its subtree: so its number is known at once
 * when they are taken from the last to the first, parents before children.
 */
function treeOf({ text, nodes, size }: Parse): SyntaxTree {
  const tree = emptyTree(text, size);
  let depth = 0;
  for (let at = size - 1; at >= 0; at--) {
    const from = at * NODE_NUMBERS;
    const first = nodes[from + 3]!;
    while (depth > 0 && openFirst[depth - 1]! > at) depth--;
    const number = first + depth;
    const packed = nodes[from]!;
    tree.kind[number] = packed;
    tree.field[number] = packed >>> FIELD_SHIFT;
    tree.operator[number] = packed >>> OPERATOR_SHIFT;
    tree.start[number] = nodes[from + 1]!;
    tree.end[number] = nodes[from + 2]!;
    tree.parent[number] = depth === 0 ? -1 : openNumber[depth - 1]!;
    tree.after[number] = number + at - first + 1;
    if (first === at) continue;
    if (depth === openFirst.length) deepen();
    openFirst[depth] = first;
    openNumber[depth] = number;
    depth++;
  }
  return tree;
}

function emptyTree(text: string, size: number): SyntaxTree {
  return {
    text,
    size,
    kind: new Uint8Array(size),
    field: new Uint8Array(size),
    operator: new Uint8Array(size),
    start: new Uint32Array(size),
    end: new Uint32Array(size),
    parent: new Int32Array(size),
    after: new Int32Array(size),
    errors: [],
  };
}

function deepen(): void {
  const longer = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
    const grown = new Int32Array(2 * old.length);
    grown.set(old);
    return grown;
  };
  openFirst = longer(openFirst);
  openNumber = longer(openNumber);
}
