import { childIn, NO_NODE, type NodeId, operatorOf, withoutParentheses } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import { type IntegerShape, shapeOfType } from "../flow/integers.ts";
import type { GoSymbol } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import type { Recursive } from "./descent.ts";
import { argumentsOf, names } from "./lengths.ts";
import { decisionOf } from "./relevant.ts";

/** A parameter that alone decides what its function does, by comparison with constants. */
export interface Guard {
  readonly parameter: GoSymbol;
  readonly shape: IntegerShape;
  /** The constants. */
  readonly limits: readonly bigint[];
}

const COMPARISON = /^(==|!=|<|<=|>|>=)$/;

/** The guard of a function; undefined when something else decides too. */
export function guardOf({ facts, fn, flow, parameters }: Recursive): Guard | undefined {
  const limits: bigint[] = [];
  let parameter: GoSymbol | undefined;
  for (const block of flow.order) {
    if (flow.blocks[block]!.successors.length < 2) continue;
    const decision = decisionOf(flow, block);
    if (decision === undefined) return undefined;
    const sides =
      decision.kind === "case" ? [decision.tag, decision.value] : sidesOf(fn.file.source.tree, decision.node);
    if (sides === undefined) return undefined;
    const found = parameters.find(({ id }) =>
      sides.some((side) => names(fn, withoutParentheses(fn.file.source.tree, side!), id)),
    );
    const limit = sides
      .map((side) => constantAt(facts.fixed, fn.file, side!)?.value)
      .find((value) => value !== undefined);
    if (found === undefined || typeof limit !== "bigint" || (parameter !== undefined && parameter !== found))
      return undefined;
    parameter = found;
    limits.push(limit);
  }
  if (parameter === undefined || facts.changesOf(parameter).length > 0 || !facts.isPlainLocal(parameter))
    return undefined;
  const shape = shapeOfType(underlying(facts.index, facts.oracle.typeOfSymbol(parameter)));
  return shape === undefined ? undefined : { parameter, shape, limits };
}

function sidesOf(tree: Parameters<typeof operatorOf>[0], condition: NodeId): readonly NodeId[] | undefined {
  const node = withoutParentheses(tree, condition);
  if (tree.kind[node] !== Kind.BinaryExpression || !COMPARISON.test(operatorOf(tree, node))) return undefined;
  return [childIn(tree, node, Field.Left), childIn(tree, node, Field.Right)];
}

/** What a call of the function by itself adds to the parameter; undefined for anything but a constant. */
export function stepAt(
  { facts, fn, parameters }: Recursive,
  { parameter }: Guard,
  call: NodeId,
): bigint | undefined {
  const { tree } = fn.file.source;
  const argument = argumentsOf(fn.file, call)[parameters.indexOf(parameter)];
  const node = argument === undefined ? NO_NODE : withoutParentheses(tree, argument);
  if (node === NO_NODE) return undefined;
  if (names(fn, node, parameter.id)) return 0n;
  const operator = operatorOf(tree, node);
  if (tree.kind[node] !== Kind.BinaryExpression || (operator !== "+" && operator !== "-")) return undefined;
  const left = withoutParentheses(tree, childIn(tree, node, Field.Left));
  const right = withoutParentheses(tree, childIn(tree, node, Field.Right));
  const added = constantAt(facts.fixed, fn.file, right)?.value;
  if (names(fn, left, parameter.id) && typeof added === "bigint") return operator === "+" ? added : -added;
  const first = constantAt(facts.fixed, fn.file, left)?.value;
  return operator === "+" && names(fn, right, parameter.id) && typeof first === "bigint" ? first : undefined;
}
