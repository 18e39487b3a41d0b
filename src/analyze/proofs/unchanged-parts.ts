import { childIn, NO_NODE, type NodeId, textOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { accessAt, functionAround } from "../flow/accesses.ts";
import { constantAt } from "../flow/constants.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { isMethodValue, ownerOf } from "./storage.ts";

/**
 * The local variable behind `v.f` or `a[1]`, when it holds a struct or array itself (no pointer to one) and nothing can
 * write it while the loop runs. Methods that get a copy of it, and functions that it is passed to, cannot.
 */
export function unchangedPart(
  facts: PackageFacts,
  fn: GoFunction,
  loopNode: NodeId,
  node: NodeId,
): GoSymbol | undefined {
  const { tree } = fn.file.source;
  const operand = withoutParentheses(tree, childIn(tree, node, Field.Operand));
  if (operand === NO_NODE || tree.kind[operand] !== Kind.Identifier) return undefined;
  const symbol = facts.index.symbols[fn.file.symbolOf[operand]!];
  if (symbol?.owner !== fn || (symbol.kind !== "variable" && symbol.kind !== "parameter")) return undefined;
  const holder = underlying(facts.index, facts.oracle.typeOfSymbol(symbol)).kind;
  const isIndex = tree.kind[node] === Kind.IndexExpression;
  if (holder !== (isIndex ? "array" : "struct")) return undefined;
  // A field behind an embedded pointer is no part of the variable.
  const name = isIndex ? "" : textOf(tree, childIn(tree, node, Field.Field));
  const isPart = isIndex || ownerOf(facts, facts.oracle.typeOfSymbol(symbol), name)?.isDirect === true;
  if (!isPart) return undefined;
  if (isIndex && constantAt(facts.fixed, fn.file, childIn(tree, node, Field.Index)) === undefined)
    return undefined;
  const part = underlying(facts.index, facts.oracle.typeOf(fn.file, node)).kind;
  if (part !== "basic" && (isIndex || part !== "slice")) return undefined;
  return symbol.uses.every((use) => leavesAlone(facts, { fn, loopNode, symbol }, use)) ? symbol : undefined;
}

interface Watched {
  readonly fn: GoFunction;
  readonly loopNode: NodeId;
  readonly symbol: GoSymbol;
}

function leavesAlone(facts: PackageFacts, { fn, loopNode, symbol }: Watched, use: NodeId): boolean {
  const { tree } = fn.file.source;
  const isInside = use >= loopNode && use < tree.after[loopNode]!;
  const isHere = !isInside && functionAround(tree, use) === fn.node;
  switch (accessAt(tree, use)) {
    case "read":
      return !isMethodValue(facts, fn.file, use);
    case "slice":
      return underlying(facts.index, facts.oracle.typeOfSymbol(symbol)).kind === "struct";
    case "method":
      return isCopiedFor(facts, fn, use) || (isHere && isReturned(facts, fn, use));
    case "address":
      return false;
    default:
      return isHere;
  }
}

/** The method that a mention of a variable is called for. */
function calledMethod(
  facts: PackageFacts,
  fn: GoFunction,
  use: NodeId,
): ReturnType<PackageFacts["oracle"]["calleeOf"]> {
  const { tree } = fn.file.source;
  let call = tree.parent[use]!;
  while (tree.kind[call] !== Kind.CallExpression) call = tree.parent[call]!;
  return facts.oracle.calleeOf(fn.file, call);
}

/** A method with a value receiver gets a copy; one of the library belongs to a field, and knows no other. */
function isCopiedFor(facts: PackageFacts, fn: GoFunction, use: NodeId): boolean {
  const callee = calledMethod(facts, fn, use);
  if (callee.kind === "library") return true;
  return callee.kind === "function" && callee.fn.receiver?.pointer === false;
}

/** Whether a method with a pointer receiver keeps the pointer nowhere, so that it changes nothing later. */
function isReturned(facts: PackageFacts, fn: GoFunction, use: NodeId): boolean {
  const callee = calledMethod(facts, fn, use);
  if (callee.kind !== "function" || callee.fn.receiver === undefined) return false;
  const { file, receiver, node } = callee.fn;
  if (receiver.name === NO_NODE) return true;
  const symbol = facts.index.symbols[file.symbolOf[receiver.name]!];
  const { tree } = file.source;
  return (symbol?.uses ?? []).every((one) => {
    const outer = tree.parent[one]!;
    const isField = tree.kind[outer] === Kind.SelectorExpression && accessAt(tree, one) !== "method";
    return isField && accessAt(tree, one) !== "address" && functionAround(tree, one) === node;
  });
}
