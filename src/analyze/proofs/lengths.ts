import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  operatorOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import type { Race } from "./race.ts";

/** `x` of `len(x)`; undefined for everything else. */
export function lengthArgument(facts: PackageFacts, file: IndexedFile, node: NodeId): NodeId | undefined {
  const { tree } = file.source;
  if (node === NO_NODE || tree.kind[node] !== Kind.CallExpression) return undefined;
  const callee = facts.oracle.calleeOf(file, node);
  if (callee.kind !== "builtin" || callee.name !== "len") return undefined;
  return withoutParentheses(tree, argumentsOf(file, node)[0] ?? NO_NODE);
}

/** Arguments of a call. */
export function argumentsOf(file: IndexedFile, call: NodeId): readonly NodeId[] {
  const list = childIn(file.source.tree, call, Field.Arguments);
  return list === NO_NODE ? [] : childrenOf(file.source.tree, list);
}

/** An index or bound of a slice expression: a constant, `len(bound) + constant`, or `index + constant`. */
export interface Offset {
  readonly from: "zero" | "end" | "index";
  readonly plus: bigint;
}

/** What an expression means for a race; undefined when it is not that simple. */
export function offsetOf(
  facts: PackageFacts,
  fn: GoFunction,
  race: Race,
  expression: NodeId,
): Offset | undefined {
  const { tree } = fn.file.source;
  const node = withoutParentheses(tree, expression);
  if (node === NO_NODE) return undefined;
  const constant = constantAt(facts.fixed, fn.file, node)?.value;
  if (typeof constant === "bigint") return { from: "zero", plus: constant };
  const measured = lengthArgument(facts, fn.file, node);
  if (measured !== undefined)
    return names(fn, measured, race.bound.id) ? { from: "end", plus: 0n } : undefined;
  if (race.index !== undefined && names(fn, node, race.index.id)) return { from: "index", plus: 0n };
  const operator = operatorOf(tree, node);
  if (tree.kind[node] !== Kind.BinaryExpression || (operator !== "+" && operator !== "-")) return undefined;
  const left = offsetOf(facts, fn, race, childIn(tree, node, Field.Left));
  const right = constantAt(facts.fixed, fn.file, childIn(tree, node, Field.Right))?.value;
  if (left === undefined || typeof right !== "bigint") return undefined;
  return { from: left.from, plus: operator === "+" ? left.plus + right : left.plus - right };
}

/** Whether the expression at `node` is just the variable with the id `symbol`. */
export function names(fn: GoFunction, node: NodeId, symbol: number): boolean {
  return (
    node !== NO_NODE &&
    fn.file.source.tree.kind[node] === Kind.Identifier &&
    fn.file.symbolOf[node] === symbol
  );
}
