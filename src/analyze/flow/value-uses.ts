import { childIn, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { soleValue } from "./accesses.ts";
import type { PackageFacts } from "./package-facts.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "./symbols.ts";

/** Whether a function or literal is used other than by calling it, so that unknown code may call it. */
export function isUsedAsValue(facts: PackageFacts, fn: GoFunction): boolean {
  if (fn.kind === "method") return false;
  if (fn.kind === "function") {
    const name = childIn(fn.file.source.tree, fn.node, Field.Name);
    const symbol = name === NO_NODE ? undefined : facts.index.symbols[fn.file.symbolOf[name]!];
    return symbol !== undefined && hasValueUse(symbol);
  }
  if (isCalledAt(fn.file, fn.node)) return false;
  const holder = holderOf(facts, fn);
  return holder === undefined || hasValueUse(holder);
}

/** The variable that holds this literal and nothing else. */
function holderOf(facts: PackageFacts, fn: GoFunction): GoSymbol | undefined {
  const { tree } = fn.file.source;
  const list = tree.parent[fn.node]!;
  if (tree.kind[list] !== Kind.ExpressionList) return undefined;
  const statement = tree.parent[list]!;
  for (let node = statement; node < list; node++) {
    if (tree.kind[node] !== Kind.Identifier) continue;
    const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
    if (symbol !== undefined && soleValue(symbol) === fn.node) return symbol;
  }
  return undefined;
}

function hasValueUse(symbol: GoSymbol): boolean {
  return symbol.uses.some((use, at) => {
    const file = symbol.useFiles[at] ?? symbol.file!;
    const { tree } = file.source;
    const isWritten = tree.field[tree.parent[use]!] === Field.Left;
    return !isWritten && !isCalledAt(file, use);
  });
}

function isCalledAt({ source: { tree } }: IndexedFile, node: NodeId): boolean {
  let at = node;
  while (tree.kind[tree.parent[at]!] === Kind.ParenthesizedExpression) at = tree.parent[at]!;
  if (tree.kind[tree.parent[at]!] === Kind.IndexExpression && tree.field[at] === Field.Operand) {
    at = tree.parent[at]!;
  }
  return tree.kind[tree.parent[at]!] === Kind.CallExpression && tree.field[at] === Field.Function;
}

/** Names of methods of the package that are mentioned without being called: `x.method` as a value. */
export function methodValueNames(facts: PackageFacts): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of facts.index.files) {
    const { tree } = file.source;
    for (let node = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.SelectorExpression || isCalledAt(file, node)) continue;
      const field = childIn(tree, node, Field.Field);
      const name = field === NO_NODE ? "" : textOf(tree, field);
      if (facts.index.methodsByName.has(name)) names.add(name);
    }
  }
  return names;
}
