import { childIn, childrenOf, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { within } from "../flow/accesses.ts";
import { constantOf } from "../flow/constants.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { unchangedPart } from "./unchanged-parts.ts";

/** Builtins whose result depends on nothing but their arguments. */
const PURE_BUILTINS: ReadonlySet<string> = new Set(["len", "cap", "min", "max"]);

/** Packages whose functions depend on nothing but their arguments, which are numbers and strings. */
const PURE_PACKAGES: ReadonlySet<string> = new Set([
  "strings",
  "math",
  "math/bits",
  "unicode",
  "unicode/utf8",
]);

/** Kinds of expressions whose value is that of their parts. */
const COMPOSED: ReadonlySet<number> = new Set<number>([
  Kind.ParenthesizedExpression,
  Kind.BinaryExpression,
  Kind.ArgumentList,
  Kind.IntLiteral,
  Kind.FloatLiteral,
  Kind.RuneLiteral,
  Kind.InterpretedStringLiteral,
  Kind.RawStringLiteral,
  Kind.True,
  Kind.False,
  Kind.Nil,
  Kind.Comment,
]);

/**
 * The variables of `condition` when nothing can change any of them while the loop runs; undefined when something might
 * (an assignment, a pointer, a closure, a call, a channel, a map), or when it cannot be told.
 */
export function unchangingVariables(
  facts: PackageFacts,
  fn: GoFunction,
  loopNode: NodeId,
  condition: NodeId,
): readonly GoSymbol[] | undefined {
  const { tree } = fn.file.source;
  const variables: GoSymbol[] = [];
  for (let node = condition; node < tree.after[condition]!; node++) {
    const kind = tree.kind[node]!;
    if (COMPOSED.has(kind)) continue;
    if (kind === Kind.UnaryExpression) {
      if (tree.text[tree.start[node]!] === "<" || tree.text[tree.start[node]!] === "*") return undefined;
    } else if (kind === Kind.Identifier) {
      const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
      if (symbol === undefined || !isUnchanged(facts, fn, loopNode, symbol)) return undefined;
      if (symbol.kind === "variable" || symbol.kind === "parameter") variables.push(symbol);
    } else if (kind === Kind.CallExpression) {
      if (!isPureCall(facts, fn, node)) return undefined;
      const name = childIn(tree, node, Field.Function);
      if (tree.kind[name] === Kind.SelectorExpression) node = tree.after[name]! - 1;
    } else if (kind === Kind.SelectorExpression || kind === Kind.IndexExpression) {
      const root = unchangedPart(facts, fn, loopNode, node);
      if (root === undefined) return undefined;
      variables.push(root);
      node = tree.after[node]! - 1;
    } else return undefined;
  }
  return variables;
}

function isUnchanged(facts: PackageFacts, fn: GoFunction, loopNode: NodeId, symbol: GoSymbol): boolean {
  if (symbol.kind === "constant" || symbol.kind === "builtin" || symbol.kind === "type") return true;
  if (symbol.kind !== "variable" && symbol.kind !== "parameter") return false;
  if (symbol.owner === undefined) return constantOf(facts.fixed, symbol) !== undefined;
  if (symbol.owner !== fn || !facts.isPlainLocal(symbol)) return false;
  const { tree } = fn.file.source;
  return within(facts.changesOf(symbol), loopNode, tree.after[loopNode]!).length === 0;
}

/** `len(s)` of a string, slice or array held by a variable; conversions between basic types; `strings.HasPrefix(s, t)`. */
function isPureCall(facts: PackageFacts, fn: GoFunction, call: NodeId): boolean {
  const { tree } = fn.file.source;
  const callee = facts.oracle.calleeOf(fn.file, call);
  if (callee.kind === "conversion") {
    return tree.kind[childIn(tree, call, Field.Function)] === Kind.Identifier;
  }
  if (callee.kind === "library") return PURE_PACKAGES.has(callee.path) && !callee.name.includes(".");
  if (callee.kind !== "builtin" || !PURE_BUILTINS.has(callee.name)) return false;
  const list = childIn(tree, call, Field.Arguments);
  return childrenOf(tree, list).every((argument) => {
    const type = underlying(facts.oracle.index, facts.oracle.typeOf(fn.file, argument));
    return type.kind === "slice" || type.kind === "array" || type.kind === "basic";
  });
}
