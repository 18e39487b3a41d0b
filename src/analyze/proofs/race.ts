import { childIn, NO_NODE, type NodeId, operatorOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import { shapeOfType } from "../flow/integers.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { lengthArgument } from "./lengths.ts";

/** A condition `index < len(bound)`, `index < bound` or `len(bound) > limit`: something runs after something else. */
export interface Race {
  /** A slice or string whose length counts, or an integer. */
  readonly bound: GoSymbol;
  readonly kind: "slice" | "text" | "number";
  /** Undefined when a length is compared with a constant. */
  readonly index: GoSymbol | undefined;
  /** The condition holds while bound - index (or bound - limit) is at least 1; `limit` is 0 beside an index. */
  readonly limit: bigint;
}

const MIRRORED: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!=" };

/** The race of a comparison; undefined when it is none of plain local variables. */
export function raceOf(facts: PackageFacts, fn: GoFunction, condition: NodeId): Race | undefined {
  const { tree } = fn.file.source;
  const node = withoutParentheses(tree, condition);
  const operator = node === NO_NODE ? "" : operatorOf(tree, node);
  if (node === NO_NODE || tree.kind[node] !== Kind.BinaryExpression || MIRRORED[operator] === undefined)
    return undefined;
  const left = withoutParentheses(tree, childIn(tree, node, Field.Left));
  const right = withoutParentheses(tree, childIn(tree, node, Field.Right));
  return sides(facts, fn, left, MIRRORED[operator]!, right) ?? sides(facts, fn, right, operator, left);
}

/** `bound operator index`, the operator as it reads from the bound. */
function sides(
  facts: PackageFacts,
  fn: GoFunction,
  index: NodeId,
  operator: string,
  bound: NodeId,
): Race | undefined {
  const { tree } = fn.file.source;
  const measured = lengthArgument(facts, fn.file, bound);
  const runner = localAt(facts, fn, measured ?? bound);
  if (measured === undefined && runner !== undefined && operator === "!=" && isEmptyText(fn, index))
    return emptied(facts, runner);
  if (runner === undefined || operator === "<" || operator === "<=") return undefined;
  const type = underlying(facts.index, facts.oracle.typeOfSymbol(runner));
  const kind = measured === undefined ? numberKind(type) : type.kind === "slice" ? "slice" : textKind(type);
  if (kind === undefined) return undefined;
  const limit = constantAt(facts.fixed, fn.file, index)?.value;
  if (typeof limit === "bigint") {
    const reached = operator === ">=" ? limit - 1n : limit;
    const isMeasured = measured !== undefined && (operator !== "!=" || limit === 0n);
    return isMeasured ? { bound: runner, kind, index: undefined, limit: reached } : undefined;
  }
  if (tree.kind[index] !== Kind.Identifier || operator === ">=") return undefined;
  const follower = localAt(facts, fn, index);
  const shape =
    follower === undefined
      ? undefined
      : shapeOfType(underlying(facts.index, facts.oracle.typeOfSymbol(follower)));
  if (follower === undefined || follower === runner || shape?.bits !== 64 || !shape.signed) return undefined;
  return { bound: runner, kind, index: follower, limit: 0n };
}

/** `text != ""`. */
function emptied(facts: PackageFacts, bound: GoSymbol): Race | undefined {
  const kind = textKind(underlying(facts.index, facts.oracle.typeOfSymbol(bound)));
  return kind === undefined ? undefined : { bound, kind, index: undefined, limit: 0n };
}

function isEmptyText({ file }: GoFunction, node: NodeId): boolean {
  const { tree } = file.source;
  return tree.kind[node] === Kind.InterpretedStringLiteral && tree.end[node]! - tree.start[node]! === 2;
}

function numberKind(type: ReturnType<typeof underlying>): "number" | undefined {
  const shape = shapeOfType(type);
  return shape?.bits === 64 && shape.signed ? "number" : undefined;
}

/** Whether values of a type are texts. */
export function textKind(type: ReturnType<typeof underlying>): "text" | undefined {
  return type.kind === "basic" && type.name === "string" ? "text" : undefined;
}

function localAt(facts: PackageFacts, fn: GoFunction, node: NodeId): GoSymbol | undefined {
  const { tree } = fn.file.source;
  if (node === NO_NODE || tree.kind[node] !== Kind.Identifier) return undefined;
  const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
  return symbol?.owner === fn && facts.isPlainLocal(symbol) ? symbol : undefined;
}
