import { childIn, NO_NODE, type NodeId, operatorOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { initialValue, within } from "../flow/accesses.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { closedValue } from "./arguments.ts";
import { assignmentsOf } from "./assignments.ts";
import { floatBits, stored } from "./values.ts";

/** `for x != bound { x += step }` on floating-point numbers, where x goes past the bound without being equal to it. */
export interface FloatCount {
  readonly variable: GoSymbol;
  readonly update: NodeId;
  /** The last value before the bound, and the first one behind it; undefined when start, bound or step is not known. */
  readonly passed: { readonly before: number; readonly behind: number } | undefined;
}

const MAX_STEPS = 1_000_000;

/**
 * Counts as the loop does. Behind the bound the counter never comes back: adding a positive number never makes a
 * floating-point number smaller (IEEE 754 rounds monotonically). undefined when it meets the bound, or is not known.
 */
export function floatCountOf(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  condition: NodeId,
): FloatCount | undefined {
  const { tree } = fn.file.source;
  const comparison = withoutParentheses(tree, condition);
  if (tree.kind[comparison] !== Kind.BinaryExpression || operatorOf(tree, comparison) !== "!=")
    return undefined;
  const left = withoutParentheses(tree, childIn(tree, comparison, Field.Left));
  const variable =
    tree.kind[left] === Kind.Identifier ? facts.index.symbols[fn.file.symbolOf[left]!] : undefined;
  if (variable?.owner !== fn || !facts.isPlainLocal(variable) || loop.statement === NO_NODE) return undefined;
  const type = underlying(facts.index, facts.oracle.typeOfSymbol(variable));
  const bits = floatBits(type);
  const changes = facts.changesOf(variable);
  const [change] = within(changes, loop.statement, tree.after[loop.statement]!);
  const update = change === undefined || changes.length > 1 ? NO_NODE : statementAt(fn, change);
  if (bits === undefined || update === NO_NODE || tree.field[update] !== Field.Update) return undefined;
  if (tree.parent[tree.parent[update]!] !== loop.statement) return undefined;
  const [assignment] = assignmentsOf(facts, fn, update);
  const start = initialValue(variable);
  if (assignment === undefined || start === undefined || !/^[+-]$/.test(assignment.operator))
    return undefined;
  const number = (node: NodeId): number | undefined => {
    const value = stored(closedValue(facts, fn.file, node), type);
    return value?.kind === "float" ? value.value : undefined;
  };
  const amount = assignment.value === NO_NODE ? 1 : number(assignment.value);
  const from = number(start);
  const bound = number(childIn(tree, comparison, Field.Right));
  if (amount === undefined || from === undefined || bound === undefined) {
    // Whole numbers are added exactly; whatever else is added is as good as never equal.
    const isWhole = amount !== undefined && Number.isInteger(amount);
    return isWhole ? undefined : { variable, update, passed: undefined };
  }
  const passed = passing({ from, bound, step: assignment.operator === "+" ? amount : -amount, bits });
  return passed === undefined ? undefined : { variable, update, passed };
}

function statementAt(fn: GoFunction, use: NodeId): NodeId {
  const { tree } = fn.file.source;
  const outer = tree.parent[use]!;
  return tree.kind[outer] === Kind.ExpressionList ? tree.parent[outer]! : outer;
}

interface Count {
  readonly from: number;
  readonly bound: number;
  readonly step: number;
  readonly bits: 32 | 64;
}

function passing({
  from,
  bound,
  step,
  bits,
}: Count): { readonly before: number; readonly behind: number } | undefined {
  if (step === 0 || from === bound) return undefined;
  let value = from;
  for (let count = 0; count < MAX_STEPS; count++) {
    const next = bits === 32 ? Math.fround(value + step) : value + step;
    if (next === bound) return undefined;
    if (step > 0 ? next > bound : next < bound) return { before: value, behind: next };
    value = next;
  }
  return undefined;
}
