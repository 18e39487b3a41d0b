import {
  childIn,
  childrenOf,
  contains,
  NO_NODE,
  type NodeId,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { isUsedAsValue } from "../flow/value-uses.ts";
import { evaluate } from "./evaluate.ts";
import { isFrozen, namedParameters, parameterAt } from "./frozen.ts";
import { keyOf, stored, type Value } from "./values.ts";

/** More places that call a function are not compared. */
const MAX_SITES = 16;

/**
 * Values that every call from outside the function itself gives its parameters, where they are constant and the same
 * everywhere: only in package main, whose functions nobody else calls. Values may be missing. Calls of the function by
 * itself are either ignored, or a reason to know nothing.
 */
export function constantArguments(
  facts: PackageFacts,
  fn: GoFunction,
  ownCalls: "refused" | "ignored",
): ReadonlyMap<number, Value> {
  const found = new Map<number, Value>();
  if (facts.index.name !== "main" || fn.kind !== "function" || isUsedAsValue(facts, fn)) return found;
  const all = callSites(facts, fn);
  const sites = all.filter(
    ({ file, node }) => file !== fn.file || !contains(fn.file.source.tree, fn.node, node),
  );
  if (ownCalls === "refused" && sites.length < all.length) return found;
  if (sites.length === 0 || sites.length > MAX_SITES) return found;
  const count = namedParameters(fn);
  for (let position = 0; position < count; position++) {
    const parameter = parameterAt(facts, fn, position);
    const value = parameter === undefined ? undefined : commonValue(facts, parameter, position, sites);
    if (value !== undefined) found.set(parameter!.id, value);
  }
  return found;
}

interface Site {
  readonly file: IndexedFile;
  readonly node: NodeId;
}

/** Calls of `fn`, everywhere. */
function callSites(facts: PackageFacts, fn: GoFunction): Site[] {
  const { tree } = fn.file.source;
  const name = childIn(tree, fn.node, Field.Name);
  const symbol = name === NO_NODE ? undefined : facts.index.symbols[fn.file.symbolOf[name]!];
  if (symbol === undefined) return [];
  return symbol.uses.map((use, at) => {
    const file = symbol.useFiles[at] ?? symbol.file!;
    return { file, node: file.source.tree.parent[use]! };
  });
}

function commonValue(
  facts: PackageFacts,
  parameter: GoSymbol,
  position: number,
  sites: readonly Site[],
): Value | undefined {
  const type = underlying(facts.index, facts.oracle.typeOfSymbol(parameter));
  if (type.kind !== "basic" && !isFrozen(facts, parameter)) return undefined;
  const values = sites.map(({ file, node }) => {
    const { tree } = file.source;
    if (tree.kind[node] !== Kind.CallExpression) return undefined;
    const list = childIn(tree, node, Field.Arguments);
    const argument = list === NO_NODE ? undefined : childrenOf(tree, list)[position];
    return argument === undefined ? undefined : stored(closedValue(facts, file, argument), type);
  });
  const [first] = values;
  if (first?.kind === "list" && sites.length > 1) return undefined;
  const names = new Map<object, number>();
  return values.every((value) => keyOf(value, names) === keyOf(first, names)) ? first : undefined;
}

/** Value of an expression of constants, and of variables that hold one constant value for ever. */
export function closedValue(facts: PackageFacts, file: IndexedFile, node: NodeId): Value | undefined {
  return evaluate({ facts, file, read: (symbol) => onlyValue(facts, symbol, 0) }, node);
}

/** The one value that a variable or constant ever has, with zero at no time before it is read. */
export function onlyValue(facts: PackageFacts, symbol: GoSymbol, depth: number): Value | undefined {
  const { file } = symbol;
  if (file === undefined || depth > 8) return undefined;
  const read = (other: GoSymbol): Value | undefined => onlyValue(facts, other, depth + 1);
  const { tree } = file.source;
  if (symbol.kind === "constant") {
    const list = childIn(tree, symbol.declaration, Field.Value);
    const node = list === NO_NODE ? NO_NODE : (childrenOf(tree, list)[symbol.position] ?? NO_NODE);
    const kind = node === NO_NODE ? Kind.Other : tree.kind[withoutParentheses(tree, node)];
    const isText = kind === Kind.InterpretedStringLiteral || kind === Kind.RawStringLiteral;
    return isText || kind === Kind.FloatLiteral ? evaluate({ facts, file, read }, node) : undefined;
  }
  if (symbol.kind !== "variable" || symbol.owner === undefined || facts.changesOf(symbol).length > 0)
    return undefined;
  const initial = facts.oracle.soleValueOf(symbol);
  if (initial === undefined) return undefined;
  const type = underlying(facts.index, facts.oracle.typeOfSymbol(symbol));
  if (type.kind !== "basic" && !isFrozen(facts, symbol)) return undefined;
  return stored(evaluate({ facts, file, read }, initial), type);
}
