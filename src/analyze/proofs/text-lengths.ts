import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  operatorOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoSymbol, IndexedFile } from "../flow/symbols.ts";

/** Deeper sums and longer chains of constants count as nothing: the result is a lower bound anyway. */
const MAX_DEPTH = 100;

const known = new WeakMap<PackageFacts, Map<number, number>>();

/** A lower bound of the length of a constant string in UTF-16 units: literals and constants of the package joined by `+`. */
export function textLength(facts: PackageFacts, file: IndexedFile, node: NodeId, depth = 0): number {
  const { tree } = file.source;
  const at = withoutParentheses(tree, node);
  if (at === NO_NODE || depth > MAX_DEPTH) return 0;
  switch (tree.kind[at]) {
    case Kind.InterpretedStringLiteral:
    case Kind.RawStringLiteral:
      return tree.end[at]! - tree.start[at]! - 2;
    case Kind.BinaryExpression: {
      const inner = (field: number): number => textLength(facts, file, childIn(tree, at, field), depth + 1);
      // A lower bound stays one when it is cut off where numbers stop being exact.
      return operatorOf(tree, at) === "+"
        ? Math.min(inner(Field.Left) + inner(Field.Right), Number.MAX_SAFE_INTEGER)
        : 0;
    }
    case Kind.Identifier: {
      const symbol = facts.index.symbols[file.symbolOf[at]!];
      return symbol?.kind === "constant" ? lengthOfConstant(facts, symbol, depth) : 0;
    }
    default:
      return 0;
  }
}

function lengthOfConstant(facts: PackageFacts, symbol: GoSymbol, depth: number): number {
  const lengths = known.get(facts) ?? new Map<number, number>();
  known.set(facts, lengths);
  const done = lengths.get(symbol.id);
  if (done !== undefined || symbol.file === undefined) return done ?? 0;
  lengths.set(symbol.id, 0);
  const { tree } = symbol.file.source;
  const list = childIn(tree, symbol.declaration, Field.Value);
  const value = list === NO_NODE ? undefined : childrenOf(tree, list)[symbol.position];
  const length = value === undefined ? 0 : textLength(facts, symbol.file, value, depth + 1);
  lengths.set(symbol.id, length);
  return length;
}
