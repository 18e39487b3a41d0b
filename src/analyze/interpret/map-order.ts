import { childIn, childrenOf, NO_NODE, type NodeId, operatorOf, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { Context } from "./program.ts";

const SUMS: ReadonlySet<string> = new Set(["+=", "-=", "|=", "&=", "^="]);
/** Nodes that may stand in the body of a loop whose rounds may come in any order. */
const HARMLESS: ReadonlySet<number> = new Set([
  Kind.Block,
  Kind.StatementList,
  Kind.IncStatement,
  Kind.DecStatement,
  Kind.AssignmentStatement,
  Kind.ExpressionList,
  Kind.IfStatement,
  Kind.ContinueStatement,
  Kind.BinaryExpression,
  Kind.ParenthesizedExpression,
  Kind.SelectorExpression,
  Kind.FieldIdentifier,
  Kind.Identifier,
  Kind.IntLiteral,
  Kind.RuneLiteral,
  Kind.InterpretedStringLiteral,
  Kind.True,
  Kind.False,
  Kind.Nil,
  Kind.UnaryExpression,
  Kind.Comment,
  Kind.RawStringLiteral,
]);

/**
 * Whether the body of a range over a map does the same in any order: it only adds whole numbers up in variables that it
 * does not look at otherwise, under conditions on what it is given.
 */
export function isOrderFree(context: Context, clause: NodeId, body: NodeId): boolean {
  const { tree } = context.file.source;
  if (context.file.home !== "") return !callsAny(context, body);
  const summed = new Set<string>();
  for (let node = body; node < tree.after[body]!; node++) {
    const kind = tree.kind[node]!;
    if (kind === Kind.ExpressionStatement) continue;
    if (!HARMLESS.has(kind) && !isOfOwnKey(context, clause, node)) return false;
    if (kind === Kind.BinaryExpression && ["/", "%", "<<", ">>"].includes(operatorOf(tree, node)))
      return false;
    if (kind === Kind.UnaryExpression && operatorOf(tree, node) === "*") return false;
    if (isOfOwnKey(context, clause, node)) {
      node = tree.after[node]! - 1;
      continue;
    }
    if (kind === Kind.AssignmentStatement) {
      if (!SUMS.has(operatorOf(tree, node))) return false;
      summed.add(textOf(tree, childIn(tree, node, Field.Left)));
      if (!isWhole(context, childIn(tree, node, Field.Left))) return false;
    }
    if (kind === Kind.IncStatement || kind === Kind.DecStatement) summed.add(textOf(tree, node).slice(0, -2));
  }
  const left = childIn(tree, clause, Field.Left);
  if (
    left !== NO_NODE &&
    tree.text.slice(tree.end[left]!, tree.start[childIn(tree, clause, Field.Right)]!).trim()[0] !== ":"
  )
    return false;
  return [...summed].every((name) => /^[\w.]+$/.test(name) && occurrences(context, body, name) <= 1);
}

/** `delete(m, k)` and `m[k] = true`, where k is the key of the round: no other round has anything to do with it. */
function isOfOwnKey({ file, program }: Context, clause: NodeId, node: NodeId): boolean {
  const { tree } = file.source;
  const left = childIn(tree, clause, Field.Left);
  const key = left === NO_NODE ? NO_NODE : childrenOf(tree, left)[0]!;
  if (key === NO_NODE || tree.kind[key] !== Kind.Identifier) return false;
  const isKey = (at: NodeId | undefined): boolean =>
    at !== undefined && file.symbolOf[at] === file.symbolOf[key] && file.symbolOf[at]! >= 0;
  if (tree.kind[node] === Kind.CallExpression) {
    const name = childIn(tree, node, Field.Function);
    if (program.index.symbols[file.symbolOf[name]!]?.kind !== "builtin" || textOf(tree, name) !== "delete")
      return false;
    const [map, gone] = childrenOf(tree, childIn(tree, node, Field.Arguments));
    return isKey(gone) && tree.kind[map!] === Kind.Identifier;
  }
  if (tree.kind[node] !== Kind.AssignmentStatement || operatorOf(tree, node) !== "=") return false;
  const [place, another] = childrenOf(tree, childIn(tree, node, Field.Left));
  const [value] = childrenOf(tree, childIn(tree, node, Field.Right));
  const isPlain = [Kind.True, Kind.False, Kind.Nil, Kind.IntLiteral, Kind.InterpretedStringLiteral].includes(
    tree.kind[value!] as never,
  );
  return (
    another === undefined &&
    isPlain &&
    tree.kind[place!] === Kind.IndexExpression &&
    tree.kind[childIn(tree, place!, Field.Operand)] === Kind.Identifier &&
    isKey(childIn(tree, place!, Field.Index))
  );
}

/** Whether something is called. What the sources of the library do with an entry otherwise only concerns that entry. */
function callsAny({ file }: Context, body: NodeId): boolean {
  const { tree } = file.source;
  for (let node = body; node < tree.after[body]!; node++)
    if (tree.kind[node] === Kind.CallExpression) return true;
  return false;
}

function isWhole({ file, check }: Context, list: NodeId): boolean {
  const { type } = check(list + 1);
  return type.kind === "int" && file.source.tree.after[list] === file.source.tree.after[list + 1];
}

/** How often a name stands in the body, with one left for its own update. */
function occurrences({ file }: Context, body: NodeId, name: string): number {
  const text = textOf(file.source.tree, body);
  return text.split(new RegExp(`\\b${name.replaceAll(".", "\\.")}\\b`)).length - 1;
}
