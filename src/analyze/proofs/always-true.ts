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
import { compare } from "../flow/fold.ts";
import { maximumOf, minimumOf, shapeOfType } from "../flow/integers.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { type GoType, underlying } from "../flow/types.ts";

/** A comparison that every value of its type satisfies. */
export interface Tautology {
  readonly comparison: NodeId;
  readonly typeName: string;
  readonly minimum: bigint;
  readonly maximum: bigint;
}

const MIRRORED: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!=" };

/** The comparison of `condition` with a constant that holds for every value of the operand's type, if it is one. */
export function tautologyOf(facts: PackageFacts, fn: GoFunction, condition: NodeId): Tautology | undefined {
  const { tree } = fn.file.source;
  const comparison = withoutParentheses(tree, condition);
  const mirrored = MIRRORED[operatorOf(tree, comparison)];
  if (tree.kind[comparison] !== Kind.BinaryExpression || mirrored === undefined) return undefined;
  const left = childIn(tree, comparison, Field.Left);
  const right = childIn(tree, comparison, Field.Right);
  const bound = constantAt(facts.fixed, fn.file, right)?.value;
  if (typeof bound === "bigint")
    return ranged(facts, fn, { comparison, operand: left, bound, mirrored: false });
  const other = constantAt(facts.fixed, fn.file, left)?.value;
  if (typeof other !== "bigint") return undefined;
  return ranged(facts, fn, { comparison, operand: right, bound: other, mirrored: true });
}

interface Comparison {
  readonly comparison: NodeId;
  readonly operand: NodeId;
  readonly bound: bigint;
  readonly mirrored: boolean;
}

function ranged(facts: PackageFacts, fn: GoFunction, given: Comparison): Tautology | undefined {
  const { tree } = fn.file.source;
  if (given.operand === NO_NODE) return undefined;
  const type = rangeType(facts, fn, given.operand);
  const shape = shapeOfType(type);
  if (shape === undefined || type.kind !== "basic") return undefined;
  const written = operatorOf(tree, given.comparison);
  const operator = given.mirrored ? MIRRORED[written]! : written;
  const minimum = minimumOf(shape);
  const maximum = maximumOf(shape);
  const holds =
    operator === "!="
      ? given.bound < minimum || given.bound > maximum
      : compare(operator, minimum, given.bound) === true && compare(operator, maximum, given.bound) === true;
  return holds ? { comparison: given.comparison, typeName: type.name, minimum, maximum } : undefined;
}

/** The type whose values an operand has: that of `b` in `int(b)`, when the conversion keeps every value. */
function rangeType(facts: PackageFacts, fn: GoFunction, operand: NodeId): GoType {
  const { tree } = fn.file.source;
  const type = underlying(facts.index, facts.oracle.typeOf(fn.file, operand));
  const node = withoutParentheses(tree, operand);
  const shape = shapeOfType(type);
  if (shape === undefined || tree.kind[node] !== Kind.CallExpression) return type;
  if (facts.oracle.calleeOf(fn.file, node).kind !== "conversion") return type;
  const [given] = childrenOf(tree, childIn(tree, node, Field.Arguments));
  if (given === undefined) return type;
  const inner = underlying(facts.index, facts.oracle.typeOf(fn.file, given));
  const narrow = shapeOfType(inner);
  if (narrow === undefined || constantAt(facts.fixed, fn.file, given) !== undefined) return type;
  const keeps = minimumOf(narrow) >= minimumOf(shape) && maximumOf(narrow) <= maximumOf(shape);
  return keeps ? inner : type;
}
