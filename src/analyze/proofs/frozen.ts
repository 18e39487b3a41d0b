import { childIn, childrenIn, childrenOf, NO_NODE, type NodeId } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { parametersOf } from "../flow/slots.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";

const MAX_CHAIN = 6;

/**
 * Whether nothing can change the elements of the slice or array in a local variable: it is only measured, indexed,
 * ranged over, printed, and passed to functions of the package that do no more with it.
 */
export function isFrozen(facts: PackageFacts, symbol: GoSymbol, depth = 0): boolean {
  if (symbol.file === undefined || symbol.useFiles.length > 0 || depth > MAX_CHAIN) return false;
  return symbol.uses.every((use) => onlyReads(facts, symbol, use, depth));
}

function onlyReads(facts: PackageFacts, symbol: GoSymbol, use: NodeId, depth: number): boolean {
  const { file } = symbol;
  const { tree } = file!.source;
  const outer = tree.parent[use]!;
  switch (tree.kind[outer]) {
    case Kind.IndexExpression:
      return tree.field[use] === Field.Index || isReadElement(facts, symbol, outer);
    case Kind.RangeClause:
      return tree.field[use] === Field.Right;
    case Kind.ArgumentList:
      return keepsArgument(facts, symbol, use, depth);
    default:
      return false;
  }
}

/** `a[i]` of a plain number, text or truth value where it is only read. */
function isReadElement(facts: PackageFacts, symbol: GoSymbol, index: NodeId): boolean {
  const { tree } = symbol.file!.source;
  const element = underlying(facts.index, facts.oracle.typeOf(symbol.file!, index));
  const outer = tree.parent[index]!;
  const kind = tree.kind[outer];
  if (element.kind !== "basic") return false;
  if (kind === Kind.BinaryExpression || kind === Kind.ArgumentList || kind === Kind.ReturnStatement)
    return true;
  if (kind === Kind.ParenthesizedExpression) return tree.kind[tree.parent[outer]!] === Kind.BinaryExpression;
  return kind === Kind.ExpressionList && tree.field[outer] !== Field.Left;
}

function keepsArgument(facts: PackageFacts, symbol: GoSymbol, use: NodeId, depth: number): boolean {
  const file = symbol.file!;
  const { tree } = file.source;
  const list = tree.parent[use]!;
  const call = tree.parent[list]!;
  if (tree.kind[call] !== Kind.CallExpression) return false;
  const callee = facts.oracle.calleeOf(file, call);
  if (callee.kind === "builtin") return callee.name === "len" || callee.name === "cap";
  if (callee.kind === "library") return callee.path === "fmt" && /^(Print|Sprint)/.test(callee.name);
  if (callee.kind !== "function") return false;
  const parameter = parameterAt(facts, callee.fn, childrenOf(tree, list).indexOf(use));
  return parameter !== undefined && isFrozen(facts, parameter, depth + 1);
}

/** The parameter of `fn` at a position; undefined for one without a name, and for what is variadic. */
export function parameterAt(facts: PackageFacts, fn: GoFunction, position: number): GoSymbol | undefined {
  const { tree } = fn.file.source;
  const list = childIn(tree, fn.node, Field.Parameters);
  const isPlain =
    list !== NO_NODE && childrenOf(tree, list).every((one) => tree.kind[one] === Kind.ParameterDeclaration);
  const names = isPlain ? parametersOf(fn).flat() : [];
  const node = names[position];
  return node === undefined ? undefined : facts.index.symbols[fn.file.symbolOf[node]!];
}

/** Number of parameters with a name. */
export function namedParameters(fn: GoFunction): number {
  const { tree } = fn.file.source;
  const list = childIn(tree, fn.node, Field.Parameters);
  return (list === NO_NODE ? [] : childrenOf(tree, list)).reduce(
    (sum, declaration) => sum + childrenIn(tree, declaration, Field.Name).length,
    0,
  );
}
